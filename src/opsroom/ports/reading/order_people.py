"""Customer and addresses of an order CSV; refuses to call a name alone an address."""

from __future__ import annotations

from collections.abc import Callable

from opsroom.ports.incoming import IncomingAddress, IncomingCustomer

TextOf = Callable[[str], str]


def customer(text: TextOf) -> IncomingCustomer | None:
    """Who bought; None where the file says nothing of them."""
    name = text("customer_name") or text("bill_name") or text("ship_name")
    email, number = text("email"), text("customer_id")
    if not (name or email or number):
        return None
    return IncomingCustomer(
        number or None, name, email, text("phone"), text("bill_company") or text("ship_company")
    )


def address(text: TextOf, prefix: str) -> IncomingAddress | None:
    """The address under this prefix; None without street, town and postcode."""
    line1, city, postcode = text(f"{prefix}line1"), text(f"{prefix}city"), text(f"{prefix}postcode")
    if not (line1 or city or postcode):
        return None
    country = text(f"{prefix}country")
    code = country.upper() if len(country) == 2 and country.isalpha() else ""
    return IncomingAddress(
        name=text(f"{prefix}name") or text("customer_name"),
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
