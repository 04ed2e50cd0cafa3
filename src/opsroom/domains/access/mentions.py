"""Finds whom a text calls by @name; refuses to guess between two people of one name. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

NAME_CHARS_MIN = 3  # a shorter word hides nobody
HIDDEN = "•••"


def labels(people: Mapping[int, str]) -> dict[int, str]:
    """Person id -> the name after the @. Where two are called the same, their number is part of it."""
    times = Counter(name.casefold() for name in people.values())
    return {pk: name if times[name.casefold()] == 1 else f"{name} {pk}" for pk, name in people.items()}


def mentioned(text: str, people: Mapping[int, str]) -> list[int]:
    """Ids of whom the text calls, each once, in its order. `people`: id -> label; the longest label that fits wins.

    An @ inside a word, as in an e-mail address, calls nobody; whatever else follows an @ is plain text.
    """
    by_label = {label.casefold(): pk for pk, label in people.items() if label}
    if not by_label:
        return []
    longest_first = sorted(by_label, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.@-])@({'|'.join(map(re.escape, longest_first))})(?!\w)")
    return list(dict.fromkeys(by_label[found] for found in pattern.findall(text.casefold())))


def without(text: str, names: Collection[str]) -> str:
    """The text with what somebody is called put out of sight: each word of a name, whole e-mails and telephones."""
    words = {word for name in names for word in (name, *name.split()) if len(word) >= NAME_CHARS_MIN}
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
