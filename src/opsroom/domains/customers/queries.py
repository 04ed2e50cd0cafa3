"""Reads of customers: people and addresses by id or text; refuses rows of other companies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from opsroom.domains.access.rules import require
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.customers.rules import TOLD, CustomerDraft, PartyDraft
from opsroom.kernel.records.questions import Question
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL, SEARCH_RESULTS_COUNT


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A person as stored. `erased_at` set: every other field is empty.

    `terms_days` None: pays before. `credit_limit_minor` None: no limit; else in minor units of `credit_currency`.
    """

    id: int
    name: str
    email: str
    phone: str
    locale: str
    note: str
    created_at: datetime
    erased_at: datetime | None
    terms_days: int | None = None
    credit_limit_minor: int | None = None
    credit_currency: str = ""


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """How a buyer may pay, without naming them. Days from the invoice; minor units of `credit_currency`."""

    customer_id: int
    terms_days: int | None
    credit_limit_minor: int | None
    credit_currency: str


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """An address as it was given; `problems` are objects with code, field and sentence."""

    id: int
    customer_id: int | None
    name: str
    organisation: str
    line1: str
    line2: str
    city: str
    region: str
    postcode: str
    country: str
    phone: str
    email: str
    vat_number: str
    problems: list[dict[str, str]]
    erased_at: datetime | None

    @property
    def draft(self) -> PartyDraft:
        """The same address as one that could be given again."""
        return PartyDraft(**{field.name: getattr(self, field.name) for field in fields(PartyDraft)})

    @property
    def lines(self) -> list[str]:
        """The address as printed, without empty lines; the country's own order is the carrier's matter."""
        place = " ".join(part for part in (self.postcode, self.city) if part)
        found = (self.name, self.organisation, self.line1, self.line2, place, self.region, self.country)
        return [line for line in found if line]


@dataclass(frozen=True, slots=True)
class Known:
    """A buyer as their channel told them before, for comparing with what it tells now."""

    id: int
    name: str
    email: str
    phone: str
    locale: str
    erased: bool

    def differs(self, told: CustomerDraft) -> bool:
        """Whether the channel tells anything new; an erased person is told nothing more."""
        return not self.erased and any(
            getattr(told, name) and getattr(told, name) != getattr(self, name) for name in TOLD
        )


_LETTERS_INDEXED = 3
_TERMS = ("terms_days", "credit_limit_minor", "credit_currency")
_CUSTOMER = ("id", "name", "email", "phone", "locale", "note", "created_at", "erased_at", *_TERMS)
_PARTY = (
    "id", "customer_id", "name", "organisation", "line1", "line2", "city", "region", "postcode", "country",
    "phone", "email", "vat_number", "problems", "erased_at",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Customer]:
    """The people this actor may see; the one filter behind every list of them."""
    require(actor, "customers.view")
    rows = Customer.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def customer(actor: Actor, customer_id: int) -> CustomerFacts | None:
    """One person, or None when there is none the actor may see."""
    row = visible_to(actor).filter(id=customer_id).values(*_CUSTOMER).first()
    return CustomerFacts(**row) if row else None


def terms_of(company_id: int, customer_ids: Collection[int]) -> dict[int, TermsFacts]:
    """Customer id -> how they may pay; for the verbs that ask before they let goods go. Names nobody."""
    rows = Customer.objects.filter(company_id=company_id, id__in=list(customer_ids), erased_at=None)
    return {pk: TermsFacts(pk, *rest) for pk, *rest in rows.values_list("id", *_TERMS)}


def names_of(company_id: int, customer_id: int) -> set[str]:
    """What a person is called and reached by, in their profile and their addresses: what free text may hold of them."""
    profile = Customer.objects.filter(company_id=company_id, id=customer_id)
    theirs = Party.objects.filter(company_id=company_id, customer_id=customer_id)
    told = theirs.values_list("name", "email", "phone", "organisation")
    found = {*profile.values_list("name", "email", "phone"), *told}
    return {word for row in found for word in row if word}


def firms_of_others(company_id: int, customer_id: int) -> set[str]:
    """A person's companies that other people buy for as well: such a name by itself points at nobody."""
    rows = Party.objects.filter(company_id=company_id).exclude(organisation="")
    theirs = rows.filter(customer_id=customer_id).values("organisation")
    others = rows.filter(organisation__in=theirs, erased_at=None, restricted_at=None)
    return set(others.exclude(customer_id=customer_id).values_list("organisation", flat=True))


