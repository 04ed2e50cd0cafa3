"""Sends an order to an address: a new row, checked, its hold and task brought in line; refuses orders in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.actions.set_ship_to import set_ship_to
from opsroom.kernel.values.actor import Actor

# What a hold says of an address that came too late to be followed, or against a person's correction.
ADDRESS_TOLD = "The channel gives another address now."


@dataclass(frozen=True, slots=True)
class Sent:
    """The new address row; `problems` as (field, sentence) say what is still wrong, none means it may go."""

    party_id: int
    problems: Sequence[tuple[str, str]]
    hold_released: bool


def send_to(actor: Actor, company_id: int, order_id: int, draft: PartyDraft, *, told: bool) -> Sent:
    """The caller holds the order's row. `told`: the channel gives this address; else a person corrected it."""
    (party_id,) = save_parties(actor, company_id, [draft])
    problems = customers.parties(company_id, [party_id])[party_id].problems
    set_ship_to(actor, company_id, order_id, party_id, problems=len(problems), told=told)
    cause = f"bad_address:order:{order_id}"
    released: list[int] = []
    if not problems:
        released = release_hold(actor, company_id, [order_id], reason="address", why="address corrected")
        close_tasks(actor, [cause])
    else:
        place_hold(actor, company_id, [order_id], "address")
        task = NewTask(
            kind="bad_address", subject_kind="orders.order", subject_id=order_id, cause_key=cause, role="desk"
        )
        open_tasks(actor, [task], company_id)
    return Sent(party_id, [(p["field"], p["sentence"]) for p in problems], bool(released))
