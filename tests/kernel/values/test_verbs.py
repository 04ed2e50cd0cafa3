"""Proves that events are named by what happened."""

from __future__ import annotations

import pytest

from opsroom.kernel.values.verbs import past


@pytest.mark.parametrize(
    ("verb", "done"),
    [
        ("release", "released"),
        ("hold", "held"),
        ("ship", "shipped"),
        ("cancel", "cancelled"),
        ("pick", "picked"),
        ("pay", "paid"),
        ("apply", "applied"),
        ("delay", "delayed"),
        ("y", "yed"),
        ("mark_short", "marked_short"),
        ("take_over", "taken_over"),
        ("split", "split"),
    ],
)
def test_past(verb: str, done: str) -> None:
    assert past(verb) == done
