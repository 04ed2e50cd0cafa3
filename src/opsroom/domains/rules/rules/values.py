"""What a rule is made of, as values: conditions on the whole order, acts, and the facts judged; refuses no content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What a condition asks, by key: (what a person reads before the values, what values it takes).
WHATS: Mapping[str, tuple[str, str]] = {
    "channel_is": ("the channel is", "channels"),
    "channel_is_not": ("the channel is not", "channels"),
    "country_is": ("the country is", "countries"),
    "country_is_not": ("the country is not", "countries"),
    "sku_any": ("any line is SKU", "skus"),
    "sku_every": ("every line is SKU", "skus"),
    "sku_none": ("no line is SKU", "skus"),
    "value_at_least": ("the order value is at least", "money"),
    "value_under": ("the order value is less than", "money"),
    "units_at_least": ("the units are at least", "count"),
    "units_under": ("the units are fewer than", "count"),
    "weight_at_least": ("the weight is at least", "weight"),
    "weight_under": ("the weight is less than", "weight"),
    "tag_has": ("the order is tagged", "tags"),
    "tag_has_not": ("the order is not tagged", "tags"),
    "delivery_says": ("the delivery method says", "words"),
    "delivery_says_not": ("the delivery method does not say", "words"),
    "fulfilled_is": ("it is fulfilled by", "fulfillers"),
    "fulfilled_is_not": ("it is not fulfilled by", "fulfillers"),
    "first_yes": ("it is the customer's first order", "nothing"),
    "first_no": ("it is not the customer's first order", "nothing"),
    "payment_is": ("the payment is", "payments"),
    "payment_is_not": ("the payment is not", "payments"),
}
# Of each pair exactly one holds whenever the fact is known.
OPPOSITES: Mapping[str, str] = {
    "channel_is": "channel_is_not",
    "country_is": "country_is_not",
    "sku_any": "sku_none",
    "value_at_least": "value_under",
    "units_at_least": "units_under",
    "weight_at_least": "weight_under",
    "tag_has": "tag_has_not",
    "delivery_says": "delivery_says_not",
    "fulfilled_is": "fulfilled_is_not",
    "first_yes": "first_no",
    "payment_is": "payment_is_not",
}
FULFILLERS: Mapping[str, str] = {
    "us": "us",
    "marketplace": "the marketplace",
    "till": "the till",
    "supplier": "the supplier",
    "3pl": "a warehouse partner",
    "nobody": "nobody",
}
PAYMENTS: Mapping[str, str] = {
    "pending": "pending",
    "authorised": "authorised",
    "captured": "paid",
    "terms": "on terms",
    "cod": "cash on delivery",
    "guaranteed": "guaranteed by the channel",
    "part_refunded": "part refunded",
    "refunded": "refunded",
    "voided": "voided",
}
ACTS: Mapping[str, str] = {
    "tag": "add the tag",
    "hold": "hold it, saying",
    "priority": "set its priority to",
    "site": "prefer the site",
    "delivery": "set the delivery method to",
    "assign": "give it to",
}
# An order has one of each: the first rule in order that sets it keeps it.
EXCLUSIVE = frozenset({"priority", "site", "delivery", "assign"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about the whole order. `values`: codes; money as (minor units, currency); weight in grams."""

    what: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a rule does. `value`: tag, text of the hold, -9 to 9, site code, delivery method, user id."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Content:
    """What one version of a rule says. `match`: all | any of the conditions; none at all means every order."""

    name: str
    match: str
    conditions: tuple[Condition, ...]
    acts: tuple[Act, ...]
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """A version of a rule in its place: rules are judged in the order given."""

    rule_id: int
    version_id: int
    content: Content


@dataclass(frozen=True, slots=True)
class Facts:
    """What is judged of one order. None and empty text mean not known; SKUs by code, as sent where nobody knows it."""

    channel: str
    country: str
    skus: tuple[str, ...]
    value_minor: int
    currency: str
    units: int
    weight_g: int | None
    tags: frozenset[str]
    delivery: str  # what the customer chose, not what a rule made of it
    fulfilled_by: str
    first: bool | None
    payment: str


_KEYS = {
    "channel": "ch", "country": "co", "skus": "sk", "value_minor": "v", "currency": "cu", "units": "u",
    "weight_g": "w", "tags": "t", "delivery": "d", "fulfilled_by": "f", "first": "1", "payment": "p",
}  # fmt: skip


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Short keys, sorted lists: what an evaluation keeps."""
    out: dict[str, Any] = {short: getattr(facts, name) for name, short in _KEYS.items()}
    return {**out, "sk": list(facts.skus), "t": sorted(facts.tags)}


def facts_from_json(kept: Mapping[str, Any]) -> Facts:
    """The facts as they were judged."""
    named = {name: kept[short] for name, short in _KEYS.items()}
    return Facts(**{**named, "skus": tuple(kept["sk"]), "tags": frozenset(kept["t"])})


def content_to_json(content: Content) -> dict[str, Any]:
    """What a version keeps beside its name."""
    return {
        "match": content.match,
        "conditions": [[c.what, list(c.values)] for c in content.conditions],
        "acts": [[a.kind, a.value] for a in content.acts],
        "stop": content.stop,
    }


def content_from_json(name: str, kept: Mapping[str, Any]) -> Content:
    """The content of a stored version."""
    conditions: Sequence[Sequence[Any]] = kept["conditions"]
    return Content(
        name=name,
        match=kept["match"],
        conditions=tuple(Condition(what, tuple(values)) for what, values in conditions),
        acts=tuple(Act(kind, value) for kind, value in kept["acts"]),
        stop=bool(kept["stop"]),
    )
