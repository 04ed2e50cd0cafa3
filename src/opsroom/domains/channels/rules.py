"""Decides how a channel may be called and what a staged row's verdict is; refuses a commit past an open question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from opsroom.domains.channels.errors import BadChannel

CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
PREFIX: Final = re.compile(r"[A-Z][A-Z0-9]{0,4}")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChannelDraft:
    """A channel as it should be. `prefix` begins its order numbers; `go_live_at` is the day it began to trade here."""

    code: str
    prefix: str
    name: str
    connector: str
    currency: str
    timezone: str = "UTC"
    go_live_at: datetime | None = None
    prices_include_tax: bool = True
    fulfilled_by: str = "us"
    invoice_issuer: str = "us"
    tax_remitter: str = "us"
    active: bool = True


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One record on its way into staging; JSON fields as objects."""

    number: int
    first_row: int
    kind: str
    natural_key: str
    raw: Any
    value: Json | None
    problems: Sequence[Json]
    row_numbers: Sequence[int] = ()


def refuse_bad(draft: ChannelDraft) -> None:
    """Raises BadChannel for a code, prefix or name that cannot be."""
    if not CODE.fullmatch(draft.code):
        raise BadChannel(
            field="The code",
            found=draft.code[:60],
            usual="Use small letters, digits and dashes, such as my-shop.",
        )
    if not PREFIX.fullmatch(draft.prefix):
        raise BadChannel(
            field="The prefix", found=draft.prefix[:60], usual="Use 1 to 5 capitals or digits, such as SH."
        )
    if not draft.name.strip():
        raise BadChannel(field="The name", found="", usual="Write what your team calls this shop.")


def prefix_for(name: str, taken: Sequence[str]) -> str:
    """A free order prefix made of a name's letters: "Northbay Shop" -> "NS", then "NS2" ..."""
    words = re.findall(r"[A-Za-z0-9]+", name.upper()) or ["CH"]
    base = "".join(word[0] for word in words)[:3] if len(words) > 1 else words[0][:2]
    if not base[0].isalpha():
        base = "C" + base[:2]
    if base not in taken:
        return base
    number = 2
    while f"{base}{number}" in taken:
        number += 1
    return f"{base}{number}"


def verdict_of(problems: Sequence[Mapping[str, Any]], *, has_value: bool) -> str:
    """error, question or ready, by the worst problem that still stands. Accepted questions stand no more."""
    severities = {problem["severity"] for problem in problems if not problem.get("accepted")}
    if "error" in severities or not has_value:
        return "error"
    return "question" if "question" in severities else "ready"


def keep_answers(old: Sequence[Mapping[str, Any]], new: Sequence[Json]) -> list[Json]:
    """The new problems; those a person accepted before, unchanged in field and finding, stay accepted."""
    accepted = {_what(problem) for problem in old if problem.get("accepted")}
    return [problem | {"accepted": True} if _what(problem) in accepted else problem for problem in new]


def _what(problem: Mapping[str, Any]) -> tuple[Any, Any, Any, Any]:
    return problem["code"], problem["row"], problem["field"], problem["found"]
