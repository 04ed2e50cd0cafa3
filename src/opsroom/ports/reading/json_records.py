"""The records of a JSON file one by one, numbers exact; refuses NaN, doubled keys and what is no record, by line."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from opsroom.kernel.values import limits
from opsroom.ports.file_format import Problem, Severity
from opsroom.ports.reading.json_scan import JsonScanner, Place, Slice
from opsroom.ports.reading.sniff import find_encoding, wrong_kind

_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(\s*[\]}])', re.DOTALL)


@dataclass(slots=True)
class JsonRecord:
    """One record: its number in the file from 0, the value (None when it could not be read) and what is wrong.

    A file-level problem has number −1.
    """

    number: int
    value: Any
    problems: list[Problem] = field(default_factory=list)


def read_records(
    stream: BinaryIO, many: Sequence[str], one: Sequence[str], start: int = 0, encoding: str | None = None
) -> Iterator[JsonRecord]:
    """Records of `{"orders": [..]}` (names in `many`), `{"order": {..}}` (names in `one`), a bare list, single
    objects, or objects one after the other. Records before `start` are passed over without being judged.
    """
    stream.seek(0)
    wrong = wrong_kind(stream.read(limits.FILE_HEAD_BYTES), "JSON")
    if wrong is not None:
        problem = Problem(0, "", wrong.found, wrong.sentence, Severity.ERROR, "file.wrong_kind")
        yield JsonRecord(-1, None, [problem])
        return
    found = find_encoding(stream, encoding)
    scanner = JsonScanner(stream, found.codec)
    try:
        yield from _top(scanner, frozenset(many), frozenset(one), start)
    finally:
        scanner.close()


def _top(scanner: JsonScanner, many: frozenset[str], one: frozenset[str], start: int) -> Iterator[JsonRecord]:
    number = 0
    while first := scanner.peek():
        if scanner.take("["):
            number = yield from _elements(scanner, number, start)
        elif first == "{":
            number = yield from _object(scanner, many, one, number, start)
        else:
            yield _broken(scanner, number, "the beginning of a record")
            return
        if number < 0:
            return
        scanner.take(",")


def _elements(scanner: JsonScanner, number: int, start: int) -> Generator[JsonRecord, None, int]:
    """Elements up to the closing bracket. Returns the next number, −1 when nothing after can be trusted."""
    while not scanner.take("]"):
        if not scanner.peek():
            yield _cut_off(scanner.place(), number)
            return -1
        piece = scanner.value()
        if not piece.text and not piece.long and piece.whole:
            yield _broken(scanner, number, "a record")
            return -1
        if number >= start or not piece.whole:
            yield _judge(piece, number)
        number += 1
        if not piece.whole:
            return -1
        if not scanner.take(",") and scanner.peek() not in {"]", ""}:
            yield _broken(scanner, number, "a comma or ]")
            return -1
    return number


def _object(
    scanner: JsonScanner, many: frozenset[str], one: frozenset[str], number: int, start: int
) -> Generator[JsonRecord, None, int]:
    """An envelope around records, or a record itself, put together from its members."""
    begin = scanner.place()
    scanner.take("{")
    members: list[str] = []
    kept = 0
    enveloped = trailing = False
    while not scanner.take("}"):
        if not scanner.peek():
            yield _cut_off(scanner.place(), number)
            return -1
        key = scanner.value()
        if not key.text.startswith('"') or not scanner.take(":"):
            yield _broken(scanner, number, "a name in quotes and a colon")
            return -1
        name = key.text[1:-1]
        if name in many and scanner.peek() == "[":
            scanner.take("[")
            number = yield from _elements(scanner, number, start)
            enveloped = True
            if number < 0:
                return -1
        else:
            piece = scanner.value()
            if not piece.whole:
                yield _judge(piece, number)
                return -1
            if name in one and piece.text.startswith("{"):
                enveloped = True
                if number >= start:
                    yield _judge(piece, number)
                number += 1
            kept += len(piece.text) + len(key.text)
            if kept <= limits.JSON_RECORD_CHARS_MAX:
                members.append(f"{key.text}:{piece.text or 'null'}")
        comma = scanner.take(",")
        trailing = comma and scanner.peek() == "}"
        if not comma and scanner.peek() not in {"}", ""}:
            yield _broken(scanner, number, "a comma or }")
            return -1
    if not enveloped:
        if number >= start:
            text = "{" + ",".join(members) + ("," if trailing else "") + "}"
            yield _judge(Slice(text, begin, long=kept > limits.JSON_RECORD_CHARS_MAX), number)
        number += 1
    return number


def _judge(piece: Slice, number: int) -> JsonRecord:
    row = number + 1
    if piece.long:
        sentence = (
            f"Record {row}, line {piece.place.line}, holds more than {limits.JSON_RECORD_CHARS_MAX:,} characters. "
            "Export it again with fewer details. The other records are not affected."
        )
        return JsonRecord(number, None, [_error(row, "", sentence, "record.too_long")])
    if not piece.whole:
        return _cut_off(piece.place, number)
    value, problems = parse_value(piece.text, piece.place, row)
    return JsonRecord(number, value, problems)


def parse_value(text: str, place: Place, row: int) -> tuple[Any, list[Problem]]:
    """One JSON value, numbers as int and Decimal. A comma too many is forgiven and told."""
    problems: list[Problem] = []
    try:
        return _loads(text), problems
    except json.JSONDecodeError as fault:
        repaired = _TRAILING_COMMA.sub(lambda match: match.group(1) or match.group(2), text)
        if repaired != text:
            try:
                value = _loads(repaired)
            except (ValueError, RecursionError):
                pass
            else:
                sentence = f"Record {row}, line {place.line}, had a comma too many. It was read without it."
                return value, [Problem(row, "", ",", sentence, Severity.FLAG, "json.trailing_comma")]
        line = place.line + fault.lineno - 1
        column = fault.colno + (place.column - 1 if fault.lineno == 1 else 0)
        found = text[fault.pos : fault.pos + 20].split("\n")[0]
        sentence = (
            f'Record {row} is not valid JSON at line {line}, column {column}: found "{found}". It was left out; '
            "the other records are not affected. Export it again or correct the line."
        )
        return None, [_error(row, found, sentence, "json.invalid")]
    except (ValueError, RecursionError) as fault:
        sentence = (
            f"Record {row}, line {place.line}: {_reason(fault)} It was left out. Correct it and import again."
        )
        return None, [_error(row, "", sentence, "json.refused")]


class _Refused(ValueError):
    """What JSON allows or tolerates and we do not."""


def _reason(fault: Exception) -> str:
    if isinstance(fault, _Refused):
        return str(fault)
    if isinstance(fault, RecursionError):
        return "it is nested too deeply."
    return "it holds a number that cannot be read."


def _loads(text: str) -> Any:
    value = json.loads(
        text,
        parse_float=_number,
        parse_int=_whole,
        parse_constant=_constant,
        object_pairs_hook=_pairs,
        strict=False,
    )
    _refuse_depth(value)
    return value


def _refuse_depth(value: Any) -> None:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(limits.JSON_DEPTH_MAX):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise _Refused("it is nested too deeply.")


def _number(text: str) -> Decimal:
    if len(text) > limits.JSON_NUMBER_CHARS_MAX:
        raise _Refused(f"the number {text[:20]}... is too long.")
    number = Decimal(text)
    if abs(number.adjusted()) > limits.JSON_NUMBER_CHARS_MAX:
        raise _Refused(f"the number {text} is out of all bounds.")
    return number


def _whole(text: str) -> int:
    if len(text) > limits.JSON_NUMBER_CHARS_MAX:
        raise _Refused(f"the number {text[:20]}... is too long.")
    return int(text)


def _constant(text: str) -> Any:
    raise _Refused(f"{text} is not a number.")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise _Refused(f'the name "{key[:40]}" stands twice with two values.')
        found[key] = value
    return found


def _cut_off(place: Place, number: int) -> JsonRecord:
    sentence = (
        f"The file ends in the middle of a record (line {place.line}, column {place.column}). It was probably cut "
        f"off: export it again. {_before(number)}"
    )
    return JsonRecord(-1, None, [_error(number + 1, "", sentence, "json.cut_off")])


def _broken(scanner: JsonScanner, number: int, wanted: str) -> JsonRecord:
    place, found = scanner.place(), scanner.peek()
    sentence = (
        f'The file is not valid JSON at line {place.line}, column {place.column}: found "{found}" where {wanted} '
        f"was expected. Nothing after it was read. {_before(number)}"
    )
    return JsonRecord(-1, None, [_error(number + 1, found, sentence, "json.invalid")])


def _before(number: int) -> str:
    if not number:
        return "Nothing was imported."
    if number == 1:
        return "The record before it is whole and was read."
    return f"The {number:,} records before it are whole and were read."


def _error(row: int, found: str, sentence: str, code: str) -> Problem:
    return Problem(row, "", found, sentence, Severity.ERROR, code)
