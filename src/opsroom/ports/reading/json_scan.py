"""Cuts JSON text into whole values without holding the file; refuses depth and length nobody needs."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from opsroom.kernel.values import limits

# Possessive throughout: no backtracking, so hostile text costs one pass.
_TO_BRACKET = re.compile(
    r'[^"\[\]{}]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"\[\]{}]*+)*+',
    re.DOTALL,
)
_IN_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SCALAR_END = re.compile(r"[,\]}\s]")
_SPACE = re.compile(r"[\s\ufeff]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Slice:
    """One JSON value as text. `whole` False: the file ended within it. `long`: over the bound, `text` is empty."""

    text: str
    place: Place
    whole: bool = True
    long: bool = False


class JsonScanner:
    """A cursor over the text of a stream; holds one value and one block."""

    def __init__(self, stream: BinaryIO, codec: str) -> None:
        stream.seek(0)
        self._text = io.TextIOWrapper(stream, encoding=codec, errors="replace")
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._column = 1
        self._ended = False

    def close(self) -> None:
        """Let go of the stream without closing it."""
        self._text.detach()

    def place(self) -> Place:
        """Where the next character stands."""
        return Place(self._line, self._column)

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._move(match.end() if match else self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._fill():
                return ""

    def take(self, character: str) -> bool:
        """Step over this character if it is next."""
        if self.peek() != character:
            return False
        self._move(self._at + 1)
        return True

    def value(self) -> Slice:
        """The value that starts here, to its end."""
        first = self.peek()
        place = self.place()
        if first in {"{", "["}:
            return self._bracketed(place)
        if first == '"':
            return self._string(place)
        return self._scalar(place)

    def _bracketed(self, place: Place) -> Slice:
        depth = 0
        scan = self._at
        kept: list[str] | None = []
        while True:
            match = _TO_BRACKET.match(self._buffer, scan)
            scan = match.end() if match else scan
            character = self._buffer[scan : scan + 1]
            if not character or character == '"':
                kept = self._keep(kept, scan)
                if len(self._buffer) - scan > limits.JSON_RECORD_CHARS_MAX:
                    kept = None
                    more = self._skip_string()
                else:
                    more = self._fill()
                if not more:
                    self._move(len(self._buffer))
                    return Slice("", place, whole=False)
                scan = self._at
                continue
            depth += 1 if character in "{[" else -1
            scan += 1
            if depth == 0:
                kept = self._keep(kept, scan)
                return Slice("".join(kept or ()), place, long=kept is None)

    def _skip_string(self) -> bool:
        """Step over a string too long to hold. False: the file ended within it."""
        self._move(self._at + 1)
        while True:
            match = _IN_STRING.match(self._buffer, self._at)
            self._move(match.end() if match else self._at)
            if self._buffer[self._at : self._at + 1] == '"':
                self._move(self._at + 1)
                return True
            if not self._fill():
                return False

    def _keep(self, kept: list[str] | None, stop: int) -> list[str] | None:
        """Move to `stop`, keeping what was passed unless the value has grown beyond its bound."""
        if kept is not None:
            kept.append(self._buffer[self._at : stop])
            if sum(map(len, kept)) > limits.JSON_RECORD_CHARS_MAX:
                kept = None
        self._move(stop)
        return kept

    def _string(self, place: Place) -> Slice:
        while (match := _STRING.match(self._buffer, self._at)) is None:
            if len(self._buffer) - self._at > limits.JSON_RECORD_CHARS_MAX or not self._fill():
                self._move(len(self._buffer))
                return Slice("", place, whole=False)
        text = match.group()
        self._move(match.end())
        return Slice(text, place)

    def _scalar(self, place: Place) -> Slice:
        while (match := _SCALAR_END.search(self._buffer, self._at)) is None:
            if len(self._buffer) - self._at > limits.JSON_NUMBER_CHARS_MAX or not self._fill():
                break
        stop = match.start() if match else len(self._buffer)
        text = self._buffer[self._at : stop]
        self._move(max(stop, min(self._at + 1, len(self._buffer))))
        return Slice(text, place)

    def _move(self, to: int) -> None:
        passed = self._buffer.count("\n", self._at, to)
        if passed:
            self._line += passed
            self._column = to - self._buffer.rfind("\n", self._at, to)
        else:
            self._column += to - self._at
        self._at = to

    def _fill(self) -> bool:
        if self._ended:
            return False
        block = self._text.read(limits.FILE_BLOCK_BYTES)
        self._ended = not block
        self._buffer = self._buffer[self._at :] + block
        self._at = 0
        return bool(block)
