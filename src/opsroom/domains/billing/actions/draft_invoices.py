"""Drafts invoices for what left, once per shipment; refuses orders that their channel invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.models import Invoice, InvoiceLine, InvoiceTax, Series
from opsroom.domains.billing.rules import Share, share, taxes_by_rate
from opsroom.domains.billing.states import INVOICE
from opsroom.domains.orders import rows as order_rows
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class ToInvoice:
    """One shipment: units now leaving by order line id. `key` makes a second draft of it impossible.

    An order of which nothing ships has no units and no fulfilment order: what it sold was supplied when it was paid.
    """

    key: str
    order_id: int
    fulfilment_order_id: int | None
    units: Mapping[int, int]
    supplied_on: date


@transaction.atomic
def draft_invoices(
    actor: Actor,
    company_id: int,
    rows: Sequence[ToInvoice],
    *,
    site_id: int | None = None,
    verb: str = "fulfilment.ship",
) -> list[int]:
    """Returns the ids of new drafts. The first invoice of an order also carries its shipping and services.

    `verb` is the right the caller acts by: shipping, or taking an order in of which nothing ships."""
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    known = set(
        Invoice.objects.filter(company_id=company_id, key__in=[r.key for r in rows]).values_list(
            "key", flat=True
        )
    )
    orders = order_rows.invoiced_by_us(company_id, {r.order_id for r in rows})
    todo = [r for r in rows if r.key not in known and r.order_id in orders]
    if not todo:
        return []
    Series.objects.bulk_create(
        [Series(company_id=company_id, code="invoice", prefix="INV-", next_number=1)], ignore_conflicts=True
    )
    series = Series.objects.get(company_id=company_id, code="invoice")
    billed = _billed(todo)
    lines = order_rows.lines_of({r.order_id for r in todo})
    made: list[Invoice] = []
    parts: list[list[tuple[OrderLine, int, Share]]] = []
    for row in todo:
        shares = _shares(row, lines.get(row.order_id, []), billed)
        if not shares:
            continue
        made.append(_head(company_id, series, orders[row.order_id], row, [s for _, _, s in shares]))
        parts.append(shares)
    Invoice.objects.bulk_create(made)
    _write_lines(made, parts)
    transition.born(INVOICE, Invoice, [(int(i.pk), "draft", {"order": int(i.order_id)}) for i in made], actor)
    wake.notify("money")
    return [int(i.pk) for i in made]


def _billed(rows: Sequence[ToInvoice]) -> dict[int, int]:
    """Units invoiced before, by order line id."""
    found: dict[int, int] = {}
    before = InvoiceLine.objects.filter(invoice__order_id__in={r.order_id for r in rows})
    for line, units in before.values_list("order_line_id", "quantity"):
        found[line] = found.get(line, 0) + units
    return found


def _shares(
    row: ToInvoice, lines: Sequence[OrderLine], billed: dict[int, int]
) -> list[tuple[OrderLine, int, Share]]:
    """(line, units, share) for what leaves now; lines that never ship go with the order's first invoice."""
    # What the old tool shipped, it invoiced, and the postage with it.
    first = not any(billed.get(int(line.pk)) or line.shipped_before for line in lines)
    out: list[tuple[OrderLine, int, Share]] = []
    # What lowers the price comes last: it may take off no more than what is invoiced with it.
    for line in sorted(lines, key=lambda ln: ln.gross_minor < 0):
        live = line.quantity - line.cancelled
        before = billed.get(int(line.pk), 0) + line.shipped_before
        units = row.units.get(int(line.pk), 0)
        if not line.ships and (first or line.gross_minor < 0):
            units = live - before
        units = min(units, live - before)
        if units <= 0:
            continue
        mine = share(line.net_minor, line.tax_minor, line.discount_minor, live, before, units)
        if line.gross_minor < 0 and not _fits(mine, out) and _more_to_come(lines, billed):
            continue
        out.append((line, units, mine))
        billed[int(line.pk)] = billed.get(int(line.pk), 0) + units
    return sorted(out, key=lambda part: part[0].position)


def _fits(mine: Share, out: Sequence[tuple[OrderLine, int, Share]]) -> bool:
    """Whether the goods on the invoice are worth what is taken off them."""
    goods = [s for line, _, s in out if line.kind != "shipping"]
    return sum(s.net for s in goods) + mine.net >= 0 and sum(s.tax for _, _, s in out) + mine.tax >= 0


def _more_to_come(lines: Sequence[OrderLine], billed: Mapping[int, int]) -> bool:
    """Whether goods of the order are still to be invoiced after what is on this invoice already."""
    return any(
        line.ships and line.quantity - line.cancelled - line.shipped_before > billed.get(int(line.pk), 0)
        for line in lines
    )


def _head(company_id: int, series: Series, order: Order, row: ToInvoice, shares: Sequence[Share]) -> Invoice:
    net, tax = sum(s.net for s in shares), sum(s.tax for s in shares)
    return Invoice(
        company_id=company_id,
        order=order,
        fulfilment_order_id=row.fulfilment_order_id,
        series=series,
        key=row.key,
        state="draft",
        rounding="line",
        prices_include_tax=order.prices_include_tax,
        currency=order.currency,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        bill_to_id=order.bill_to_id or order.ship_to_id,
        supplied_on=row.supplied_on,
        terms_days=order.terms_days,
    )


def _write_lines(
    invoices: Sequence[Invoice], parts: Sequence[Sequence[tuple[OrderLine, int, Share]]]
) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=position,
            order_line=line,
            title=line.title,
            sku_text=line.sku_text,
            quantity=units,
            unit_price=line.unit_price,
            tax_rate=line.tax_rate,
            discount_minor=s.discount,
            net_minor=s.net,
            tax_minor=s.tax,
            gross_minor=s.gross,
        )
        for invoice, shares in zip(invoices, parts, strict=True)
        for position, (line, units, s) in enumerate(shares, 1)
    )
    InvoiceTax.objects.bulk_create(
        InvoiceTax(invoice=invoice, tax_rate=tax.rate, net_minor=tax.net, tax_minor=tax.tax)
        for invoice, shares in zip(invoices, parts, strict=True)
        for tax in taxes_by_rate((line.tax_rate, s.net, s.tax) for line, _, s in shares)
    )
