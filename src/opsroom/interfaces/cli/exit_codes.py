"""What the exit codes of a command mean, and which of several counts; gives no other number a meaning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

DONE: Final = 0
FAILED: Final = 1
NOT_BEGUN: Final = 2
ROWS_LEFT: Final = 3
QUESTION: Final = 4
CUT_OFF: Final = 5
INTERRUPTED: Final = 130
# The gravest first: what was cut off says nothing yet, a file that failed is not in, a question stops all of its
# rows, and rows left to fix are the least.
GRAVITY: Final = (CUT_OFF, FAILED, QUESTION, ROWS_LEFT, DONE)


def gravest(codes: Iterable[int]) -> int:
    """The one exit code of several files: the gravest, whatever their numbers."""
    return min(codes, key=GRAVITY.index, default=DONE)
