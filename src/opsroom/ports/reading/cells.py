"""Text of a cell or JSON value to numbers, yes or no, amounts; refuses floats, NaN and numbers nobody can mean."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from opsroom.kernel.values.currencies import minor_digits

NUMBER_DIGITS_MAX = 18
_MONEY_NOISE = re.compile(r"[\s\u00a0\u202f'’]|[A-Z]{3}|[€$£¥₹]|zł|kr\.?", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?\Z")
_TRUE = frozenset(
    {
        "true",
        "yes",
        "y",
        "1",
        "ja",
        "oui",
        "si",
        "sí",
        "x",
        "t",
        "on",
        "wahr",
        "vrai",
        "verdadero",
        "waar",
        "vero",
    }
)
_FALSE = frozenset({"false", "no", "n", "0", "nein", "non", "f", "off", "falsch", "faux", "falso", "onwaar"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def parse_decimal(value: Any, *, comma_decimal: bool = False) -> Decimal | None:
    """A number as a person or a program writes it; None when it is none. `comma_decimal` decides "1,234"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        return number if _sane(number) else None
    if not isinstance(value, str) or len(value) > 60:
        return None
    text = value.strip().replace("\u2212", "-")
    negative = text.startswith("(") and text.endswith(")")
    text = _one_point(_MONEY_NOISE.sub("", text.strip("()")), comma_decimal)
    if text.endswith("-"):
        text = "-" + text[:-1]
    if not _PLAIN.match(text):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern above admits only what Decimal reads
        return None
    if not _sane(number):
        return None
    return -number if negative else number


def _sane(number: Decimal) -> bool:
    return (
        number.is_finite()
        and number.adjusted() < NUMBER_DIGITS_MAX
        and number.adjusted() > -NUMBER_DIGITS_MAX
    )


def _one_point(text: str, comma_decimal: bool) -> str:
    """One decimal point and no thousands marks: of both marks the last one is the decimal one."""
    commas, points = text.count(","), text.count(".")
    if commas and points:
        if text.rfind(",") > text.rfind("."):
            return text.replace(".", "").replace(",", ".")
        return text.replace(",", "")
    if commas == 1:
        thousands = re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}-?", text) and not comma_decimal
        return text.replace(",", "" if thousands else ".")
    if commas > 1:
        return text.replace(",", "")
    if points > 1 or (points == 1 and comma_decimal and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}-?", text)):
        return text.replace(".", "")
    return text


def to_major(minor: int, currency: str) -> str:
    """Minor units as a person reads them, the true minus in front: −1,212.50."""
    digits = minor_digits(currency)
    text = f"{Decimal(abs(minor)).scaleb(-digits):,.{digits}f}"
    return ("\u2212" if minor < 0 else "") + text


def parse_bool(value: Any) -> bool | None:
    """Yes, no, or None where neither was written."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower() if value is not None else ""
    if text in _TRUE:
        return True
    return False if text in _FALSE else None


def clean_text(value: Any) -> str:
    """Text without NUL, control characters and broken surrogates, which no database stores. HTML stays text."""
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value)
    return text.strip() if text.isprintable() else _CONTROL.sub("", text).strip()


def shown(value: Any) -> str:
    """What was found, short enough for a sentence."""
    text = " ".join(clean_text(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def split_tags(value: Any) -> tuple[str, ...]:
    """Comma-separated tags, in order, each once."""
    parts = value if isinstance(value, list) else clean_text(value).split(",")
    return tuple(dict.fromkeys(tag for part in parts if (tag := clean_text(part))))


def safe_json(value: Any) -> Any:
    """The same value for a JSON column: Decimals as text, no character that a database refuses."""
    if isinstance(value, dict):
        return {_CONTROL.sub("", str(key)): safe_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [safe_json(inner) for inner in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    return value
