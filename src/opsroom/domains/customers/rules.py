"""Decides whether an address can carry a parcel, by its country's own rules; refuses to correct what it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.kernel.values.limits import CREDIT_LIMIT_MINOR_MAX, TERMS_DAYS_MAX


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """A buyer as one channel knows them. `external_key`: "<channel code>:<the channel's id>", None for a guest.

    `id`: the stored buyer that is meant, whatever the key; their key stays as it is.
    """

    external_key: str | None
    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How a buyer may pay: days None is prepaid, limit None is none, else in minor units of `currency`."""

    days: int | None = None
    limit_minor: int | None = None
    currency: str = ""


TOLD: Final = ("name", "email", "phone", "locale")
# What a parcel's way hangs on; a phone number or a VAT number may change without it.
POSTAL: Final = ("name", "organisation", "line1", "line2", "city", "region", "postcode", "country")


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """An address as it was given. `country` is ISO alpha-2, or what stood there."""

    name: str = ""
    organisation: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    vat_number: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class CountryRules:
    """What one country wants of an address. `regions`: every accepted spelling in lower case -> code."""

    country: str
    name: str
    required: frozenset[str]
    postcode_shapes: tuple[str, ...] = ()
    postcode_examples: tuple[str, ...] = ()
    regions: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AddressProblem:
    """One thing wrong with an address: a code to count by, the field, and a sentence for a person."""

    code: str
    field: str
    sentence: str


REQUIRED_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "line1": ("customers.no_street", "The street and number are missing. Ask the buyer for them."),
    "city": ("customers.no_city", "The town is missing. Ask the buyer for it."),
    "postcode": ("customers.no_postcode", "The postcode is missing; {country} needs one{example}."),
    "region": ("customers.no_region", "The state or province is missing; {country} needs one."),
}
PLACEHOLDER: Final = re.compile(r"(?:x+|n/?a|none|null|test|-+|\.+|\?+)", re.IGNORECASE)


def same_place(one: PartyDraft, other: PartyDraft) -> bool:
    """Whether a parcel for one goes to the same door and person as for the other; blanks and case do not count."""
    return all(
        " ".join(getattr(one, name).split()).casefold() == " ".join(getattr(other, name).split()).casefold()
        for name in POSTAL
    )


def check_address(party: PartyDraft, country: CountryRules | None) -> list[AddressProblem]:
    """What is wrong, worst first; empty when a parcel can go there. `country` None: the country is not known."""
    problems: list[AddressProblem] = []
    if country is None:
        return [_unknown_country(party.country)]
    if not party.name.strip() and not party.organisation.strip():
        problems.append(
            AddressProblem(
                "customers.no_name", "name", "Nobody is named. A carrier needs a name or a company."
            )
        )
    for field, (code, sentence) in REQUIRED_WORDS.items():
        text = getattr(party, field).strip()
        if field in country.required and (not text or PLACEHOLDER.fullmatch(text)):
            problems.append(
                AddressProblem(
                    code,
                    field,
                    sentence.format(country=country.name, example=_example(country.postcode_examples)),
                )
            )
    problems += _postcode(party, country) + _region(party, country)
    return problems


def propose_address(party: PartyDraft, country: CountryRules | None) -> PartyDraft | None:
    """The nearest address that passes the country's rules, for a person to accept; None when there is none to offer.

    Only slips that leave one way back are undone: a country's letters before the postcode, blanks and dashes in it,
    a leading zero that a spreadsheet ate, postcode and town in one field or in each other's.
    """
    if country is None or not check_address(party, country):
        return None
    for postcode, city in _readings(party, country):
        tried = replace(party, country=country.country, postcode=postcode, city=city)
        if not check_address(tried, country):
            return tried
    return None


def terms_problem(days: int | None, limit_minor: int | None, currency: str) -> str | None:
    """Why these terms cannot be granted, as a sentence; None when they can. Limit in minor units of `currency`."""
    if days is not None and not 0 <= days <= TERMS_DAYS_MAX:
        return (
            f"{days} days are no terms of payment. Use 0 to {TERMS_DAYS_MAX}, or leave it empty for prepaid."
        )
    if limit_minor is None:
        return None
    if days is None:
        return "A credit limit needs days of payment: a buyer who pays before owes nothing. Give both or neither."
    if not 0 <= limit_minor <= CREDIT_LIMIT_MINOR_MAX:
        return (
            "The credit limit must be zero or more, and a sum that can be owed. Leave it empty for no limit."
        )
    if currency not in MINOR_DIGITS:
        return f"“{currency[:10]}” is no currency. Use its three letters, such as EUR."
    return None


# A spreadsheet takes the zeros in front away (00501 in New York State); what lacks more was never a postcode.
LOST_ZEROS_MAX = 2


def _readings(party: PartyDraft, country: CountryRules) -> Iterator[tuple[str, str]]:
    """(postcode, town) as they may have been meant, the likeliest first."""
    given, city = party.postcode.strip(), party.city.strip()
    bare = re.sub(r"^[A-Z]{1,3}[\s-]+(?=\d)", "", given.upper())
    yield bare, city
    yield re.sub(r"[\s.-]", "", bare), city
    if bare.isdecimal() and country.postcode_examples and country.postcode_examples[0].isdecimal():
        whole = bare.zfill(len(country.postcode_examples[0]))
        if len(whole) - len(bare) <= LOST_ZEROS_MAX:
            yield whole, city
    yield city, given
    for text in (city, given):
        words = text.split()
        for cut in range(1, len(words)):
            yield " ".join(words[:cut]), " ".join(words[cut:])
            yield " ".join(words[cut:]), " ".join(words[:cut])


def _unknown_country(found: str) -> AddressProblem:
    if not found.strip():
        return AddressProblem(
            "customers.no_country", "country", "The country is missing. Ask the buyer for it."
        )
    return AddressProblem(
        "customers.unknown_country",
        "country",
        f"“{found.strip()[:40]}” is no country we know. Use its two letters, such as DE, FR or US.",
    )


def _postcode(party: PartyDraft, country: CountryRules) -> list[AddressProblem]:
    text = party.postcode.strip().upper()
    if not text or not country.postcode_shapes:
        return []
    if any(re.fullmatch(shape, text) for shape in country.postcode_shapes):
        return []
    return [
        AddressProblem(
            "customers.bad_postcode",
            "postcode",
            f"“{party.postcode.strip()[:40]}” is no postcode of {country.name}"
            f"{_example(country.postcode_examples)}. Check it with the buyer.",
        )
    ]


def _region(party: PartyDraft, country: CountryRules) -> list[AddressProblem]:
    text = party.region.strip().lower()
    if not text or "region" not in country.required or not country.regions or text in country.regions:
        return []
    return [
        AddressProblem(
            "customers.bad_region",
            "region",
            f"“{party.region.strip()[:40]}” is no state or province of {country.name}. Use its name or its code.",
        )
    ]


def _example(examples: tuple[str, ...]) -> str:
    return f", such as {examples[0]}" if examples else ""
