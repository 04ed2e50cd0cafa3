"""Amounts of a Shopify order in shop money; refuses presentment money where shop money is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opsroom.kernel.values.money import to_minor
from opsroom.ports.incoming import IncomingDiscount, IncomingShippingLine, IncomingTax, Party
from opsroom.ports.reading.cells import parse_decimal
from opsroom.ports.reading.fields import Reader


def amount(value: Any, key: str, read: Reader) -> Decimal | None:
    """The amount of `key`: `<key>_set.shop_money` where told, else the plain member, which is shop money too."""
    money = value.get(f"{key}_set") if isinstance(value, dict) else None
    shop = money.get("shop_money") if isinstance(money, dict) else None
    if isinstance(shop, dict):
        told = parse_decimal(shop.get("amount"))
        currency = read.text(shop, "currency_code")
        if currency and currency != read.currency:
            sentence = (
                f"{key} is in {currency} where the order is in {read.currency}. Export the order again."
            )
            read.error(key, currency, sentence, "order.mixed_currencies")
        elif told is not None:
            return told
    return read.number(value, key)


def amount_minor(value: Any, key: str, read: Reader) -> int | None:
    """The same in minor units."""
    found = amount(value, key, read)
    return None if found is None else to_minor(found, read.currency)


def tax_lines(value: Any, read: Reader) -> tuple[IncomingTax, ...]:
    """Taxes of an order, a line or a shipping line; `channel_liable` ones are remitted by the marketplace."""
    return tuple(
        IncomingTax(
            title=read.text(one, "title"),
            rate=read.number(one, "rate"),
            amount_minor=amount_minor(one, "price", read) or 0,
            remitted_by=Party.MARKETPLACE if one.get("channel_liable") is True else Party.US,
        )
        for one in read.parts(value, "tax_lines")
    )


def allocated_minor(value: Any, read: Reader) -> int | None:
    """The sum of a line's discount shares; None when the payload is older than shares."""
    if not isinstance(value, dict) or value.get("discount_allocations") is None:
        return None
    return sum(amount_minor(one, "amount", read) or 0 for one in read.parts(value, "discount_allocations"))


def shipping_lines(value: dict[str, Any], read: Reader) -> tuple[IncomingShippingLine, ...]:
    """Delivery as sold; removed lines left out, discount apart from price."""
    found = []
    for place, one in enumerate(read.parts(value, "shipping_lines"), start=1):
        if one.get("is_removed") is True:
            continue
        price = amount_minor(one, "price", read) or 0
        shares = allocated_minor(one, read)
        if not shares:
            after = amount_minor(one, "discounted_price", read)
            shares = price - after if after is not None else 0
        found.append(
            IncomingShippingLine(
                external_id=read.text(one, "id") or f"shipping-{place}",
                title=read.text(one, "title"),
                code=read.text(one, "code"),
                price_minor=price,
                discount_minor=max(shares, 0),
                taxes=tax_lines(one, read),
            )
        )
    return tuple(found)


def discounts(value: dict[str, Any], read: Reader) -> tuple[IncomingDiscount, ...]:
    """Codes as the customer entered them, then what was applied without a code."""
    found = [
        IncomingDiscount(
            code=read.text(one, "code"),
            title=read.text(one, "code"),
            amount_minor=abs(amount_minor(one, "amount", read) or 0),
            on_shipping=read.text(one, "type") == "shipping",
        )
        for one in read.parts(value, "discount_codes")
    ]
    shares = _shares_by_application(value, read)
    for place, one in enumerate(read.parts(value, "discount_applications")):
        if read.text(one, "type") != "discount_code":
            title = read.text(one, "title") or read.text(one, "description")
            on_shipping = read.text(one, "target_type") == "shipping_line"
            found.append(IncomingDiscount("", title, shares.get(place, 0), on_shipping))
    return tuple(found)


def _shares_by_application(value: dict[str, Any], read: Reader) -> dict[int, int]:
    shares: dict[int, int] = {}
    for line in (*read.parts(value, "line_items"), *read.parts(value, "shipping_lines")):
        for one in read.parts(line, "discount_allocations"):
            place = parse_decimal(one.get("discount_application_index"))
            if place is not None:
                shares[int(place)] = shares.get(int(place), 0) + (amount_minor(one, "amount", read) or 0)
    return shares