def question_of_known(company_id: int, keys: Collection[str]) -> Question[dict[str, Known]]:
    """Buyers by their external key."""
    return Question(
        "SELECT external_key, id, name, email, phone, locale, erased_at IS NOT NULL"
        " FROM customers_customer WHERE company_id = %s AND external_key = ANY(%s::text[])",
        [company_id, sorted(keys)],
        lambda rows: {key: Known(*rest) for key, *rest in rows},
    )


def lock_customers(customer_ids: Collection[int]) -> None:
    """Holds buyers until the transaction ends, in id order, so that two judgements of their credit take turns."""
    rows = Customer.objects.select_for_update(no_key=True).filter(id__in=list(customer_ids)).order_by("id")
    list(rows.values_list("id", flat=True))


def parties(company_id: int, party_ids: Collection[int]) -> dict[int, PartyFacts]:
    """Party id -> address. For the domains that print it; they have asked who may see it.

    An address kept for an invoice only is empty here, as if it were erased; its country stays.
    """
    rows = Party.objects.filter(company_id=company_id, id__in=list(party_ids))
    return {row["id"]: _locked_away(row) for row in rows.values(*_PARTY, "restricted_at")}


def invoice_parties(company_id: int, party_ids: Collection[int]) -> dict[int, PartyFacts]:
    """Party id -> address, also of erased people whose invoices law keeps. For the paper of an invoice alone."""
    rows = Party.objects.filter(company_id=company_id, id__in=list(party_ids)).values(*_PARTY)
    return {row["id"]: PartyFacts(**row) for row in rows}


def _locked_away(row: dict[str, Any]) -> PartyFacts:
    restricted_at = row.pop("restricted_at")
    if restricted_at is None:
        return PartyFacts(**row)
    words = {name: "" for name, value in row.items() if isinstance(value, str) and name != "country"}
    return PartyFacts(**{**row, **words, "problems": [], "erased_at": restricted_at})


def parties_of(actor: Actor, customer_id: int) -> list[PartyFacts]:
    """Every address a person gave, the newest first."""
    if customer(actor, customer_id) is None:
        return []
    rows = Party.objects.filter(customer_id=customer_id).order_by("-id").values(*_PARTY, "restricted_at")
    return [_locked_away(row) for row in rows]


def find(actor: Actor, text: str) -> list[dict[str, Any]]:
    """The newest people whose name, company, e-mail or phone holds the text, or begins a word with one or two letters.

    Asked at every keystroke: each statement has its index, and what stands beside a name is read for rows shown alone.
    """
    wanted = text.strip()
    if not wanted:
        return []
    people = visible_to(actor).filter(erased_at=None)
    named = people.filter(
        _holds("name", wanted) | _like("email", wanted, "{}%") | _holds("phone", wanted)
    ).values("id")
    firms = Party.objects.filter(
        _holds("organisation", wanted), restricted_at=None, customer__in=people
    ).values("customer_id")
    # By a figure no index holds: else the newest of all are walked to the last, for letters nobody has.
    found = {
        -newest
        for rows, key in ((named, "id"), (firms, "customer_id"))
        for newest in rows.annotate(newest=-F(key)).order_by("newest").distinct()
        .values_list("newest", flat=True)[:SEARCH_RESULTS_COUNT]
    }  # fmt: skip
    shown = sorted(found, reverse=True)[:SEARCH_RESULTS_COUNT]
    facts = {row["id"]: row for row in people.filter(id__in=shown).values("id", "name", "email", "phone")}
    last = Party.objects.filter(customer_id__in=shown, restricted_at=None).order_by("customer_id", "-id")
    beside = {
        pk: {"city": city, "firm": firm}
        for pk, city, firm in last.distinct("customer_id").values_list("customer_id", "city", "organisation")
    }
    nothing = {"city": None, "firm": None}
    return [dict(facts[pk]) | beside.get(pk, nothing) for pk in shown if pk in facts]


def _holds(column: str, text: str) -> Q:
    """Anywhere in it; one or two letters where a word begins: an index of letters knows nothing shorter than three."""
    if len(text) >= _LETTERS_INDEXED:
        return _like(column, text, "%{}%")
    return _like(column, text, "{}%") | _like(column, text, "% {}%")


def _like(column: str, text: str, pattern: str) -> Q:
    """ILIKE on the bare column, which is what its index of letters answers; icontains asks another expression."""
    plain = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return Q(
        Func(
            F(column), Value(pattern.format(plain)), template="(%(expressions)s)", arg_joiner=" ILIKE ",
            output_field=BooleanField(),
        )
    )  # fmt: skip


