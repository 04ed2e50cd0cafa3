"""What a stored field holds: public, internal, personal, secret or money; refuses a field named twice (P1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How careful one has to be with a field."""

    PUBLIC = "public"  # stands on papers and pages for strangers
    INTERNAL = "internal"  # of the business: ids, codes, states, counts; names nobody
    PERSONAL = "personal"  # says something about a person: erasable, never in events, logs, jobs or books
    SECRET = "secret"  # noqa: S105  # opens something: sealed or hashed, shown to nobody
    MONEY = "money"  # amounts, prices, limits


@dataclass(frozen=True, slots=True)
class TableFields:
    """One table: column -> kind, and in words when its personal fields go."""

    fields: Mapping[str, FieldKind]
    ends: str = ""


def table(
    *,
    public: str = "",
    internal: str = "",
    personal: str = "",
    secret: str = "",
    money: str = "",
    ends: str = "",
) -> TableFields:
    """Columns by kind, each a list with spaces between. Personal fields need `ends`. Raises ValueError."""
    named = {
        FieldKind.PUBLIC: public, FieldKind.INTERNAL: internal, FieldKind.PERSONAL: personal,
        FieldKind.SECRET: secret, FieldKind.MONEY: money,
    }  # fmt: skip
    found: dict[str, FieldKind] = {}
    for kind, columns in named.items():
        for column in columns.split():
            if column in found:
                raise ValueError(f"{column} is said to be {found[column]} and {kind}")
            found[column] = kind
    if personal and not ends:
        raise ValueError(f"say when {personal} is erased")
    return TableFields(found, ends)
