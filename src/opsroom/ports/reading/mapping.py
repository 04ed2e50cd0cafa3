"""Which column feeds which field: by title, then by what the cells hold; refuses to map one column twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC

from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.ports.file_format import Column, ColumnMapping, Problem, Severity
from opsroom.ports.reading.cells import parse_decimal
from opsroom.ports.reading.dates import Moment, parse_moment

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
EVIDENCE_SHARE_MIN = 0.8


def plain(title: str) -> str:
    """A title without case, accents, spaces and signs: "Order #" and "order" are one, "Tax" and "Tax %" are two."""
    flat = unicodedata.normalize("NFKD", title.casefold().replace("%", "percent"))
    return "".join(
        character for character in flat if character.isalnum() and not unicodedata.combining(character)
    )


def _is_email(text: str) -> bool:
    return bool(_EMAIL.match(text))


def _is_moment(text: str) -> bool:
    return len(text) >= 8 and isinstance(parse_moment(text, UTC), Moment)


def _is_currency(text: str) -> bool:
    return text in MINOR_DIGITS


def _is_whole(text: str) -> bool:
    number = parse_decimal(text)
    return number is not None and number == number.to_integral_value() and 0 < number < 10_000


def _is_price(text: str) -> bool:
    return bool(re.search(r"[.,]\d{2}\Z", text)) and parse_decimal(text) is not None


EVIDENCE: dict[str, tuple[Callable[[str], bool], str]] = {
    "placed_at": (_is_moment, "its cells are dates"),
    "email": (_is_email, "its cells are mail addresses"),
    "currency": (_is_currency, "its cells are currency codes"),
    "quantity": (_is_whole, "its cells are whole numbers"),
    "unit_price": (_is_price, "its cells are prices"),
}


def propose(
    columns: Sequence[Column], header: Sequence[str], sample: Sequence[Sequence[str]] = ()
) -> ColumnMapping:
    """Exact titles first, then synonyms in their order, then evidence for fields still open."""
    by_plain: dict[str, str] = {}
    for title in header:
        by_plain.setdefault(plain(title), title)
    chosen: dict[str, str] = {}
    reasons: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        for name in (column.field, column.title, *column.synonyms):
            known = by_plain.get(plain(name))
            if known is not None and known not in taken:
                chosen[column.field] = known
                reasons[column.field] = f'the title "{known}"'
                taken.add(known)
                break
    for column in columns:
        if column.field not in chosen and column.field in EVIDENCE:
            _by_evidence(column.field, header, sample, chosen, reasons, taken)
    return ColumnMapping(
        columns=chosen,
        unmapped=tuple(title for title in header if title not in taken),
        missing=tuple(column.field for column in columns if column.required and column.field not in chosen),
        reasons=reasons,
    )


def _by_evidence(
    field: str,
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    chosen: dict[str, str],
    reasons: dict[str, str],
    taken: set[str],
) -> None:
    """The one untaken column whose filled cells nearly all fit; two such columns are no evidence."""
    fits, why = EVIDENCE[field]
    found = []
    for place, title in enumerate(header):
        cells = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
        if title in taken or not cells:
            continue
        if sum(1 for cell in cells if fits(cell)) >= EVIDENCE_SHARE_MIN * len(cells):
            found.append(title)
    if len(found) == 1:
        chosen[field] = found[0]
        reasons[field] = why
        taken.add(found[0])


def missing_problem(
    columns: Sequence[Column], mapping: ColumnMapping, header: Sequence[str]
) -> Problem | None:
    """The file's error when a required field has no column."""
    missing = [column for column in columns if column.field in mapping.missing]
    if not missing:
        return None
    names = ", ".join(f'"{column.title}" (for example {column.example})' for column in missing)
    seen = ", ".join(header[:8]) + (" ..." if len(header) > 8 else "")
    sentence = f"No column was found for {names}. The file has: {seen}. Choose the column, then check again."
    return Problem(1, missing[0].field, seen, sentence, Severity.ERROR, "file.missing_column")


def recognised_share(columns: Sequence[Column], header: Sequence[str]) -> tuple[float, int, bool]:
    """Share of the titles known, how many, and whether all required ones are there."""
    mapping = propose(columns, header)
    known = len(mapping.columns)
    return known / max(1, len(header)), known, not mapping.missing
