"""What a person types into the builder, read into a rule's values and shown again; refuses with what would work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from opsroom.domains.access import queries as access
from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.rules.rules import FULFILLERS, PAYMENTS, WHATS, Act, Condition, Content, Names
from opsroom.domains.rules.rules.wording import weight_words
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.money import Money

HELP: Mapping[str, str] = {
    "channels": "Channels by name, with commas.",
    "countries": "Countries, with commas: CH, AT.",
    "skus": "SKUs, with commas: A1, B2.",
    "money": "An amount with tax: 100 or 100 USD.",
    "count": "Pieces of goods, a whole number.",
    "weight": "Kilograms: 2.5. Orders of which a weight is missing never match.",
    "tags": "Tags, with commas.",
    "words": "Words that stand in it, with commas: DHL, Express.",
    "fulfillers": "us, marketplace, till, supplier, 3pl or nobody.",
    "payments": "pending, authorised, paid, terms, cod, guaranteed, refunded or voided.",
    "nothing": "Nothing to fill in. Guests count as not known.",
}
ACT_HELP: Mapping[str, str] = {
    "tag": "One tag.",
    "hold": "What the next person should know. It may name nobody.",
    "priority": "-9 to 9; 0 is usual, higher goes first.",
    "site": "A site's name or code. It is asked first, where it serves the channel.",
    "delivery": "As slips and the carrier's file should say it.",
    "assign": "me, or a colleague's e-mail.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """What may be named in this company: codes by folded name and code, and how codes are shown."""

    company: CompanyFacts
    channels: Mapping[str, str]
    sites: Mapping[str, str]
    names: Names


def words_of(actor: Actor, company: CompanyFacts, content: Content | None = None) -> Words:
    """`content`: the rule whose people are to be named too."""
    joined = channels.channels_of(actor, company.id)
    sites = list(warehouse.sites(actor).filter(company_id=company.id))
    ids = {int(act.value) for act in content.acts if act.kind == "assign"} if content else set()
    people = {str(pk): name for pk, name in access.person_names(actor, ids).items()}
    return Words(
        company,
        {key.casefold(): c.code for c in joined for key in (c.code, c.name)},
        {key.casefold(): s.code for s in sites for key in (s.code, s.name)},
        Names({c.code: c.name for c in joined}, {s.code: s.name for s in sites}, people),
    )


def read_condition(what: str, text: str, words: Words) -> tuple[Condition, str]:
    """The condition and what is wrong with its value, empty when nothing is."""
    takes = WHATS[what][1] if what in WHATS else "nothing"
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    if takes == "nothing":
        return Condition(what), ""
    if not parts:
        return Condition(what), "Fill in a value or remove the line."
    if takes in ("money", "count", "weight"):
        return _number(what, takes, text.strip(), words.company.currency)
    known: Mapping[str, str] | None = {
        "channels": words.channels,
        "fulfillers": _folded(FULFILLERS),
        "payments": _folded(PAYMENTS),
    }.get(takes)
    if takes == "countries":
        known = {part.casefold(): code for part in parts if (code := code_of(part))}
    if known is None:
        return Condition(what, parts), ""
    strange = [part for part in parts if part.casefold() not in known]
    if strange:
        return Condition(what, parts), f"“{strange[0]}” is not known here. {HELP[takes]}"
    return Condition(what, tuple(dict.fromkeys(known[part.casefold()] for part in parts))), ""


def _folded(known: Mapping[str, str]) -> dict[str, str]:
    return {key.casefold(): code for code, name in known.items() for key in (code, name)}


def _number(what: str, takes: str, text: str, currency: str) -> tuple[Condition, str]:
    if takes == "money":
        head, _, last = text.rpartition(" ")
        named = last.upper() if len(last) == 3 and last.isalpha() else currency
        try:
            amount = parse_amount(head if named == last.upper() and head else text, named)
        except CodedError as error:
            return Condition(what, (text, named)), str(error)
        return Condition(what, (str(amount.minor), named)), "" if amount.minor >= 0 else "Not below zero."
    try:
        number = Decimal(text.replace(",", ".").removesuffix("kg").strip())
    except InvalidOperation:
        return Condition(what, (text,)), f"“{text}” is no number. {HELP[takes]}"
    grams = number * 1000 if takes == "weight" else number
    if not number.is_finite() or grams != int(grams) or not 0 <= grams < 10**9:
        return Condition(what, (text,)), f"“{text}” does not fit. {HELP[takes]}"
    return Condition(what, (str(int(grams)),)), ""


def read_act(kind: str, text: str, words: Words, actor: Actor) -> tuple[Act, str]:
    """The act and what is wrong with its value, empty when nothing is."""
    value = " ".join(text.split())
    if not value:
        return Act(kind, ""), "Fill in a value or remove the line."
    if kind == "site":
        code = words.sites.get(value.casefold())
        return Act(kind, code or value), "" if code else f"There is no site “{value}”."
    if kind == "assign":
        user_id = actor.user_id if value.casefold() == "me" else access.user_id_of(value)
        person = (
            access.person_actor(user_id, way="web", company_id=words.company.id)
            if user_id is not None
            else None
        )
        if person is None or words.company.id not in person.company_ids:
            return Act(kind, ""), f"Nobody with the e-mail “{value}” works here."
        return Act(kind, str(user_id)), ""
    return Act(kind, value), ""


def condition_text(condition: Condition, words: Words) -> str:
    """The value as it would be typed."""
    takes = WHATS[condition.what][1]
    values = condition.values
    if takes == "money" and len(values) == 2 and values[0].isdecimal():
        return str(Money(int(values[0]), values[1]))
    if takes == "weight" and values and values[0].isdecimal():
        return weight_words(int(values[0])).removesuffix(" kg")
    if takes == "payments":
        return ", ".join("paid" if v == "captured" else v for v in values)
    return ", ".join(words.names.channels.get(v, v) if takes == "channels" else v for v in values)


def act_text(act: Act, actor: Actor) -> str:
    """The value as it would be typed."""
    if act.kind == "assign" and act.value.isdecimal():
        return "me" if act.value == str(actor.user_id) else access.user_of(int(act.value)).email
    return act.value
