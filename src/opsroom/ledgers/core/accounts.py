"""The standard chart as values: account codes, what kind each is; refuses a code outside the chart.

A code is a name, or a name with a qualifier after a colon: who owes ("receivable:stripe"), or which country's tax
("tax_payable:DE"). Kinds tell what the sign of a balance means, see ledgers.core.legs for the direction.
"""

from __future__ import annotations

import re

KINDS = frozenset({"asset", "liability", "income", "expense", "equity", "clearing"})

CUSTOMER_RECEIVABLE = "customer_receivable"
CUSTOMER_PREPAYMENTS = "customer_prepayments"
REFUNDS_PAYABLE = "refunds_payable"
REVENUE = "revenue"
SHIPPING_REVENUE = "shipping_revenue"
DISCOUNTS = "discounts"
ORDER_DIFFERENCES = "order_differences"
CONCESSIONS = "concessions"
CLEARING = "clearing"
OPENING_BALANCE = "opening_balance"

STANDARD = {
    CUSTOMER_RECEIVABLE: "asset",
    CUSTOMER_PREPAYMENTS: "liability",
    REFUNDS_PAYABLE: "liability",
    REVENUE: "income",
    SHIPPING_REVENUE: "income",
    DISCOUNTS: "income",  # contra income: stands on the debit side of revenue
    ORDER_DIFFERENCES: "income",  # what a channel charged beside its own lines, more or less
    CONCESSIONS: "expense",
    CLEARING: "clearing",
    OPENING_BALANCE: "equity",
}
RECEIVABLE_FROM = "receivable:"  # what such a code starts with
_QUALIFIED = {"receivable": "asset", "tax_payable": "liability", "tax_withheld": "clearing"}
_PARTY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def receivable_from(party: str) -> str:
    """What a processor, marketplace or carrier owes us: "receivable:stripe"."""
    return _qualified("receivable", party, _PARTY)


def tax_payable_to(country: str) -> str:
    """Tax we owe to a country (ISO 3166 alpha-2): "tax_payable:DE"."""
    return _qualified("tax_payable", country, _COUNTRY)


def tax_withheld_by(party: str) -> str:
    """Tax a marketplace collected and remits itself: "tax_withheld:amazon"."""
    return _qualified("tax_withheld", party, _PARTY)


def kind_of(code: str) -> str:
    """The kind of a code of the chart; ValueError for any other."""
    if code in STANDARD:
        return STANDARD[code]
    name, colon, qualifier = code.partition(":")
    pattern = _COUNTRY if name == "tax_payable" else _PARTY
    if colon and name in _QUALIFIED and pattern.fullmatch(qualifier):
        return _QUALIFIED[name]
    raise ValueError(f"{code!r} is not an account of the standard chart")


def _qualified(name: str, qualifier: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(qualifier):
        raise ValueError(f"{qualifier!r} cannot qualify the account {name}")
    return f"{name}:{qualifier}"
