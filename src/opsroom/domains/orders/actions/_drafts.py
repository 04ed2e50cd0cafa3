"""What every verb on a draft does: lock it, refuse a fixed or a newer one, bring its amounts in line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.db.models.functions import Now

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import drafts
from opsroom.domains.orders.draft_rules import (
    EDITABLE,
    FIXED_WHY,
    PricedLine,
    amount_problem,
    amounts_of,
    below_cost,
)
from opsroom.domains.orders.errors import BadDraft, DraftChanged, DraftFixed
from opsroom.domains.orders.models import Draft, DraftLine
from opsroom.kernel.records import wake


def open_draft(company_id: int, draft_id: int, version: int | None = None) -> Draft:
    """The draft locked for a change; `version`: as seen. Raises DraftNotFound, DraftFixed, DraftChanged."""
    row = drafts.locked(company_id, draft_id)
    if row.state not in EDITABLE:
        raise DraftFixed(number=drafts.facts(row).name, why=FIXED_WHY[row.state])
    refuse_newer(row, version)
    return row


def refuse_newer(row: Draft, version: int | None) -> None:
    """Raises DraftChanged when somebody changed it since the person saw it."""
    if version is not None and version != row.version:
        raise DraftChanged(number=drafts.facts(row).name)


def line_of(row: Draft, line_id: int) -> DraftLine:
    """One line of it. Raises BadDraft for any other."""
    found = DraftLine.objects.filter(draft_id=row.pk, pk=line_id).first()
    if found is None:
        raise BadDraft(why="That line is not on the draft any more. Look at what it says now.")
    return found


def below_of(row: Draft, line: DraftLine, wanted: PricedLine) -> int:
    """Minor units below cost that the line would go; where the tax rate is open, by the price as it stands."""
    cost, currency = catalog.costs_of([line.sku_id]).get(line.sku_id, (None, ""))
    if cost is None or currency != row.currency:
        return 0
    known = replace(wanted, tax_rate=wanted.tax_rate or Decimal(0))
    (amounts,) = amounts_of(
        [known], 0, prices_include_tax=row.prices_include_tax, currency=row.currency
    ).lines
    return below_cost(amounts.net if amounts else 0, wanted.quantity, cost, row.currency)


def settle(row: Draft) -> None:
    """Computes every amount anew from the lines as they stand, and counts the change. Raises BadDraft for too much."""
    lines = list(DraftLine.objects.filter(draft_id=row.pk).order_by("position"))
    known = [
        PricedLine(one.quantity, one.unit_price, one.tax_rate, one.discount_rate, one.discount_minor)
        for one in lines
    ]
    if why := amount_problem(known, row.delivery_minor, row.currency):
        raise BadDraft(why=why)
    found = amounts_of(
        known,
        row.delivery_minor,
        prices_include_tax=row.prices_include_tax,
        currency=row.currency,
    )
    for line, amounts in zip(lines, found.lines, strict=True):
        line.net_minor = amounts.net if amounts else None
        line.tax_minor = amounts.tax if amounts else None
        line.gross_minor = amounts.gross if amounts else None
    DraftLine.objects.bulk_update(lines, ["net_minor", "tax_minor", "gross_minor"])
    row.version += 1
    Draft.objects.filter(pk=row.pk).update(
        net_minor=found.net, tax_minor=found.tax, total_minor=found.gross, version=row.version,
        delivery_rate=found.delivery_rate, delivery_tax_minor=found.delivery.tax, changed_at=Now(),
    )  # fmt: skip
    wake.notify("orders")
