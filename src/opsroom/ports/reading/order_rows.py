"""One row of an order CSV into one line, and what of it was shipped; refuses lines without quantity or price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import SIX_PLACES, to_minor
from opsroom.ports.incoming import FulfilledLine, IncomingFulfilment, IncomingLine, IncomingTax, LineKind
from opsroom.ports.reading.cells import parse_decimal, shown
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow

_KINDS = {kind.value: kind for kind in LineKind} | {
    "gift card": LineKind.GIFT_CARD,
    "product": LineKind.GOODS,
}

_SHIPPED_WORDS = frozenset(
    {
        "fulfilled",
        "shipped",
        "delivered",
        "dispatched",
        "complete",
        "completed",
        "versendet",
        "versandt",
        "expediee",
        "expedie",
        "enviado",
        "verzonden",
        "spedito",
    }
)


_PARTLY_WORDS = frozenset({"partial", "partiallyfulfilled", "partiallyshipped"})


def order_line(row: TitledRow, place: int, currency: str, sheet: Sheet) -> IncomingLine | None:
    """The line of this row; None for a row that only repeats the order."""
    sku, title = sheet.text(row, "sku"), sheet.text(row, "title")
    if not (sku or title or sheet.text(row, "quantity") or sheet.text(row, "unit_price")):
        return None
    quantity = _quantity(row, sheet)
    discount = to_minor(abs(sheet.number(row, "line_discount", below_zero=True) or Decimal(0)), currency)
    total = sheet.number(row, "line_total", below_zero=True)
    price = _price(row, quantity, total, discount, currency, sheet)
    kind = _kind(row, sheet)
    tax = sheet.number(row, "line_tax")
    rate = _rate(row, sheet)
    wants_shipping = sheet.yes(row, "line_requires_shipping")
    personal = sheet.text(row, "personalisation")
    line = IncomingLine(
        external_id=sheet.text(row, "line_id") or str(place),
        sku=sku or None,
        variant_external_id=None,
        title=title or sku,
        variant_title=sheet.text(row, "variant"),
        quantity=quantity or Decimal(0),
        quantity_first=quantity or Decimal(0),
        unit_price=price or Decimal(0),
        discount_minor=discount,
        total_minor=to_minor(total, currency) if total is not None else None,
        taxes=(IncomingTax("tax", _fraction(rate), to_minor(tax, currency)),) if tax is not None else (),
        kind=kind,
        requires_shipping=kind is LineKind.GOODS and wants_shipping is not False,
        personalisation=((sheet.title("personalisation"), personal),) if personal else (),
    )
    _flag_line_total(row, line, currency, sheet)
    return line


def _quantity(row: TitledRow, sheet: Sheet) -> Decimal | None:
    text = sheet.text(row, "quantity")
    if not text:
        sheet.error(row, "quantity", "", "the quantity is missing. Fill it in.", "line.no_quantity")
        return None
    found = sheet.number(row, "quantity", below_zero=True)
    if found == 0:
        sheet.flag(
            row, "quantity", text, "the quantity is 0. The line stays without effect.", "line.zero_quantity"
        )
    return found


def _price(
    row: TitledRow,
    quantity: Decimal | None,
    total: Decimal | None,
    discount: int,
    currency: str,
    sheet: Sheet,
) -> Decimal | None:
    """The unit price, or what the line's total leaves for one piece: exact where the price told is rounded from it."""
    price = sheet.number(row, "unit_price", below_zero=True)
    minor = Decimal(1).scaleb(-minor_digits(currency))
    exact = None
    if total is not None and quantity:
        exact = ((total + discount * minor) / quantity).quantize(SIX_PLACES, ROUND_HALF_UP)
    if price is not None or sheet.text(row, "unit_price"):
        if price is None or exact is None or price != price.quantize(minor):
            return price
        return exact if abs(exact - price) <= minor / 2 else price
    if exact is not None:
        return exact
    if quantity == 0:  # nothing of it is sold: a cancelled row
        return Decimal(0)
    sheet.error(row, "unit_price", "", "the price is missing. Fill it in; 0 is a price too.", "line.no_price")
    return None


def _kind(row: TitledRow, sheet: Sheet) -> LineKind:
    text = sheet.text(row, "line_kind").lower().replace("_", " ")
    if not text:
        return LineKind.GOODS
    kind = _KINDS.get(text)
    if kind is None:
        words = ", ".join(sorted(one.value.replace("_", " ") for one in LineKind))
        sentence = f'"{shown(text)}" is no kind of line. Known are {words}. It was read as goods.'
        sheet.flag(row, "line_kind", text, sentence, "line.unknown_kind")
    return kind or LineKind.GOODS


