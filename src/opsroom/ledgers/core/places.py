"""The kinds of places goods can be in and which of them may go below zero; refuses a kind it does not know.

A real place holds what somebody could walk up to and count, so it never goes negative. The others stand for the world
outside our control: what came out of them may exceed what went in.
"""

from __future__ import annotations

REAL_KINDS = frozenset({"bin", "tote", "packing", "dispatch", "quarantine", "transit"})
OUTSIDE_KINDS = frozenset({"supplier", "customer", "loss", "external", "opening"})
KINDS = REAL_KINDS | OUTSIDE_KINDS


def is_unbounded(kind: str) -> bool:
    """Whether places of this kind may go negative; ValueError for a kind nobody defined."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of place; known are {', '.join(sorted(KINDS))}")
    return kind in OUTSIDE_KINDS
