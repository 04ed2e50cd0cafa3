"""Says who buys on a draft and where it goes; the rows of people are the caller's, and erasable there."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions._drafts import open_draft, settle
from opsroom.domains.orders.errors import BadDraft
from opsroom.domains.orders.models import Draft, DraftLine
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def name_buyer(
    actor: Actor,
    company_id: int,
    draft_id: int,
    *,
    customer_id: int,
    ship_to_id: int | None,
    bill_to_id: int | None,
) -> None:
    """A buyer without terms pays before. Raises DraftFixed, and BadDraft for a person or an address not theirs."""
    access.require(actor, "orders.draft", company_id=company_id)
    row = open_draft(company_id, draft_id)
    terms = customers.terms_of(company_id, [customer_id]).get(customer_id)
    if terms is None:
        raise BadDraft(why="There is no such customer. Search them by name, company or e-mail.")
    given = {pk for pk in (ship_to_id, bill_to_id) if pk is not None}
    theirs = customers.parties(company_id, given)
    if any(pk not in theirs or theirs[pk].customer_id != customer_id for pk in given):
        raise BadDraft(why="That address is not one of this buyer. Choose one of theirs, or write a new one.")
    payment = row.payment if customer_id == row.customer_id else "prepaid"
    if customer_id != row.customer_id and terms.terms_days is not None:
        payment = "terms"
    Draft.objects.filter(pk=row.pk).update(
        customer_id=customer_id, ship_to_id=ship_to_id, bill_to_id=bill_to_id, payment=payment
    )
    _rates_follow(row, ship_to_id)
    settle(row)


def _rates_follow(row: Draft, ship_to_id: int | None) -> None:
    """A tax rate that was only proposed, or not known, becomes the one of the new country; one typed stays."""
    lines = list(DraftLine.objects.filter(draft_id=row.pk))
    skus = {int(line.sku_id) for line in lines}
    before = drafts.proposed_rates(row.company_id, skus, row.ship_to_id)
    now = drafts.proposed_rates(row.company_id, skus, ship_to_id)
    for line in lines:
        if line.tax_rate is None or line.tax_rate == before.get(line.sku_id):
            line.tax_rate = now.get(line.sku_id)
    DraftLine.objects.bulk_update(lines, ["tax_rate"])
