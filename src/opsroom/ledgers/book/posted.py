"""What a posting answers: the entry and whether it is new; refuses nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posted:
    """The entry a key stands for; `fresh` is False when an earlier posting with the same key had booked it."""

    entry_id: int
    fresh: bool
