"""The taxes of a Shopify order CSV shared out over what they were charged on; refuses to tax what is not taxable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from opsroom.connectors.shopify.order_columns import TAXES
from opsroom.kernel.values.money import split_largest_remainder, to_minor
from opsroom.ports.incoming import IncomingOrder, IncomingTax
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow

_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,4})?)\s*%")


def with_taxes(order: IncomingOrder, rows: Sequence[TitledRow], head: Head, sheet: Sheet) -> IncomingOrder:
    """The order with its taxes by name and, where lines differ in being taxable, each on its lines."""
    taxes = _told(order, head, sheet)
    if not taxes:
        return order
    order = replace(order, taxes=taxes)
    taxed = _taxable(order, rows, sheet)
    amounts = [_after_discount(order, place) for place in range(len(order.lines))]
    bases = [amount if taxed[place] else 0 for place, amount in enumerate(amounts)]
    delivery = sum(one.price_minor - one.discount_minor for one in order.shipping_lines)
    on_delivery = delivery if _reaches_delivery(order, taxes, sum(bases), delivery) else 0
    if not any(bases) and not on_delivery:
        return order
    shares = [split_largest_remainder(tax.amount_minor, [*bases, on_delivery]) for tax in taxes]

    def of(place: int) -> tuple[IncomingTax, ...]:
        found = zip(taxes, shares, strict=True)
        return tuple(replace(tax, amount_minor=share[place]) for tax, share in found if share[place])

    return replace(
        order,
        lines=tuple(replace(line, taxes=of(place)) for place, line in enumerate(order.lines)),
        shipping_lines=tuple(replace(one, taxes=of(len(bases))) for one in order.shipping_lines),
    )


def _told(order: IncomingOrder, head: Head, sheet: Sheet) -> tuple[IncomingTax, ...]:
    """Taxes with name and value; nothing where they do not come to the tax of the order."""
    found = []
    for place in TAXES:
        amount = sheet.number(head.row(f"tax{place}_value"), f"tax{place}_value")
        name = head.text(f"tax{place}_name")
        if amount:
            rate = _RATE.search(name)
            part = Decimal(rate[1].replace(",", ".")) / 100 if rate else None
            found.append(IncomingTax(name, part, to_minor(amount, order.currency)))
    if sum(tax.amount_minor for tax in found) != order.totals.tax_minor:
        return ()
    return tuple(found)


def _taxable(order: IncomingOrder, rows: Sequence[TitledRow], sheet: Sheet) -> list[bool]:
    told = {str(place): sheet.yes(row, "line_taxable") for place, row in enumerate(rows, start=1)}
    return [line.external_id != "duties" and told.get(line.external_id) is not False for line in order.lines]


def _after_discount(order: IncomingOrder, place: int) -> int:
    line = order.lines[place]
    return max(to_minor(line.unit_price * line.quantity, order.currency) - line.discount_minor, 0)


def _reaches_delivery(order: IncomingOrder, taxes: Sequence[IncomingTax], goods: int, delivery: int) -> bool:
    """Whether delivery was taxed: the rates say so; without rates it is taken as taxed like the goods."""
    rates = [tax.rate for tax in taxes if tax.rate is not None]
    if not delivery or len(rates) != len(taxes):
        return bool(delivery)
    rate = sum(rates, Decimal(0))
    part = rate / (1 + rate) if order.prices_include_tax else rate
    told = sum(tax.amount_minor for tax in taxes)
    return abs((goods + delivery) * part - told) <= abs(goods * part - told)
