"""Customer and addresses of an order CSV; refuses to call a name alone an address."""

from __future__ import annotations

from collections.abc import Callable

from opsroom.ports.incoming import IncomingAddress, IncomingCustomer

TextOf = Callable[[str], str]


def customer(text: TextOf) -> IncomingCustomer | None:
    """Who bought; None where the file says nothing of them."""
    name = _name(text, "") or _name(text, "bill_") or _name(text, "ship_")
    email, number = text("email"), text("customer_id")
    if not (name or email or number):
        return None
    return IncomingCustomer(
        number or None,
        name,
        email,
        text("phone") or text("bill_phone"),
        text("bill_company") or text("ship_company"),
    )


def _name(text: TextOf, prefix: str) -> str:
    """A name in one cell, or in two of them."""
    whole = text(f"{prefix}name") if prefix else text("customer_name")
    return whole or " ".join(filter(None, (text(f"{prefix}first_name"), text(f"{prefix}last_name"))))


def address(text: TextOf, prefix: str) -> IncomingAddress | None:
    """The address under this prefix; None without street, town and postcode."""
    line1, city, postcode = text(f"{prefix}line1"), text(f"{prefix}city"), text(f"{prefix}postcode")
    if not (line1 or city or postcode):
        return None
    country = text(f"{prefix}country")
    code = country.upper() if len(country) == 2 and country.isalpha() else ""
    return IncomingAddress(
        name=_name(text, prefix) or _name(text, ""),
        company=text(f"{prefix}company"),
        line1=line1,
        line2=text(f"{prefix}line2"),
        postcode=postcode.removeprefix("'"),
        city=city,
        region=text(f"{prefix}region") or text(f"{prefix}region_code"),
        region_code=text(f"{prefix}region_code"),
        country="" if code else country,
        country_code=code,
        phone=text(f"{prefix}phone") or text("phone"),
    )