def _rate(row: TitledRow, sheet: Sheet) -> Decimal | None:
    """A rate with or without its sign: "19 %" and "19" are one."""
    text = sheet.text(row, "tax_rate").removesuffix("%").rstrip()
    found = parse_decimal(text, comma_decimal=sheet.mapping.comma_decimal)
    return sheet.number(row, "tax_rate") if found is None or found < 0 else found


def _fraction(rate: Decimal | None) -> Decimal | None:
    """19 and 0.19 both mean nineteen per cent; no tax is below one per cent."""
    if rate is None:
        return None
    return rate / 100 if rate >= 1 else rate


def _flag_line_total(row: TitledRow, line: IncomingLine, currency: str, sheet: Sheet) -> None:
    """The line's own sum must fit; tax on top is allowed for, rounding too."""
    if line.total_minor is None or not sheet.text(row, "unit_price"):
        return
    counted = to_minor(line.unit_price * line.quantity, currency) - line.discount_minor
    tax = sum(part.amount_minor for part in line.taxes)
    told = sheet.number(row, "discount", below_zero=True)
    shared = to_minor(abs(told), currency) if told is not None else 0
    if min(abs(counted + more - line.total_minor) for more in (0, tax, -shared, tax - shared)) > 1:
        found = sheet.text(row, "line_total")
        sentence = (
            f"{line.quantity.normalize():f} × {line.unit_price:f} does not come to {shown(found)}. It is kept as "
            "sent. Compare price, quantity and discount."
        )
        sheet.flag(row, "line_total", found, sentence, "line.total_differs")


def _left_on(row: TitledRow, sheet: Sheet) -> bool:
    """Where nothing but a day tells that it left: a day that has come."""
    moment = sheet.moment(row, "shipped_at") if sheet.text(row, "shipped_at") else None
    return moment is not None and moment.at <= sheet.context.now


def _flag_partly(row: TitledRow, line: IncomingLine, sheet: Sheet) -> None:
    field = "line_status" if sheet.text(row, "line_status") else "shipped_status"
    many = f"{line.quantity.normalize():f}"
    sentence = (
        f"a part of these {many} has left, and the file does not tell how many. As it is, all {many} count as still "
        "to be shipped: say how many have left before it is released."
    )
    sheet.flag(row, field, sheet.text(row, field), sentence, "line.partly_shipped")


def shipped_parts(
    number: str, rows: Sequence[TitledRow], lines: Sequence[IncomingLine], sheet: Sheet
) -> tuple[IncomingFulfilment, ...]:
    """What already left, by the shipped quantity of each line, so that only the rest is shipped by us."""
    if not any(
        sheet.has(name) for name in ("shipped_quantity", "line_status", "shipped_status", "shipped_at")
    ):
        return ()
    status = next((text for row in rows if (text := sheet.text(row, "shipped_status"))), "")
    by_id = {line.external_id: line for line in lines}
    parts: list[FulfilledLine] = []
    at = None
    tracking: list[str] = []
    for place, row in enumerate(rows, start=1):
        line = by_id.get(sheet.text(row, "line_id") or str(place))
        shipped = sheet.number(row, "shipped_quantity")
        if shipped is None and line is not None and line.requires_shipping:
            told = plain(sheet.text(row, "line_status") or status)
            done = told in _SHIPPED_WORDS or (not told and _left_on(row, sheet))
            shipped = line.quantity if done else None
            if told in _PARTLY_WORDS and line.quantity > 1 and not sheet.has("shipped_quantity"):
                _flag_partly(row, line, sheet)
        if line is None or not shipped:
            continue
        if shipped > line.quantity:
            sentence = f"{shipped:f} were shipped of {line.quantity:f} ordered. Correct one of them."
            sheet.error(
                row, "shipped_quantity", str(shipped), sentence, "line.shipped_too_many", str(line.quantity)
            )
        parts.append(FulfilledLine(line.external_id, shipped))
        moment = sheet.moment(row, "shipped_at")
        at = at or (moment.at if moment else None)
        tracking.append(sheet.text(row, "tracking"))
    if not parts:
        return ()
    numbers = tuple(dict.fromkeys(filter(None, tracking)))
    return (IncomingFulfilment(f"{number}-shipped", "shipped", at, tuple(parts), tracking_numbers=numbers),)
