"""Whether an order can be true: sums, signs, dates, currency; refuses nothing a channel really sold, but says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from opsroom.kernel.values.currencies import MINOR_DIGITS, minor_digits
from opsroom.kernel.values.money import to_minor
from opsroom.ports.file_format import Problem, ReadContext, Severity
from opsroom.ports.incoming import IncomingOrder, LineKind
from opsroom.ports.reading.cells import shown, to_major
from opsroom.ports.reading.dates import doubt

QUANTITY_MAX = Decimal(1_000_000)


def currency_problem(row: int, found: str, context: ReadContext, where: str) -> Problem | None:
    """An error when this is no currency a shop is paid in; the company's own one is proposed. `where`: the order."""
    if found in MINOR_DIGITS:
        return None
    sentence = (
        f'{shown(where)}: "{shown(found)}" is not a currency we know. Use its three-letter code, such as '
        f"{context.currency}."
    )
    return Problem(
        row, "currency", shown(found), sentence, Severity.ERROR, "order.unknown_currency", context.currency
    )


def judge_order(
    order: IncomingOrder, row: int, context: ReadContext, known: Iterable[Problem] = ()
) -> list[Problem]:
    """Everything about the order as a whole that is wrong or doubtful. Beside an error in `known` sums say nothing."""
    problems: list[Problem] = []
    if not order.lines:
        sentence = f"Order {order.name} has no lines. It stays visible, with nothing to pick."
        problems.append(Problem(row, "lines", "", sentence, Severity.FLAG, "order.no_lines"))
    if order.test:
        sentence = (
            f"Order {order.name} is a test order. It is marked as test and never picked, invoiced or counted."
        )
        problems.append(Problem(row, "test", "true", sentence, Severity.FLAG, "order.test"))
    problems += _dates(order, row, context)
    problems += _lines(order, row)
    broken = any(problem.severity is Severity.ERROR for problem in known)
    problems += [] if broken else _totals(order, row)
    return problems


def _dates(order: IncomingOrder, row: int, context: ReadContext) -> list[Problem]:
    problems: list[Problem] = []
    facts = (
        ("placed_at", order.placed_at),
        ("updated_at", order.updated_at),
        ("cancelled_at", order.cancelled_at),
    )
    for field, at in facts:
        wrong = doubt(at, context.now) if at is not None else None
        if at is not None and wrong is not None:
            code, sentence = wrong
            day = at.date().isoformat()
            problems.append(Problem(row, field, day, f"Order {order.name}: {sentence}", Severity.FLAG, code))
    if isinstance(order.ship_by, datetime) and order.placed_at and order.ship_by < order.placed_at:
        sentence = f"Order {order.name} was to be shipped before it was placed. Correct the ship-by date."
        found = order.ship_by.date().isoformat()
        problems.append(Problem(row, "ship_by", found, sentence, Severity.FLAG, "order.ship_by_early"))
    return problems


def _lines(order: IncomingOrder, row: int) -> list[Problem]:
    problems: list[Problem] = []
    for line in order.lines:
        name = shown(line.sku or line.title or line.external_id)
        placed = line.quantity_first if line.quantity_first is not None else line.quantity
        if placed < 0:
            sentence = (
                f"Order {order.name}, {name}: the quantity {_signed(placed)} is below zero. A return is not an order "
                "line: record it as a return."
            )
            problems.append(_error(row, "quantity", str(placed), sentence, "line.negative_quantity"))
        elif placed > QUANTITY_MAX:
            sentence = f"Order {order.name}, {name}: nobody orders {placed:,f} pieces. Correct the quantity."
            problems.append(
                Problem(row, "quantity", str(placed), sentence, Severity.FLAG, "line.huge_quantity")
            )
        if line.unit_price < 0 and line.kind is not LineKind.FEE:
            sentence = (
                f"Order {order.name}, {name}: the price {_signed(line.unit_price)} is below zero. A discount belongs "
                "in the discount, a refund in the refunds."
            )
            problems.append(_error(row, "unit_price", str(line.unit_price), sentence, "line.negative_price"))
        if line.kind is LineKind.GOODS and not line.sku and not line.variant_external_id:
            sentence = (
                f"Order {order.name}: the line {name} has no SKU. Say which one it is before it is released."
            )
            problems.append(Problem(row, "sku", "", sentence, Severity.FLAG, "line.no_sku"))
    return problems


def _totals(order: IncomingOrder, row: int) -> list[Problem]:
    told = order.totals.total_minor
    if told is None:
        return []
    found = to_major(told, order.currency).replace(",", "")  # typed anew, it must not be read in two ways
    if told < 0:
        sentence = (
            f"Order {order.name}: the total {to_major(told, order.currency)} {order.currency} is below zero. A refund "
            "is not an order: record it as a refund."
        )
        return [_error(row, "total", found, sentence, "order.negative_total")]
    counted, tolerance = expected_total(order)
    if abs(counted - told) <= tolerance:
        return []
    sentence = (
        f"Order {order.name}: the parts come to {to_major(counted, order.currency)} {order.currency}, the total says "
        f"{to_major(told, order.currency)}; {to_major(abs(counted - told), order.currency)} is not explained. It is "
        "kept as sent. Compare it with the channel."
    )
    return [Problem(row, "total", found, sentence, Severity.FLAG, "order.total_differs")]


def expected_total(order: IncomingOrder) -> tuple[int, int]:
    """What the parts come to as placed, and by how much rounding alone may differ (minor units)."""
    lines = discounts = tax = 0
    roundings = 0
    for line in order.lines:
        placed = line.quantity_first if line.quantity_first is not None else line.quantity
        exact = line.unit_price * placed
        minor = to_minor(exact, order.currency)
        lines += minor
        roundings += exact.scaleb(minor_digits(order.currency)) != minor
        discounts += line.discount_minor
        tax += sum(part.amount_minor for part in line.taxes)
    shipping = sum(line.price_minor for line in order.shipping_lines)
    shipping_discount = sum(line.discount_minor for line in order.shipping_lines)
    tax += sum(part.amount_minor for line in order.shipping_lines for part in line.taxes)
    totals = order.totals
    if not order.shipping_lines and totals.shipping_minor is not None:
        shipping = totals.shipping_minor
    if totals.tax_minor is not None:
        tax = totals.tax_minor
    elif order.taxes:
        tax = sum(part.amount_minor for part in order.taxes)
    taken = totals.discount_minor if totals.discount_minor is not None else discounts + shipping_discount
    counted = lines - taken + shipping + (0 if order.prices_include_tax else tax)
    return counted, roundings


def _signed(number: Decimal) -> str:
    return ("\u2212" if number < 0 else "") + f"{abs(number):f}"


def _error(row: int, field: str, found: str, sentence: str, code: str) -> Problem:
    return Problem(row, field, found, sentence, Severity.ERROR, code)
