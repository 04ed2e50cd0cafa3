"""Looks whether a book's locks are on: triggers enabled, constraints there; refuses to trust that they still are."""

from __future__ import annotations

from collections.abc import Iterable

from opsroom.ledgers.book.statements import rows

_TRIGGERS = """
SELECT name FROM unnest(%s::text[]) AS t(name)
WHERE NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = name AND tgenabled IN ('O', 'A')) ORDER BY name
"""
_CONSTRAINTS = """
SELECT name FROM unnest(%s::text[]) AS t(name)
WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = name AND convalidated)
    AND NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = name) ORDER BY name
"""


def missing(triggers: Iterable[str], constraints: Iterable[str]) -> list[str]:
    """One sentence for each lock that is off."""
    off = [f"The trigger {name} is missing or switched off." for (name,) in rows(_TRIGGERS, [list(triggers)])]
    gone = [f"The constraint {name} is missing." for (name,) in rows(_CONSTRAINTS, [list(constraints)])]
    return off + gone