def has_email(company_id: int, email: str) -> bool:
    """Whether a buyer of the company has this e-mail, whatever its capitals; the caller has asked who may know."""
    theirs = Customer.objects.filter(company_id=company_id, erased_at=None).alias(mail=Lower("email"))
    return theirs.filter(mail=Lower(Value(email))).exists()


def customer_page(
    actor: Actor, *, text: str = "", before_id: int | None = None, rows: int = PAGE_ROWS_USUAL
) -> list[CustomerFacts]:
    """One page of people, the newest first."""
    page = _holding(visible_to(actor), text)
    if before_id is not None:
        page = page.filter(id__lt=before_id)
    return [CustomerFacts(**row) for row in page.order_by("-id").values(*_CUSTOMER)[:rows]]


def customer_count(actor: Actor, *, text: str = "") -> int:
    """How many people a list with this text holds."""
    return _holding(visible_to(actor), text).count()


def numbers_of(actor: Actor, customer_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Customer id -> (code of their channel, the channel's number for them); guests without a number are left out."""
    rows = visible_to(actor).filter(id__in=list(customer_ids), external_key__isnull=False)
    parts = ((pk, str(key).partition(":")) for pk, key in rows.values_list("id", "external_key"))
    return {pk: (code, number) for pk, (code, _, number) in parts}


def _holding(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    if not text.strip():
        return rows
    return rows.filter(Q(name__icontains=text.strip()) | Q(email__icontains=text.strip()))


def customers_by_id(company_id: int, customer_ids: Collection[int]) -> dict[int, CustomerFacts]:
    """Customer id -> facts. For imports, which have asked who may write."""
    rows = Customer.objects.filter(company_id=company_id, id__in=list(customer_ids)).values(*_CUSTOMER)
    return {row["id"]: CustomerFacts(**row) for row in rows}


def parties_by_customer(company_id: int, customer_ids: Collection[int]) -> dict[int, list[PartyFacts]]:
    """Customer id -> the addresses they gave, the oldest first."""
    rows = Party.objects.filter(
        company_id=company_id, customer_id__in=list(customer_ids), restricted_at=None
    ).order_by("id")
    found: dict[int, list[PartyFacts]] = {}
    for row in rows.values(*_PARTY):
        found.setdefault(row["customer_id"], []).append(PartyFacts(**row))
    return found


def customers_by_key(company_id: int, keys: Collection[str]) -> dict[str, int]:
    """External key -> customer id."""
    rows = Customer.objects.filter(company_id=company_id, external_key__in=list(keys))
    return {
        key: customer_id for key, customer_id in rows.values_list("external_key", "id") if key is not None
    }


def customers_called(company_id: int, words: Collection[str]) -> dict[str, set[int]]:
    """Word in lower case -> ids of the customers with this name, e-mail address or firm; more than one is no answer."""
    wanted = sorted({word.casefold() for word in words if word})
    found: dict[str, set[int]] = {}
    rows = Customer.objects.filter(company_id=company_id)
    for column in ("name", "email"):
        same = rows.annotate(word=Lower(column)).filter(word__in=wanted)
        for word, pk in same.values_list("word", "id"):
            found.setdefault(word, set()).add(pk)
    firms = Party.objects.filter(company_id=company_id, customer_id__isnull=False)
    firms = firms.annotate(word=Lower("organisation")).filter(word__in=wanted)
    for word, customer_id in firms.values_list("word", "customer_id"):
        found.setdefault(word, set()).add(customer_id)
    return found


def ids_like(company_id: int, text: str, most: int = 1_000) -> list[int]:
    """Ids of the customers whose name or e-mail address holds the text, for lists of other domains."""
    rows = Customer.objects.filter(company_id=company_id)
    return list(
        rows.filter(Q(name__icontains=text) | Q(email__istartswith=text)).values_list("id", flat=True)[:most]
    )


def bare_parties(company_id: int, customer_ids: Collection[int]) -> dict[tuple[int | None, str], int]:
    """(customer, country) -> address that says no more than the country, as old histories know their buyers."""
    rows = Party.objects.filter(
        company_id=company_id, name="", organisation="", line1="", city="", postcode=""
    )
    rows = rows.filter(Q(customer_id__in=list(customer_ids)) | Q(customer_id__isnull=True))
    return {
        (row[0], row[1]): row[2] for row in rows.order_by("-id").values_list("customer_id", "country", "id")
    }
