"""Puts one staged record together; refuses to hand on a value beside an error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opsroom.ports.file_format import Problem, Raw, RecordKind, Severity, StagedRecord
from opsroom.ports.incoming import IncomingOrder, IncomingProduct, IncomingStock
from opsroom.ports.incoming_house import HouseValue
from opsroom.ports.incoming_line import IncomingLine

Value = IncomingOrder | IncomingProduct | IncomingStock | IncomingLine | HouseValue


def staged(
    kind: RecordKind,
    number: int,
    key: str,
    rows: Sequence[int],
    raw: Raw,
    value: Value | None,
    problems: Iterable[Problem],
) -> StagedRecord:
    """The record; its value goes when an error stands among its problems, each of which is told once."""
    found = tuple(dict.fromkeys(problems))
    if any(problem.severity is Severity.ERROR for problem in found):
        value = None
    return StagedRecord(kind, number, key, rows[0] if rows else 0, tuple(rows), raw, value, found)


def of_file(problem: Problem) -> StagedRecord:
    """A problem of the file as a whole."""
    return StagedRecord(RecordKind.FILE, -1, "", problem.row, (), {}, None, (problem,))
