"""Coded errors: failures we expect, each with a sentence for a person; refuses a class without code or sentence."""

from __future__ import annotations

import re
from enum import Enum
from string import Formatter
from typing import Any, ClassVar

_CODE = re.compile(r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")


class Retry(Enum):
    """Whether trying the same thing again can help."""

    NEVER = "never"
    LATER = "later"
    AFTER_FIX = "after_fix"


class CodedError(Exception):
    """An expected failure.

    A subclass sets `code` ("domain.name"), `sentence` (what happened and what to do, with {facts} to fill in) and
    `retry`. Facts are given by name when it is raised; they are shown to people, so never put secrets in them.
    """

    code: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    retry: ClassVar[Retry] = Retry.AFTER_FIX

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # An intermediate base may leave both empty: it only groups its children and cannot be raised.
        if not cls.code and not cls.sentence:
            return
        if not _CODE.match(cls.code):
            raise TypeError(f"{cls.__name__}: code {cls.code!r} is not of the form 'domain.name'")
        if not cls.sentence.endswith((".", "}")):  # a last fact may be a sentence itself
            raise TypeError(f"{cls.__name__}: the sentence must end with a full stop")
        if any("!" in literal for literal, *_ in Formatter().parse(cls.sentence)):
            raise TypeError(f"{cls.__name__}: no exclamation marks in a sentence")

    def __init__(self, **facts: Any) -> None:
        if not self.code or not self.sentence:
            raise TypeError(f"{type(self).__name__} groups errors; raise one of its subclasses")
        if missing := self.facts_needed() - facts.keys():
            raise TypeError(f"{type(self).__name__} lacks {sorted(missing)}")
        self.facts: dict[str, Any] = facts
        super().__init__(self.message)

    @classmethod
    def facts_needed(cls) -> frozenset[str]:
        """Names of the facts that the sentence needs."""
        return frozenset(
            re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(cls.sentence) if name
        )

    @property
    def message(self) -> str:
        """The sentence with the facts filled in."""
        return self.sentence.format(**self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions cross process borders in job runners; the default would pass the message as an argument.
        return (_rebuild, (type(self), self.facts))


def _rebuild(kind: type[CodedError], facts: dict[str, Any]) -> CodedError:
    return kind(**facts)
