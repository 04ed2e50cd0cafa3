"""Reads and checks settings declared as frozen dataclasses, pure; refuses wrong values with one sentence a field."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0", ""})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a setting may hold beside its type; `private` keeps its values out of events."""

    label: str = ""
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    chars_max: int | None = None
    pattern: str | None = None
    private: bool = False


class Unusable(ValueError):
    """One value that does not fit; the text is the sentence for the person."""


def setting(
    default: T,
    *,
    label: str = "",
    minimum: int | Decimal | None = None,
    maximum: int | Decimal | None = None,
    chars_max: int | None = None,
    pattern: str | None = None,
    private: bool = False,
) -> T:
    """A field of a settings dataclass with its default and bounds. `label` is the word people see."""
    bounds = Bounds(label, minimum, maximum, chars_max, pattern, private)
    result: T = dataclasses.field(default=default, metadata={"bounds": bounds})
    return result


def domain_of(kind: type[Any]) -> str:
    """The domain of a settings class: its DOMAIN, or else the domain package it lives in."""
    named = getattr(kind, "DOMAIN", None)
    if named:
        return str(named)
    found = re.search(r"\.domains\.([a-z_]+)\.", f"{kind.__module__}.")
    if not found:
        raise TypeError(f"{kind.__name__} lives in no domain; give it DOMAIN: ClassVar[str]")
    return found[1]


def bounds_of(kind: type[Any], name: str) -> Bounds:
    """The bounds of one setting; no bounds when it was declared plainly."""
    fields = {one.name: one for one in dataclasses.fields(kind)}
    found: Bounds = fields[name].metadata.get("bounds", Bounds())
    return found


def usable(kind: type[Any], found: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Checks values (typed, JSON or text of a form) by name: (values that fit, problem sentence by field).

    Names that the class does not have are problems too: a typing mistake must not vanish.
    """
    hints = get_type_hints(kind)
    names = [one.name for one in dataclasses.fields(kind)]
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in found.items():
        if name not in names:
            problems[name] = f"There is no setting {name!r}."
            continue
        bounds = bounds_of(kind, name)
        try:
            values[name] = _bounded(_typed(hints[name], value), bounds)
        except Unusable as problem:
            problems[name] = f"{bounds.label or name.replace('_', ' ').capitalize()}: {problem}"
    return values, problems


def to_json(value: Any) -> Any:
    """The JSON form of a typed value; `usable` reads it back exactly."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(to_json(one) for one in value)
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None or value == "":
            return None
        return _typed(next(one for one in args if one is not type(None)), value)
    if origin is Literal:
        return _one_of(value, args)
    if origin in (tuple, frozenset):
        parts = [one.strip() for one in value.split(",")] if isinstance(value, str) else value
        if not isinstance(parts, list | tuple | set | frozenset):
            raise Unusable(f"{value!r} is not a list. Separate the entries by commas.")
        return origin(_typed(args[0], one) for one in parts if one != "")
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(_one_of(value.value if isinstance(value, hint) else value, [one.value for one in hint]))
    reader = _READERS.get(hint)
    if reader is None:
        raise TypeError(f"a setting cannot be of type {hint}")
    return reader(value)


def _one_of(value: Any, choices: Any) -> Any:
    for one in choices:
        if value == one or str(value).strip() == str(one):
            return one
    raise Unusable(f"{value!r} is not one of the choices. Use {', '.join(str(one) for one in choices)}.")


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise Unusable(f"{value!r} is neither yes nor no.")


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", value.strip()):
        return int(value.strip())
    raise Unusable(f"{value!r} is not a whole number.")


def _number(value: Any) -> Decimal:
    if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        try:
            number = Decimal(value.strip() if isinstance(value, str) else value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise Unusable(f"{value!r} is not a number. Write it with a point, such as 2.5.")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unusable(f"{value!r} is not text.")
    return value.strip()


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unusable(f"{value!r} is not a day. Write it as 2026-11-24.") from None


def _clock_time(value: Any) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(str(value).strip())
    except ValueError:
        raise Unusable(f"{value!r} is not a time. Write it as 15:00.") from None


_READERS: dict[Any, Any] = {
    bool: _truth,
    int: _whole,
    Decimal: _number,
    str: _text,
    date: _day,
    time: _clock_time,
}


def _bounded(value: Any, bounds: Bounds) -> Any:
    if value is None:
        return value
    if bounds.minimum is not None and value < bounds.minimum:
        raise Unusable(f"{value} is too small. The least is {bounds.minimum}.")
    if bounds.maximum is not None and value > bounds.maximum:
        raise Unusable(f"{value} is too large. The most is {bounds.maximum}.")
    if bounds.chars_max is not None and len(value) > bounds.chars_max:
        raise Unusable(f"it has {len(value)} characters. Shorten it to {bounds.chars_max}.")
    if bounds.pattern is not None and not re.fullmatch(bounds.pattern, value):
        raise Unusable(f"{value!r} does not have the expected form.")
    return value
