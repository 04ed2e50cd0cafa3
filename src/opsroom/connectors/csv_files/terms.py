"""How a list of customers tells payment terms and credit limits; refuses days and sums nobody could mean."""

from __future__ import annotations

from typing import Any

from opsroom.connectors.csv_files.days import parse_days
from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.kernel.values.limits import TERMS_DAYS_MAX
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow

PREPAID = frozenset({"prepaid", "prepayment", "in advance", "vorkasse", "vorauskasse"})
NO_LIMIT = frozenset({"none", "no limit", "unlimited", "unbegrenzt", "ohne"})


def read_terms(row: TitledRow, sheet: Sheet) -> dict[str, Any]:
    """The fields of a buyer that say how they pay; an empty cell tells nothing."""
    told: dict[str, Any] = {}
    terms = sheet.text(row, "terms")
    if terms.casefold() in PREPAID:
        told["prepaid"] = True
    elif terms:
        days = parse_days(terms)
        if days is None or days > TERMS_DAYS_MAX:
            sentence = f'"{terms[:40]}" are no payment terms. Write days up to {TERMS_DAYS_MAX}, or prepaid.'
            sheet.error(row, "terms", terms, sentence, "customer.bad_terms")
        else:
            told["terms_days"] = days
    limit = sheet.text(row, "credit_limit")
    if limit.casefold() in NO_LIMIT:
        told["no_limit"] = True
    elif limit:
        found = sheet.number(row, "credit_limit")
        currency = sheet.text(row, "credit_currency").upper() or sheet.context.currency
        if currency not in MINOR_DIGITS:
            sentence = f'"{currency[:10]}" is no currency. Write its code of three letters, such as EUR.'
            sheet.error(row, "credit_currency", currency, sentence, "customer.bad_currency")
        elif found is not None and found != round(found, MINOR_DIGITS[currency]):
            sentence = f"{limit} {currency} has more decimals than the currency. Correct it."
            sheet.error(row, "credit_limit", limit, sentence, "customer.bad_limit")
        elif found is not None and found >= 0:
            told |= {"credit_limit": found, "credit_currency": currency}
    return told
