"""Amounts, rates, prices and the sender as every paper of ours shows them; computes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import Money


class Sender(Protocol):
    """The company a paper comes from."""

    @property
    def name(self) -> str: ...
    @property
    def legal_name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def vat_number(self) -> str: ...
    @property
    def registration_number(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def phone(self) -> str: ...


def amount(minor: int, currency: str) -> str:
    """1,234.50 EUR."""
    return str(Money(minor, currency))


def rate(value: Decimal) -> str:
    """0.19 as 19 %, 0.055 as 5.5 %."""
    return f"{(value * 100).normalize():f} %"


def unit_price(value: Decimal, currency: str) -> str:
    """As sold: at least the currency's digits, more only where the price has them."""
    least = minor_digits(currency)
    plain = value.normalize()
    digits = max(least, -int(plain.as_tuple().exponent)) if plain.is_finite() else least
    return f"{value:,.{digits}f}"


def sender(company: Sender) -> dict[str, str]:
    """Name, address line and foot of a paper."""
    name = company.legal_name or company.name
    place = " ".join(part for part in (company.postcode, company.city) if part)
    line = " · ".join(part for part in (name, company.street, place, company.country) if part)
    vat = f"VAT {company.vat_number}" if company.vat_number else ""
    foot = " · ".join(
        part for part in (name, company.registration_number, vat, company.email, company.phone) if part
    )
    return {"name": name, "line": line, "foot": foot}
