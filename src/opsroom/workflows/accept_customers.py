"""Takes an old tool's customers in with their addresses; its undo is undo_customers. Empties no field by silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.actions.set_terms import set_terms
from opsroom.domains.customers.rules import Terms
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.check_customers import of_customer, plan_customers
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.recheck_credit import recheck_credit

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one row; `before` is what its undo needs. `note`: why it is not in, where it is not."""

    number: int
    result_id: int | None
    effect: str
    before: Json
    note: str = ""


@transaction.atomic
def accept_customers(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> list[Accepted]:
    """One transaction; a second time it changes nothing."""
    company_id = setting.company.id
    access.require(actor, "customers.edit", company_id=company_id)
    plans = plan_customers(setting, rows)
    ids = save_customers(actor, company_id, [plan.draft for plan in plans])
    owners = [(place, one) for place, plan in enumerate(plans) for one in plan.addresses]
    made = save_parties(actor, company_id, [of_customer(one, ids[place]) for place, one in owners])
    granted = [(ids[place], plan.terms[1]) for place, plan in enumerate(plans) if plan.terms]
    if granted:
        write_terms(actor, company_id, dict(granted))
    parties: dict[int, list[int]] = {}
    for (place, _), party_id in zip(owners, made, strict=True):
        parties.setdefault(place, []).append(party_id)
    return [
        Accepted(
            plan.number,
            ids[place],
            plan.effect,
            {
                "changes": {name: list(pair) for name, pair in plan.changes.items()},
                "parties": parties.get(place, []),
                "terms": [asdict(one) for one in plan.terms] if plan.terms else [],
            },
        )
        for place, plan in enumerate(plans)
    ]


def write_terms(actor: Actor, company_id: int, terms: Mapping[int, Terms]) -> None:
    """Customer id -> how they pay from now on; orders that wait for a limit go where it allows them."""
    for customer_id, one in terms.items():
        set_terms(
            actor, company_id, customer_id,
            terms_days=one.days, credit_limit_minor=one.limit_minor, credit_currency=one.currency,
        )  # fmt: skip
    recheck_credit(actor, company_id, list(terms), verb="customers.set_terms")
