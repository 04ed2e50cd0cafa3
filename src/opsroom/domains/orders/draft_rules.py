"""Decides what an order taken by hand comes to, what it still lacks, and whether a price may stand; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import DRAFT_AMOUNT_MINOR_MAX, DRAFT_PIECES_COUNT_MAX, QUOTE_VALID_DAYS_MAX
from opsroom.kernel.values.money import Money, to_minor
from opsroom.kernel.values.tax import Amounts, document_amounts, fixed, priced

# Chosen, not typed: they stay in the history, which holds no names. Words beside one stay with the line.
OVERRIDE_REASONS: Final[Mapping[str, str]] = {
    "agreed": "Agreed with the buyer",
    "volume": "A larger quantity",
    "match": "Another offer is matched",
    "goodwill": "Goodwill after a complaint",
    "clearance": "Stock is cleared",
    "unpriced": "The list has no price",
}
PAYMENTS: Final[Mapping[str, str]] = {"prepaid": "Prepaid", "terms": "On terms"}
EDITABLE: Final = frozenset({"draft"})
PLACEABLE: Final = frozenset({"draft", "quoted", "expired"})
# Rates worked out from small amounts differ by so much from the one that was meant.
RATE_SLACK: Final = Decimal("0.002")
# At which prices a quote that is over holds again or is placed.
KEPT: Final = "kept"
TODAYS: Final = "today"
FIXED_WHY: Final[Mapping[str, str]] = {
    "quoted": "It is a quote the buyer may hold in hands. Revise it first.",
    "expired": "It is a quote that is over. Revise or renew it first.",
    "accepted": "It is an order by now.",
    "withdrawn": "It was withdrawn.",
}


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What an amount is made of; a price or a tax rate of None is not known yet, which is never zero."""

    quantity: int
    unit_price: Decimal | None
    tax_rate: Decimal | None
    discount_rate: Decimal = Decimal(0)
    discount_minor: int = 0


@dataclass(frozen=True, slots=True)
class DraftAmounts:
    """Amounts in minor units: those of the lines in their order (None: not known), of the delivery, of the whole."""

    lines: tuple[Amounts | None, ...]
    delivery: Amounts
    delivery_rate: Decimal
    net: int | None
    tax: int | None
    gross: int | None


def amounts_of(
    lines: Sequence[PricedLine], delivery_minor: int, *, prices_include_tax: bool, currency: str
) -> DraftAmounts:
    """Every line rounded by itself and the whole their sum, as the invoice will; one unknown makes the sum unknown."""
    known = [
        (place, priced(one.unit_price, one.quantity, one.tax_rate, currency,
                       discount_rate=one.discount_rate, discount_minor=one.discount_minor))
        for place, one in enumerate(lines)
        if one.unit_price is not None and one.tax_rate is not None
    ]  # fmt: skip
    found = document_amounts(
        [line for _, line in known], prices_include_tax=prices_include_tax, mode="line"
    ).lines
    by_place = {place: amounts for (place, _), amounts in zip(known, found, strict=True)}
    rate = delivery_rate([(lines[place].tax_rate, amounts.net) for place, amounts in by_place.items()])
    (delivery,) = document_amounts(
        [fixed(delivery_minor, rate)], prices_include_tax=prices_include_tax, mode="line"
    ).lines
    in_order = tuple(by_place.get(place) for place in range(len(lines)))
    whole = [one for one in in_order if one is not None]
    if len(whole) < len(lines):
        return DraftAmounts(in_order, delivery, rate, None, None, None)
    net, tax = sum(one.net for one in whole) + delivery.net, sum(one.tax for one in whole) + delivery.tax
    return DraftAmounts(in_order, delivery, rate, net, tax, net + tax)


def delivery_rate(goods: Sequence[tuple[Decimal | None, int]]) -> Decimal:
    """The tax rate of delivery: that of the goods worth most, given as (rate, net); the higher of two equal."""
    worth: dict[Decimal, int] = {}
    for rate, net in goods:
        if rate is not None:
            worth[rate] = worth.get(rate, 0) + net
    return max(worth, key=lambda rate: (worth[rate], rate), default=Decimal(0))


def discount_of(text: str, currency: str) -> tuple[Decimal, int]:
    """A discount as people write it, as (share, minor units): "10 %" or "5.00"; nothing is none. Raises ValueError."""
    plain = text.strip()
    if not plain:
        return Decimal(0), 0
    if plain.endswith("%"):
        rate = percent_of(plain)
        if rate is None or not 0 <= rate <= 1:
            raise ValueError(f"“{plain[:20]}” is no discount. Write a share such as 10 %, or an amount.")
        return rate, 0
    try:
        minor = parse_amount(plain, currency).minor
    except CodedError as error:
        raise ValueError(error.message) from error
    if minor < 0:
        raise ValueError("A discount is zero or more. Leave it empty for none.")
    return Decimal(0), minor


def percent_of(text: str) -> Decimal | None:
    """A percentage as people write it as a share: "19", "19 %", "5,5%"; None when it is none below 1,000."""
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    if not plain or len(plain) > 9 or any(one not in "0123456789." for one in plain):
        return None
    try:
        found = Decimal(plain) / 100
    except InvalidOperation:
        return None
    return found if found < 10 and found == found.quantize(Decimal("0.000001")) else None


