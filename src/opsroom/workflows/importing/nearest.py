"""Proposes what was meant by a word nobody knows, from those that are known; refuses to compare without end."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from opsroom.kernel.values.limits import NEAREST_WORDS_COUNT_MAX

Known = TypeVar("Known")
NEAR = 0.75  # how alike two words must be for one to be proposed for the other


class Nearest(Generic[Known]):
    """`known`: asked once, when the first word needs it; its keys are in small letters.

    Each word is compared with every known one that begins or ends as it does, once; after so many words no more hints
    are given, for each costs a walk through all that is known and a file may hold thousands.
    """

    def __init__(self, known: Callable[[], Mapping[str, Known]], cutoff: float = NEAR) -> None:
        self._load, self._cutoff = known, cutoff
        self._known: Mapping[str, Known] | None = None
        self._found: dict[str, Known | None] = {}

    def __call__(self, word: str) -> Known | None:
        """The known one that is most like it; None where none is, or where too many were asked for."""
        key = word.casefold()
        if key not in self._found and len(self._found) < NEAREST_WORDS_COUNT_MAX:
            self._found[key] = self._nearest(key)
        return self._found.get(key)

    def _nearest(self, key: str) -> Known | None:
        if self._known is None:
            self._known = self._load()
        alike = [one for one in self._known if one[:2] == key[:2] or one[-3:] == key[-3:]]
        near = difflib.get_close_matches(key, alike, n=1, cutoff=self._cutoff)
        return self._known[near[0]] if near else None
