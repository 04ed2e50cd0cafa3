"""Turns the port dataclasses into JSON and back, without loss; refuses floats and fields nobody declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from opsroom.ports.file_format import Problem, RecordKind, Severity
from opsroom.ports.incoming import IncomingOrder, IncomingProduct, IncomingStock
from opsroom.ports.incoming_house import (
    HouseValue,
    IncomingBalance,
    IncomingBuyer,
    IncomingPurchase,
    IncomingReceivable,
    IncomingSupplier,
)
from opsroom.ports.incoming_line import IncomingLine

Value = IncomingProduct | IncomingOrder | IncomingStock | IncomingLine | HouseValue
Json = dict[str, Any]

_CLASSES: dict[RecordKind, type] = {
    RecordKind.PRODUCT: IncomingProduct,
    RecordKind.ORDER: IncomingOrder,
    RecordKind.STOCK: IncomingStock,
    RecordKind.CUSTOMER: IncomingBuyer,
    RecordKind.SUPPLIER: IncomingSupplier,
    RecordKind.PURCHASE: IncomingPurchase,
    RecordKind.RECEIVABLE: IncomingReceivable,
    RecordKind.BALANCE: IncomingBalance,
    RecordKind.LINE: IncomingLine,
}


def to_json(value: Any) -> Json:
    """A port dataclass as a JSON object. What stands at its default is left out, so most objects stay short."""
    return {
        field.name: _plain(found)
        for field in _fields_of(type(value))  # type: ignore[arg-type]
        if (found := getattr(value, field.name)) != _default(field)
    }


def value_from_json(kind: RecordKind | str, found: Json) -> Value:
    """The value of a JSON object made by `to_json`."""
    result: Value = _builder(_CLASSES[RecordKind(kind)])(found)
    return result


def problem_to_json(problem: Problem) -> Json:
    """A problem as a JSON object with every field."""
    return {
        "row": problem.row,
        "field": problem.field,
        "found": problem.found,
        "sentence": problem.sentence,
        "severity": problem.severity.value,
        "code": problem.code,
        "fix": problem.fix,
    }


def problem_from_json(found: Json) -> Problem:
    """The problem of such an object; what a later check wrote beside it is ignored."""
    return Problem(
        row=found["row"],
        field=found["field"],
        found=found["found"],
        sentence=found["sentence"],
        severity=Severity(found["severity"]),
        code=found["code"],
        fix=found["fix"],
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float):
        raise TypeError(f"A float has no place among port values: {value!r}")
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return to_json(value)
    raise TypeError(f"{type(value).__name__} has no place among port values.")


@cache
def _fields_of(kind: Any) -> tuple[Field[Any], ...]:
    return tuple(fields(kind))


@cache
def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _builder(kind: Any) -> Callable[[Json], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def build(found: Json) -> Any:
        return kind(**{name: readers[name](value) for name, value in found.items()})

    return build


def _reader(hint: Any) -> Callable[[Any], Any]:
    """The function that reads one JSON value as this type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        known = [one for one in inner if one is not NoneType]
        read = _moment if set(known) == {date, datetime} else _reader(known[0])
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            one = _reader(inner[0])
            return lambda value: tuple(one(item) for item in value)
        parts = [_reader(part) for part in inner]
        return lambda value: tuple(read(item) for read, item in zip(parts, value, strict=True))
    if is_dataclass(hint):
        return _builder(hint)  # type: ignore[arg-type]
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, (Decimal, Enum)):
        return hint
    return lambda value: value


def _moment(value: str) -> date | datetime:
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
