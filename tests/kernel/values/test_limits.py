"""Proves that nothing waits or grows without a limit, and that each limit says its unit (L1)."""

from __future__ import annotations

from opsroom.kernel.values import limits

UNITS = {
    "SECONDS", "MINUTES", "HOURS", "DAYS", "MILLISECONDS", "BYTES", "PIXELS", "CHARS", "ROWS", "COUNT", "GRAMS",
    "CONNECTIONS", "VERSION", "DEPTH", "MILLIMETRES", "MINUTE", "PERCENT", "YEARS", "MINOR", "DIGITS", "POINTS",
}  # fmt: skip


def _named() -> dict[str, object]:
    return {
        name: value for name, value in vars(limits).items() if name.isupper() and not name.startswith("_")
    }


def test_L1_every_limit_is_a_positive_number() -> None:
    assert len(_named()) > 50
    wrong = {
        name: value
        for name, value in _named().items()
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0
    }
    assert wrong == {}


def test_L1_every_limit_carries_its_unit() -> None:
    assert [name for name in _named() if not UNITS & set(name.split("_"))] == []
