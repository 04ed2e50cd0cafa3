"""Removes what cannot be shown or stored from people's text: control characters, broken surrogates, stray marks."""

from __future__ import annotations

import unicodedata

# Cc: controls such as NUL, which PostgreSQL refuses. Cs: halves of a surrogate pair, which UTF-8 refuses. The named
# format characters reorder or hide text: a name could be made to read as another on screen and slip (U+202E).
_UNWANTED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})
_HIDING = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
_LINE_ENDS = frozenset("\n\r\t\v\f\x85\u2028\u2029")


def one_line(text: str) -> str:
    """Text on a single line: line ends and tabs become blanks, runs of blanks one, other controls vanish. NFC."""
    return " ".join(_without_controls(text, keep=frozenset()).split())


def many_lines(text: str) -> str:
    """Text of several lines: line ends become LF, tabs stay, other controls vanish. NFC."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_controls(plain, keep=frozenset("\n\t"))


def _without_controls(text: str, keep: frozenset[str]) -> str:
    kept = []
    for one in unicodedata.normalize("NFC", text):
        if one in keep:
            kept.append(one)
        elif one in _LINE_ENDS:
            kept.append(" ")
        elif one not in _HIDING and unicodedata.category(one) not in _UNWANTED_CATEGORIES:
            kept.append(one)
    return "".join(kept)
