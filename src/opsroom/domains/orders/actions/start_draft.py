"""Begins an order taken by hand; takes no stock and tells nobody. Undo: withdraw_draft."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.records.counters import next_numbers
from opsroom.kernel.values.actor import Actor

FIRST = 1001


@transaction.atomic
def start_draft(
    actor: Actor,
    company_id: int,
    *,
    currency: str,
    prices_include_tax: bool,
    customer_id: int | None = None,
    ship_to_id: int | None = None,
    bill_to_id: int | None = None,
    copied_from_id: int | None = None,
) -> int:
    """Returns the draft's id. Its number becomes the name of the order."""
    access.require(actor, "orders.draft", company_id=company_id)
    number = next_numbers(f"orders.draft:{company_id}")[0] + FIRST - 1
    row = Draft.objects.create(
        company_id=company_id,
        number=number,
        currency=currency,
        prices_include_tax=prices_include_tax,
        customer_id=customer_id,
        ship_to_id=ship_to_id,
        bill_to_id=bill_to_id,
        copied_from_id=copied_from_id,
        taken_by_id=actor.user_id,
        net_minor=0,
        tax_minor=0,
        total_minor=0,
    )
    transition.born(DRAFT, Draft, [(int(row.pk), "draft", {"copied_from": copied_from_id})], actor)
    wake.notify("orders")
    return int(row.pk)
