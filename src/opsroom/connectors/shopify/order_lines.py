"""Lines of a Shopify order with edits and removals applied; refuses to ship again what was shipped."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from opsroom.connectors.shopify.order_money import allocated_minor, amount, amount_minor, tax_lines
from opsroom.connectors.shopify.order_source import line_fulfilled_by, line_kind
from opsroom.kernel.values.money import to_minor
from opsroom.ports.incoming import (
    IncomingFulfilment,
    IncomingLine,
    IncomingRefund,
    LineKind,
)
from opsroom.ports.reading.cells import clean_text
from opsroom.ports.reading.fields import Reader

SHIPPED = frozenset({"shipped", "delivered"})


def order_lines(
    value: dict[str, Any],
    shipped: Sequence[IncomingFulfilment],
    returned: Sequence[IncomingRefund],
    read: Reader,
) -> tuple[IncomingLine, ...]:
    """Every line, then the tip and the duties where Shopify tells them outside the lines."""
    sent: dict[str, Decimal] = {}
    for fulfilment in shipped:
        for part in fulfilment.lines if fulfilment.state in SHIPPED else ():
            sent[part.line_external_id] = sent.get(part.line_external_id, Decimal(0)) + part.quantity
    gone: dict[str, Decimal] = {}
    for refund in returned:
        for line in refund.lines:
            if line.restock != "return":
                gone[line.line_external_id] = gone.get(line.line_external_id, Decimal(0)) + line.quantity
    old_discount = _old_discounts(value, read)
    lines = [
        _line(one, place, sent, gone, old_discount, value.get("cancelled_at") is not None, read)
        for place, one in enumerate(read.parts(value, "line_items"), start=1)
    ]
    return (*lines, *_tip(value, lines, read), *_duties(value, read))


def _old_discounts(value: dict[str, Any], read: Reader) -> bool:
    """Payloads before discount shares tell them as total_discount on the line."""
    return not any(one.get("discount_allocations") is not None for one in read.parts(value, "line_items"))


def _line(
    one: dict[str, Any],
    place: int,
    sent: dict[str, Decimal],
    gone: dict[str, Decimal],
    old_discount: bool,
    cancelled: bool,
    read: Reader,
) -> IncomingLine:
    line_id = read.text(one, "id") or f"line-{place}"
    placed = read.number(one, "quantity")
    if placed is None:
        read.error(
            "quantity",
            "",
            f'"{read.text(one, "title")}" has no quantity. Export the order again.',
            "line.no_quantity",
        )
    price = amount(one, "price", read)
    if price is None:
        read.error(
            "price", "", f'"{read.text(one, "title")}" has no price. Export the order again.', "line.no_price"
        )
    first = placed or Decimal(0)
    now = (
        first
        if cancelled
        else _still_ordered(one, first, sent.get(line_id), gone.get(line_id, Decimal(0)), read)
    )
    shares = allocated_minor(one, read)
    if shares is None:
        shares = (amount_minor(one, "total_discount", read) or 0) if old_discount else 0
    kind = _kind(one)
    return IncomingLine(
        external_id=line_id,
        sku=read.text(one, "sku") or None,
        variant_external_id=read.text(one, "variant_id") or None,
        product_external_id=read.text(one, "product_id") or None,
        title=read.text(one, "title") or read.text(one, "name"),
        variant_title=read.text(one, "variant_title"),
        quantity=now,
        quantity_first=first,
        unit_price=price or Decimal(0),
        discount_minor=max(shares, 0),
        total_minor=to_minor((price or Decimal(0)) * first, read.currency) - max(shares, 0),
        taxes=tax_lines(one, read),
        kind=kind,
        requires_shipping=kind is LineKind.GOODS and one.get("requires_shipping") is not False,
        fulfilled_by=line_fulfilled_by(one, kind),
        personalisation=_properties(one, read),
        tax_class=read.text(one, "tax_code"),
        weight_grams=read.number(one, "grams"),
    )


def _still_ordered(
    one: dict[str, Any], first: Decimal, sent: Decimal | None, gone: Decimal, read: Reader
) -> Decimal:
    """What is shipped plus what may still be shipped. Goods that came back were ordered all the same."""
    shipped = sent or Decimal(0)
    open_now = read.number(one, "fulfillable_quantity")
    if open_now is not None and sent is not None:
        return min(first, shipped + open_now)
    current = read.number(one, "current_quantity")
    if current is not None:
        return min(first, max(current, shipped))
    return max(first - gone, shipped, Decimal(0)) if gone else first


def _kind(one: dict[str, Any]) -> LineKind:
    if one.get("gift_card") is True:
        return LineKind.GIFT_CARD
    return line_kind(
        clean_text(one.get("title")),
        own_article=bool(one.get("product_id")),
        ships=one.get("requires_shipping") is not False,
    )


def _properties(one: dict[str, Any], read: Reader) -> tuple[tuple[str, str], ...]:
    """Texts the customer gave for this piece. Names that begin with _ are for the shop's apps."""
    told = one.get("properties")
    if told is None or told == "" or told == {}:
        return ()
    pairs = [told] if isinstance(told, dict) and "name" in told else told
    if isinstance(pairs, dict):
        pairs = [{"name": name, "value": text} for name, text in pairs.items()]
    if not isinstance(pairs, list):
        read.flag(
            "properties",
            told,
            "the line's properties could not be read; look at them in the channel.",
            "line.properties",
        )
        return ()
    found = []
    for pair in pairs:
        if not isinstance(pair, dict) or isinstance(pair.get("value"), dict | list):
            read.flag(
                "properties",
                pair,
                "a property of a line could not be read; look in the channel.",
                "line.properties",
            )
            continue
        name = clean_text(pair.get("name"))
        if name and not name.startswith("_") and (text := clean_text(pair.get("value"))):
            found.append((name, text))
    return tuple(found)


def _tip(value: dict[str, Any], lines: Sequence[IncomingLine], read: Reader) -> list[IncomingLine]:
    tip = amount(value, "total_tip_received", read)
    if not tip or any(line.kind is LineKind.TIP for line in lines):
        return []
    return [_extra("tip", "Tip", tip, LineKind.TIP)]


def _duties(value: dict[str, Any], read: Reader) -> list[IncomingLine]:
    duties = amount(value, "original_total_duties", read)
    return [_extra("duties", "Duties", duties, LineKind.FEE)] if duties else []


def _extra(line_id: str, title: str, price: Decimal, kind: LineKind) -> IncomingLine:
    return IncomingLine(
        external_id=line_id,
        sku=None,
        variant_external_id=None,
        title=title,
        quantity=Decimal(1),
        quantity_first=Decimal(1),
        unit_price=price,
        kind=kind,
        requires_shipping=False,
    )
