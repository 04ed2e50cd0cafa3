"""Checks what is typed about a company; refuses countries, currencies and clocks that do not exist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from zoneinfo import available_timezones

import pycountry

from opsroom.domains.access.errors import BadValue
from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.kernel.values.limits import COMPANY_FIELD_CHARS_MAX
from opsroom.kernel.values.printable import one_line

FIELDS: Final = (
    "code", "name", "legal_name", "country", "currency", "timezone", "street", "city", "postcode", "region",
    "email", "phone", "vat_number", "registration_number",
)  # fmt: skip
_CODE = re.compile(r"^[A-Z0-9]{1,8}$")


def checked_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields on one line each, codes in capitals; raises BadValue for the first that cannot be."""
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"a company has no field {min(unknown)}")
    clean = {name: one_line(value).strip() for name, value in fields.items()}
    for name in ("code", "country", "currency"):
        if name in clean:
            clean[name] = clean[name].upper()
    for name, value in clean.items():
        if len(value) > COMPANY_FIELD_CHARS_MAX:
            raise BadValue(
                field=_label(name),
                found=f"{value[:40]}…",
                usual=f"Use at most {COMPANY_FIELD_CHARS_MAX} characters.",
            )
    _check_codes(clean)
    return clean


def _check_codes(clean: Mapping[str, str]) -> None:
    if "name" in clean and not clean["name"]:
        raise BadValue(field="The name", found="", usual="Type what the shop is called.")
    if "code" in clean and not _CODE.match(clean["code"]):
        raise BadValue(
            field="The code", found=clean["code"], usual="Use 1 to 8 letters and digits, such as NB."
        )
    if "country" in clean and pycountry.countries.get(alpha_2=clean["country"]) is None:
        raise BadValue(
            field="The country", found=clean["country"], usual="Use its two letters, such as DE or US."
        )
    if "currency" in clean and clean["currency"] not in MINOR_DIGITS:
        raise BadValue(
            field="The currency", found=clean["currency"], usual="Use its three letters, such as EUR."
        )
    if "timezone" in clean and clean["timezone"] not in available_timezones():
        raise BadValue(
            field="The time zone",
            found=clean["timezone"],
            usual="Use a name such as Europe/Berlin or America/New_York.",
        )


def _label(name: str) -> str:
    return "The " + name.replace("_", " ").replace("vat", "VAT")
