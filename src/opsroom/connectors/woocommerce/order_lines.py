"""Lines, fees, shipping and coupons of a WooCommerce order; refuses the float `price` and takes the sums instead."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from opsroom.kernel.values.money import SIX_PLACES, to_minor
from opsroom.ports.incoming import IncomingDiscount, IncomingLine, IncomingShippingLine, IncomingTax, LineKind
from opsroom.ports.reading.cells import clean_text
from opsroom.ports.reading.fields import Reader

_TIP_WORDS = ("tip", "trinkgeld", "pourboire", "gratuity")


def order_lines(value: dict[str, Any], gross: bool, read: Reader) -> tuple[IncomingLine, ...]:
    """What was sold, then the fees."""
    goods = [
        _line(one, place, gross, read) for place, one in enumerate(read.parts(value, "line_items"), start=1)
    ]
    fees = [
        _fee(one, place, gross, read) for place, one in enumerate(read.parts(value, "fee_lines"), start=1)
    ]
    return (*goods, *fees)


def _side(one: dict[str, Any], key: str, gross: bool, read: Reader) -> Decimal | None:
    """WooCommerce tells every line net with its tax beside; gross orders get both together."""
    net = read.number(one, key)
    if net is None or not gross:
        return net
    return net + (read.number(one, f"{key}_tax") or Decimal(0))


def _line(one: dict[str, Any], place: int, gross: bool, read: Reader) -> IncomingLine:
    title = read.text(one, "parent_name") or read.text(one, "name")
    quantity = read.number(one, "quantity")
    if quantity is None:
        read.error("quantity", "", f'"{title}" has no quantity. Export the order again.', "line.no_quantity")
    before = _side(one, "subtotal", gross, read)
    after = _side(one, "total", gross, read)
    if before is None:
        before = after
    if before is None:
        read.error("subtotal", "", f'"{title}" has no amount. Export the order again.', "line.no_price")
    amount = before or Decimal(0)
    unit = (amount / quantity).quantize(SIX_PLACES, ROUND_HALF_UP) if quantity else Decimal(0)
    discount = to_minor(amount, read.currency) - to_minor(after, read.currency) if after is not None else 0
    if discount < 0:
        sentence = f'"{title}" costs more after the discount than before. It is kept as sent.'
        read.flag("total", str(after), sentence, "line.negative_discount")
        unit, discount = ((after or amount) / quantity).quantize(SIX_PLACES) if quantity else unit, 0
    variation = read.text(one, "variation_id")
    product = read.text(one, "product_id")
    return IncomingLine(
        external_id=read.text(one, "id") or f"line-{place}",
        sku=read.text(one, "sku") or None,
        variant_external_id=variation
        if variation not in {"", "0"}
        else (product if product not in {"", "0"} else None),
        product_external_id=product if product not in {"", "0"} else None,
        title=title,
        variant_title=read.text(one, "name").removeprefix(title).strip(" -,"),
        quantity=quantity or Decimal(0),
        quantity_first=quantity or Decimal(0),
        unit_price=_trim(unit),
        discount_minor=discount,
        total_minor=None if after is None else to_minor(after, read.currency),
        taxes=_line_taxes(one, read),
        kind=LineKind.GOODS,
        personalisation=_personalisation(one, read),
        tax_class=read.text(one, "tax_class"),
    )


def _trim(number: Decimal) -> Decimal:
    """Six places only where they say something: 3.330000 is 3.33."""
    short = number.quantize(Decimal("0.01"))
    return short if short == number else number


def _line_taxes(one: dict[str, Any], read: Reader) -> tuple[IncomingTax, ...]:
    total = read.number(one, "total_tax")
    if not total:
        return ()
    names = [read.text(tax, "id") for tax in read.parts(one, "taxes")]
    return (
        IncomingTax("rate " + ", ".join(names) if names else "tax", None, to_minor(total, read.currency)),
    )


def _personalisation(one: dict[str, Any], read: Reader) -> tuple[tuple[str, str], ...]:
    """Meta that people see: names that begin with _ are the shop's own, pa_ ones are the chosen options."""
    found = []
    for meta in read.parts(one, "meta_data"):
        name = read.text(meta, "key")
        text = read.text(meta, "display_value") or read.text(meta, "value")
        if name and text and not name.startswith(("_", "pa_")):
            found.append((read.text(meta, "display_key") or name, text))
    return tuple(found)


def _fee(one: dict[str, Any], place: int, gross: bool, read: Reader) -> IncomingLine:
    title = read.text(one, "name")
    amount = _side(one, "total", gross, read) or Decimal(0)
    words = title.lower().split()
    return IncomingLine(
        external_id=read.text(one, "id") or f"fee-{place}",
        sku=None,
        variant_external_id=None,
        title=title or "Fee",
        quantity=Decimal(1),
        quantity_first=Decimal(1),
        unit_price=amount,
        total_minor=to_minor(amount, read.currency),
        taxes=_line_taxes(one, read),
        kind=LineKind.TIP if any(word in _TIP_WORDS for word in words) and amount > 0 else LineKind.FEE,
        requires_shipping=False,
        tax_class=read.text(one, "tax_class"),
    )


def shipping_lines(value: dict[str, Any], gross: bool, read: Reader) -> tuple[IncomingShippingLine, ...]:
    """Delivery as sold; WooCommerce takes discounts off before it tells the price."""
    return tuple(
        IncomingShippingLine(
            external_id=read.text(one, "id") or f"shipping-{place}",
            title=read.text(one, "method_title"),
            code=read.text(one, "method_id"),
            price_minor=to_minor(_side(one, "total", gross, read) or Decimal(0), read.currency),
            taxes=_line_taxes(one, read),
        )
        for place, one in enumerate(read.parts(value, "shipping_lines"), start=1)
    )


def coupons(value: dict[str, Any], gross: bool, read: Reader) -> tuple[IncomingDiscount, ...]:
    """Coupons; their amounts already stand on the lines."""
    found = []
    for one in read.parts(value, "coupon_lines"):
        amount = _side(one, "discount", gross, read) or Decimal(0)
        found.append(
            IncomingDiscount(read.text(one, "code"), read.text(one, "code"), to_minor(amount, read.currency))
        )
    return tuple(found)


def meta_text(value: dict[str, Any], key: str, read: Reader) -> str:
    """The text of a meta entry by its key."""
    for meta in read.parts(value, "meta_data"):
        if read.text(meta, "key") == key:
            return clean_text(meta.get("value"))
    return ""
