"""Puts SKUs on a draft at the list's prices; of one that stands there already the quantity grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions._drafts import open_draft, settle
from opsroom.domains.orders.draft_rules import list_price_of
from opsroom.domains.orders.errors import BadDraft
from opsroom.domains.orders.models import Draft, DraftLine
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import DRAFT_LINES_COUNT_MAX, DRAFT_PIECES_COUNT_MAX


@dataclass(frozen=True, slots=True)
class WantedGoods:
    """So many pieces of one SKU; `old_price`: of the order it is copied from, shown beside the list's."""

    sku_id: int
    quantity: int = 1
    old_price: Decimal | None = None


@transaction.atomic
def add_draft_lines(actor: Actor, company_id: int, draft_id: int, wanted: Sequence[WantedGoods]) -> list[int]:
    """Returns the ids of the lines, in the order given. All of them or none.

    The tax rate is proposed by what was sold to the same country, else it is still to be said. Without lines a draft
    follows its channel's currency and tax. Raises DraftFixed, BadDraft.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = open_draft(company_id, draft_id)
    skus = catalog.skus_by_id(company_id, [one.sku_id for one in wanted])
    if any(one.sku_id not in skus for one in wanted):
        raise BadDraft(why="There is no such SKU. Search it by code, name or barcode.")
    lines = {int(line.sku_id): line for line in DraftLine.objects.filter(draft_id=row.pk)}
    last = max((line.position for line in lines.values()), default=0)
    if not lines:
        _follow(row)
    rates = drafts.proposed_rates(company_id, skus.keys() - lines.keys(), row.ship_to_id)
    for one in wanted:
        line = lines.get(one.sku_id)
        if line is None:
            sku = skus[one.sku_id]
            price = list_price_of(sku.price, sku.currency, row.currency)
            last += 1
            line = lines[one.sku_id] = DraftLine(
                draft_id=row.pk, position=last, sku_id=one.sku_id, quantity=0, list_price=price, unit_price=price,
                old_price=one.old_price, tax_rate=rates.get(one.sku_id),
            )  # fmt: skip
        line.quantity += one.quantity
        if one.quantity < 1 or line.quantity > DRAFT_PIECES_COUNT_MAX:
            code = skus[one.sku_id].code
            raise BadDraft(
                why=f"A line has 1 to {DRAFT_PIECES_COUNT_MAX:,} pieces. Write another quantity of {code}."
            )
    if len(lines) > DRAFT_LINES_COUNT_MAX:
        raise BadDraft(why=f"A draft holds {DRAFT_LINES_COUNT_MAX} lines at most. Begin a second one.")
    DraftLine.objects.bulk_create([line for line in lines.values() if line.pk is None])
    DraftLine.objects.bulk_update([line for line in lines.values() if line.pk is not None], ["quantity"])
    settle(row)
    return [int(lines[one.sku_id].pk) for one in wanted]


def _follow(row: Draft) -> None:
    """Takes the currency and the tax of prices from the channel as it is set up now; a delivery charge is in them."""
    channel = drafts.hand_channel_of(row.company_id)
    if channel is None or row.quote_number is not None or row.delivery_minor:
        return
    row.currency, row.prices_include_tax = channel.currency, channel.prices_include_tax
    Draft.objects.filter(pk=row.pk).update(currency=row.currency, prices_include_tax=row.prices_include_tax)