def other_price(line: PricedLine, list_price: Decimal | None) -> bool:
    """Whether the line sells at another price than the list's, or with a discount."""
    return line.unit_price != list_price or bool(line.discount_rate) or bool(line.discount_minor)


def price_problem(line: PricedLine, currency: str) -> str | None:
    """Why a line cannot cost this, as a sentence; None when it can."""
    if line.unit_price is None:
        return "Write what one costs."
    if line.unit_price < 0:
        return "A price is zero or more."
    if why := amount_problem([line], 0, currency):
        return why
    full = to_minor(line.unit_price * line.quantity * (1 - line.discount_rate), currency)
    if line.discount_minor > full:
        return "The discount is more than the line costs. Write a smaller one."
    return None


def amount_problem(lines: Sequence[PricedLine], delivery_minor: int, currency: str) -> str | None:
    """Why a draft cannot come to so much, as a sentence; what no book holds is said before it is computed."""
    most = Decimal(DRAFT_AMOUNT_MINOR_MAX).scaleb(-minor_digits(currency))
    whole = sum(
        (
            one.unit_price * one.quantity * (1 + (one.tax_rate or 0))
            for one in lines
            if one.unit_price is not None
        ),
        Decimal(delivery_minor).scaleb(-minor_digits(currency)),
    )
    if whole <= most:
        return None
    return f"That comes to more than {Money(DRAFT_AMOUNT_MINOR_MAX, currency)}. Write a smaller price or fewer pieces."


def likely_rate(rate: Decimal, sold: Mapping[Decimal, int]) -> Decimal:
    """The rate that was meant: of those sold at that nearly equal it, the one sold at most; the nearest of equals."""
    near = [one for one in sold if abs(one - rate) <= RATE_SLACK]
    return max(near, key=lambda one: (sold[one], -abs(one - rate), one), default=rate)


def quantity_problem(pieces: int, line: PricedLine, currency: str) -> str | None:
    """Why the line, as it stands, may not hold so many pieces, as a sentence."""
    if not 0 < pieces <= DRAFT_PIECES_COUNT_MAX:
        return f"A line has 1 to {DRAFT_PIECES_COUNT_MAX:,} pieces. Take it off to sell none."
    if line.discount_minor and pieces < line.quantity:
        return f"Its discount was given for {line.quantity:,} pieces. Set its price again for fewer, or take it back."
    return amount_problem([replace(line, quantity=pieces)], 0, currency)


def below_cost(net_minor: int, quantity: int, cost: Decimal | None, currency: str) -> int:
    """How many minor units a line goes for below what its goods cost; 0 when it does not, or nobody knows the cost."""
    if cost is None:
        return 0
    return max(0, to_minor(cost * quantity, currency) - net_minor)


def valid_until_problem(day: date, today: date) -> str | None:
    """Why a quote cannot hold until this day, as a sentence; None when it can."""
    if day < today:
        return "That day is past. A quote holds until today at least."
    if (day - today).days > QUOTE_VALID_DAYS_MAX:
        return f"That is more than {QUOTE_VALID_DAYS_MAX} days from now. Choose an earlier day."
    return None


@dataclass(frozen=True, slots=True)
class Told:
    """What of a draft decides whether it is finished. `lines`: (code, its price and tax); `gone`: codes not sold."""

    buyer: bool
    address: bool
    lines: Sequence[tuple[str, PricedLine]]
    payment: str
    terms_granted: bool
    gone: Sequence[str] = ()


def lacks(told: Told) -> list[str]:
    """What is still to be said before it can be quoted or placed, as sentences; empty when nothing is."""
    said = []
    if not told.buyer:
        said.append("Say who buys.")
    elif not told.address:
        said.append("Say where the goods go.")
    if not told.lines:
        said.append("Add what is bought.")
    for code, line in told.lines:
        if line.unit_price is None:
            said.append(f"{code} has no price in the list. Somebody who may set prices writes one.")
        if line.tax_rate is None:
            said.append(f"Say the tax rate of {code}.")
    said += [f"{code} is not sold any more. Take it off." for code in told.gone]
    if told.buyer and told.payment == "terms" and not told.terms_granted:
        said.append(
            "This buyer pays before: no terms are granted. Choose prepaid, or have terms granted on their page."
        )
    return said


def off_price_minor(line: PricedLine, charged_minor: int, currency: str) -> int:
    """What an order says is taken off the price times the quantity, so that the line comes to what is charged."""
    if line.unit_price is None:
        return 0
    return to_minor(line.unit_price * line.quantity, currency) - charged_minor


def list_price_of(price: Decimal | None, sku_currency: str, currency: str) -> Decimal | None:
    """The list's price where it is in the draft's currency; another currency is no price here."""
    return price if sku_currency == currency else None


def price_places(currency: str) -> Decimal:
    """The smallest step of an amount: 0.01 of EUR, 1 of JPY."""
    return Decimal(1).scaleb(-minor_digits(currency))


def checkout_of(draft_id: int) -> str:
    """The name of the hold that a draft's goods are kept under."""
    return f"draft-{draft_id}"
