"""Changes what a draft says: the buyer's number, days, delivery, payment, quantities, taxes; refuses a fixed one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import events
from opsroom.domains.orders.actions._drafts import below_of, open_draft, settle
from opsroom.domains.orders.draft_rules import OVERRIDE_REASONS, PAYMENTS, PricedLine, quantity_problem
from opsroom.domains.orders.errors import BadDraft, BelowCost
from opsroom.domains.orders.models import Draft, DraftLine
from opsroom.domains.orders.rules import told_tags
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards
from opsroom.kernel.values.limits import (
    DRAFT_TAGS_COUNT_MAX,
    NOTE_CHARS_MAX,
    PURCHASE_ORDER_CHARS_MAX,
    TEXT_LINE_CHARS_MAX,
)
from opsroom.kernel.values.money import Money
from opsroom.kernel.values.printable import many_lines, one_line


@dataclass(frozen=True, slots=True)
class DraftWords:
    """What a draft says beside its lines; `delivery_minor` with tax where its prices include it."""

    purchase_order: str = ""
    ship_by: date | None = None
    note: str = ""
    tags: Sequence[str] = ()
    payment: str = "prepaid"
    delivery_method: str = ""
    delivery_minor: int = 0


@transaction.atomic
def edit_draft(
    actor: Actor,
    company_id: int,
    draft_id: int,
    words: DraftWords,
    *,
    quantities: Mapping[int, int] | None = None,
    rates: Mapping[int, Decimal | None] | None = None,
    version: int | None = None,
    below_cost_too: bool = False,
) -> int:
    """Returns the new version. `quantities`, `rates` by line id; lines not named stay, a rate of None is asked for.

    Longer words are cut. A tax rate that brings a line of another price than the list's (further) below cost is stored
    with `below_cost_too` alone, by who may set prices. Raises DraftNotFound, DraftFixed, DraftChanged, BadDraft,
    BelowCost.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = open_draft(company_id, draft_id, version)
    if words.payment not in PAYMENTS or words.delivery_minor < 0:
        raise BadDraft(why="A payment is prepaid or on terms, and delivery costs zero or more.")
    Draft.objects.filter(pk=row.pk).update(
        purchase_order=one_line(words.purchase_order)[:PURCHASE_ORDER_CHARS_MAX],
        ship_by=words.ship_by,
        note=mask_cards(many_lines(words.note).strip())[:NOTE_CHARS_MAX],
        tags=sorted(told_tags(words.tags))[:DRAFT_TAGS_COUNT_MAX],
        payment=words.payment,
        delivery_method=one_line(words.delivery_method)[:TEXT_LINE_CHARS_MAX],
        delivery_minor=words.delivery_minor,
    )
    row.delivery_minor = words.delivery_minor
    lines = list(DraftLine.objects.filter(draft_id=row.pk))
    for line in lines:
        pieces = (quantities or {}).get(int(line.pk), line.quantity)
        before = PricedLine(
            line.quantity, line.unit_price, line.tax_rate, line.discount_rate, line.discount_minor
        )
        if why := quantity_problem(pieces, before, row.currency):
            raise BadDraft(why=why)
        after = replace(before, quantity=pieces, tax_rate=(rates or {}).get(int(line.pk), line.tax_rate))
        if line.override_reason and after.tax_rate != before.tax_rate:
            _ask_below_cost(actor, row, line, after, told=below_cost_too)
        line.quantity, line.tax_rate = after.quantity, after.tax_rate
    DraftLine.objects.bulk_update(lines, ["quantity", "tax_rate"])
    settle(row)
    return row.version


def _ask_below_cost(actor: Actor, row: Draft, line: DraftLine, after: PricedLine, *, told: bool) -> None:
    """The price was agreed at another tax rate: what is left of it now is asked about as the price itself was."""
    below = below_of(row, line, after)
    if below <= below_of(row, line, replace(after, tax_rate=line.tax_rate)):
        return
    if not told:
        code = catalog.codes_of(row.company_id, [line.sku_id])[line.sku_id]
        raise BelowCost(sku=code, below=Money(below, row.currency), line=int(line.pk))
    access.require(actor, "orders.override_price", company_id=row.company_id)
    records.record(
        events.DRAFT_PRICE_OVERRIDDEN, events.DRAFT, [int(row.pk)], actor,
        reason=OVERRIDE_REASONS[line.override_reason],
        data={
            "sku": line.sku_id, "list": line.list_price, "from": line.unit_price, "to": line.unit_price,
            "discount_rate": line.discount_rate, "discount_minor": line.discount_minor, "below_cost": True,
        },
        company_id=row.company_id,
    )  # fmt: skip
