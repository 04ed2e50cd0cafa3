"""Words the findings of an import's check as problems and questions; refuses sentences that say nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opsroom.kernel.values.limits import IMPORT_FAR_PERCENT, IMPORT_NAMES_SHOWN_COUNT

Json = dict[str, Any]
PLACED = ("Row ", "Order ", "Record ")  # such sentences say themselves where it is


def problem(
    row: int, field: str, found: str, sentence: str, severity: str, code: str, fix: str | None = None
) -> Json:
    """A finding of the check, marked as such so that the next check replaces it. The sentence is led by where it is."""
    where = "" if row == 0 or sentence.startswith(PLACED) else f"Row {row}: "
    return {
        "row": row,
        "field": field,
        "found": found,
        "sentence": where + sentence,
        "severity": severity,
        "code": code,
        "fix": fix,
        "origin": "check",
    }


def from_file(problems: Sequence[Json]) -> list[Json]:
    """Those that the reader of the file found."""
    return [one for one in problems if one.get("origin") != "check"]


@dataclass(frozen=True, slots=True)
class Question:
    """Something about the import as a whole. `options`: (answer, words). A blocking one must be answered first."""

    code: str
    sentence: str
    options: tuple[tuple[str, str], ...]
    blocking: bool
    answer: str | None = None

    def as_json(self) -> Json:
        """As kept with the import's effects."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "options": [list(option) for option in self.options],
            "blocking": self.blocking,
            "answer": self.answer,
        }


def listed(names: Sequence[str]) -> str:
    """“a”, “b” and 3 more."""
    shown = [f"“{name}”" for name in names[:IMPORT_NAMES_SHOWN_COUNT]]
    more = len(names) - len(shown)
    if more:
        return ", ".join(shown) + f" and {more:,} more"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" and {shown[-1]}"


def is_far(new: Decimal | None, old: Decimal | None) -> bool:
    """Whether a price or cost is so far from the last one that it may be a slip."""
    if new is None or not old:
        return False
    return abs(new - old) * 100 > old * IMPORT_FAR_PERCENT


def far_sentence(what: str, new: Decimal, old: Decimal) -> str:
    """“Unit cost 98.50 is ten times the last, 9.85.”"""
    times = new / old
    whole = {2: "twice", 3: "three times", 10: "ten times", 100: "a hundred times", 1000: "a thousand times"}
    if times in whole:
        how = whole[int(times)]
    elif times >= 2:
        how = f"{times:.1f} times"
    elif new > old:
        how = f"{(times - 1) * 100:.0f}% above"
    else:
        how = f"{(1 - times) * 100:.0f}% below"
    return f"{what} {plain(new)} is {how} the last, {plain(old)}. Confirm it, or correct it here."


def plain(amount: Decimal) -> str:
    """At least two decimals, no useless zeros after them: 9.85, 1,098.50, 0.012."""
    text = f"{amount.normalize():,f}"
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(2, '0')}"
