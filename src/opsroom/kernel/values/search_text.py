"""What a person searches for, as it may be asked of the database; knows no list."""

from __future__ import annotations

from opsroom.kernel.values.limits import SEARCH_CHARS_MAX


def search_text(text: str) -> str:
    """The text without NUL, which no stored text has, and not longer than anybody types."""
    return text.replace("\0", "").strip()[:SEARCH_CHARS_MAX]
