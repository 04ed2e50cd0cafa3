"""Gives an order a corrected address: checked at once, its hold released and its task closed when it is clean.

Undo: fix it again with the former lines; the row as it was given is never changed. Refuses orders with the warehouse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.actions.set_ship_to import set_ship_to
from opsroom.domains.orders.errors import OrderNotFound
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.ruling.one_pass import pass_over


@dataclass(frozen=True, slots=True)
class Fixed:
    """The new address row; `problems` as (field, sentence) say what is still wrong, none means it may go."""

    party_id: int
    problems: Sequence[tuple[str, str]]
    hold_released: bool


@transaction.atomic
def fix_address(actor: Actor, company_id: int, order_id: int, draft: PartyDraft) -> Fixed:
    """Stores the address as a new row and sends the order there. What was left out (VAT number) stays as given."""
    access.require(actor, "orders.edit", company_id=company_id)
    found = order_rows.locked(company_id, [order_id])
    if not found:
        raise OrderNotFound()
    order = found[0]
    given = customers.parties(company_id, [order.ship_to_id] if order.ship_to_id else [])
    former = given.get(order.ship_to_id or 0)
    draft = replace(
        draft,
        customer_id=order.customer_id,
        vat_number=draft.vat_number or (former.vat_number if former else ""),
        email=draft.email or (former.email if former else ""),
        phone=draft.phone or (former.phone if former else ""),
    )
    (party_id,) = save_parties(actor, company_id, [draft])
    problems = customers.parties(company_id, [party_id])[party_id].problems
    set_ship_to(actor, company_id, order_id, party_id, problems=len(problems))
    released: list[int] = []
    if not problems:
        released = release_hold(actor, company_id, [order_id], reason="address", why="address corrected")
        close_tasks(actor, [f"bad_address:order:{order_id}"])
    else:
        task = NewTask("bad_address", "orders.order", order_id, f"bad_address:order:{order_id}")
        open_tasks(actor, [task], company_id)
    pass_over(company_id, [order_id], "changed")
    return Fixed(party_id, [(p["field"], p["sentence"]) for p in problems], bool(released))
