"""Reads an amount as people and files write it; refuses what could be read in two ways."""

from __future__ import annotations

import re
from decimal import Decimal

from opsroom.kernel.values.currencies import MINOR_DIGITS, minor_digits
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import AMOUNT_DIGITS_COUNT_MAX, AMOUNT_TEXT_CHARS_MAX
from opsroom.kernel.values.money import Money

# Signs that name one currency; "$", "¥" and "kr" name several, so they only have to fit one of theirs.
_SIGNS = {
    "€": {"EUR"},
    "£": {"GBP", "EGP", "GIP", "FKP", "SHP", "SSP", "LBP", "SYP"},
    "¥": {"JPY", "CNY"},
    "₹": {"INR"},
    "₩": {"KRW", "KPW"},
    "₽": {"RUB"},
    "₺": {"TRY"},
    "₪": {"ILS"},
    "zł": {"PLN"},
    "Kč": {"CZK"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
    "Fr.": {"CHF"},
    "R$": {"BRL"},
    "$": {code for code in MINOR_DIGITS if code.endswith("D")}
    | {"MXN", "ARS", "CLP", "COP", "UYU", "CUP", "DOP"},
}
_BLANKS = "\u00a0\u2007\u2009\u202f "
_QUOTES = "'\u2019"
_NUMBER = re.compile(rf"[0-9]+(?:[.,{_BLANKS}{_QUOTES}][0-9]+)*|[.,][0-9]+|[0-9]+[.,]")
_EXAMPLE = "12.50"


class NotAnAmount(CodedError):
    """No amount can be read from the text."""

    code = "values.not_an_amount"
    sentence = "{found!r} is not an amount. Write it as {example}."
    retry = Retry.AFTER_FIX


class AmbiguousAmount(CodedError):
    """Two amounts can be read from the text."""

    code = "values.ambiguous_amount"
    sentence = "{found!r} can mean {one} or {other} {currency}. Write the decimals, such as {example}."
    retry = Retry.AFTER_FIX


class TooPreciseAmount(CodedError):
    """More decimals than the currency has."""

    code = "values.too_precise_amount"
    sentence = "{found!r} has more decimals than {currency} allows, which is {digits}. Round it first."
    retry = Retry.AFTER_FIX


class OtherCurrencyAmount(CodedError):
    """The text names another currency than the one expected."""

    code = "values.other_currency_amount"
    sentence = "{found!r} is not in {currency}. Choose the right currency or correct the amount."
    retry = Retry.AFTER_FIX


def parse_amount(text: str, currency: str, *, decimal_mark: str | None = None) -> Money:
    """Money from text such as "1,234.50", "1.234,50", "1 234,50 EUR", "€ 5", "(5.00)" or "−5".

    decimal_mark "." or ",": what the source is known to use, so that nothing is ambiguous. Without it, "1,234" is
    refused where the currency has decimals: it may be 1234 or 1.234. Never rounds. Raises NotAnAmount, AmbiguousAmount,
    TooPreciseAmount, OtherCurrencyAmount, UnknownCurrency.
    """
    digits = minor_digits(currency)
    shown = text.strip()[:AMOUNT_TEXT_CHARS_MAX]
    if len(text.strip()) > AMOUNT_TEXT_CHARS_MAX:
        raise NotAnAmount(found=shown, example=_EXAMPLE)
    negative, body = _signed(_without_currency(shown, currency))
    if not _NUMBER.fullmatch(body):
        raise NotAnAmount(found=shown, example=_EXAMPLE)
    number = Decimal(_plain(body, shown, currency, decimal_mark))
    if number.adjusted() >= AMOUNT_DIGITS_COUNT_MAX - digits:
        raise NotAnAmount(found=shown, example=_EXAMPLE)
    minor = number.scaleb(digits)
    if minor != minor.to_integral_value():
        raise TooPreciseAmount(found=shown, currency=currency, digits=digits)
    return Money(-int(minor) if negative else int(minor), currency)


def _without_currency(text: str, currency: str) -> str:
    """The text without a currency's code or sign before or after the number (and inside its brackets or minus)."""
    named = re.search(r"[^\W\d_]{2,}\.?|[€£¥₹₩₽₺₪]|R?\$", text)
    if not named:
        return text
    word = named[0]
    fits = _SIGNS.get(word, {word.upper()} & MINOR_DIGITS.keys())
    if not fits:
        raise NotAnAmount(found=text, example=_EXAMPLE)
    if currency not in fits:
        raise OtherCurrencyAmount(found=text, currency=currency)
    return text[: named.start()] + " " + text[named.end() :]


def _signed(text: str) -> tuple[bool, str]:
    """(negative, the rest): a minus before or after, or accountants' brackets."""
    body = text.strip(_BLANKS).replace("\u2212", "-")
    if body.startswith("(") and body.endswith(")"):
        return True, body[1:-1].strip(_BLANKS)
    if body.startswith("-") or (body.endswith("-") and body[:1].isdigit()):
        return True, body.strip("-" + _BLANKS) if body.count("-") == 1 else body
    if body.startswith("+"):
        return False, body[1:].strip(_BLANKS)
    return False, body


def _plain(body: str, shown: str, currency: str, decimal_mark: str | None) -> str:
    """The number with a point for decimals and nothing else, e.g. "1234.50"."""
    even = re.sub(rf"[{_QUOTES}]", "'", re.sub(rf"[{_BLANKS}]", " ", body))
    marks = [one for one in even if not one.isdigit()]
    decimal = _decimal_mark(even, marks, shown, currency, decimal_mark)
    whole, _, fraction = even.rpartition(decimal) if decimal else (even, "", "")
    if not _grouped(whole) or not (fraction.isdigit() or not fraction):
        raise NotAnAmount(found=shown, example=_EXAMPLE)
    return (re.sub(r"\D", "", whole) or "0") + "." + (fraction or "0")


def _decimal_mark(body: str, marks: list[str], shown: str, currency: str, known: str | None) -> str:
    """Which mark separates the decimals; "" when there are none."""
    if known is not None:
        return known if known in marks else ""
    points = [one for one in marks if one in ".,"]
    if not points:
        return ""
    last = points[-1]
    if len(set(points)) == 2 or len(points) < len(marks):
        # Two kinds of marks: the last point or comma is the decimal one, the others group thousands.
        return last
    if len(points) > 1:
        return ""
    whole, _, fraction = body.partition(last)
    if len(fraction) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return last
    if minor_digits(currency) == 0 and not (last == "." and fraction == "000"):
        return ""
    raise AmbiguousAmount(
        found=shown,
        one=whole + fraction,
        other=f"{whole}.{fraction}",
        currency=currency,
        example=f"{whole}{fraction}.{'0' * minor_digits(currency)}"
        if minor_digits(currency)
        else whole + fraction,
    )


def _grouped(whole: str) -> bool:
    """Whether thousands are grouped in a way people use: threes, or the Indian two-two-three; one mark throughout."""
    groups = re.split(r"\D", whole)
    if len(groups) == 1:
        return True
    if len({one for one in whole if not one.isdigit()}) > 1 or len(groups[-1]) != 3 or not groups[0]:
        return False
    western = len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:])
    indian = len(groups[0]) <= 2 and all(len(one) == 2 for one in groups[1:-1])
    return western or indian
