"""Decoded text to rows of a delimited file, one at a time; refuses to let one broken row swallow its neighbours."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from opsroom.kernel.values import limits

_CHARS_OF_CSV_FIELD = 131_072  # the csv module's own bound; longer rows are cut by _split


@dataclass(slots=True)
class Row:
    """One row: `number` as a spreadsheet counts (header 1), its cells, and codes of what is wrong with it."""

    number: int
    cells: list[str]
    faults: list[Fault] = field(default_factory=list)
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """`code`: "long_cell", "nul", "open_quote", "undecodable"; `column` is the cell's place from 0, or None."""

    code: str
    column: int | None = None
    found: str = ""


class RowReader:
    """Reads rows of a seekable stream. Iterate as often as needed: each pass starts at the first byte."""

    def __init__(self, stream: BinaryIO, codec: str, delimiter: str) -> None:
        self._stream = stream
        self._codec = codec
        self._delimiter = delimiter

    def __iter__(self) -> Iterator[Row]:
        number = skip = resyncs = 0
        while True:
            rest = yield from self._pass(number, skip, resyncs)
            if rest is None:
                return
            number, skip = rest
            resyncs += 1

    def _pass(self, number: int, skip: int, resyncs: int) -> Generator[Row, None, tuple[int, int] | None]:
        """Rows from physical line `skip` on. Returns where to begin again when a quote never closed."""
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, encoding=self._codec, errors="replace", newline="")
        lines = _Lines(text)
        width = 0
        try:
            for _ in range(skip):
                lines.next()
            if skip == 0:
                lines.skip_separator_hint()
            while (first := lines.next()) is not None:
                plain = _plain(first, self._delimiter)
                if plain is not None:
                    number += 1
                    width = width or len(plain)
                    yield Row(number, plain, ended=lines.ended)
                    continue
                at = lines.count
                record = _Record(self._delimiter)
                record.add(first)
                while record.open and (line := lines.next()) is not None:
                    record.add(line)
                if record.blank:
                    number += 1 if number else 0
                    continue
                number += 1
                row = record.row(number)
                row.ended = lines.ended
                width = width or len(row.cells)
                if not record.open and not record.swallowed_rows(width, row):
                    yield row
                    continue
                yield self._first_line_only(number, first)
                if not record.cut:
                    lines.push_back(record.lines[1:])
                elif resyncs < limits.FILE_RESYNC_COUNT_MAX:
                    return number, at
            return None
        finally:
            text.detach()

    def _first_line_only(self, number: int, first: str) -> Row:
        cells = _split(first.rstrip("\r\n"), self._delimiter)
        found = cells[-1][:40] if cells else ""
        return Row(number, cells, [Fault("open_quote", len(cells) - 1 if cells else None, found)])


class _Lines:
    """Physical lines, each cut at ROW_CHARS_MAX so that a file without line ends costs no memory."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._held: list[str] = []
        self.count = 0
        self.ended = True

    def next(self) -> str | None:
        if self._held:
            self.count += 1
            return self._held.pop()
        line = self._text.readline(limits.ROW_CHARS_MAX)
        if not line:
            return None
        self.count += 1
        self.ended = line.endswith(("\n", "\r"))
        if len(line) < limits.ROW_CHARS_MAX or self.ended:
            return line
        return line + self._rest_of_line()

    def _rest_of_line(self) -> str:
        """Quotes of a line too long to keep: whether it ends inside a cell must still be known."""
        quotes = 0
        while part := self._text.readline(limits.ROW_CHARS_MAX):
            quotes += part.count('"')
            self.ended = part.endswith(("\n", "\r"))
            if self.ended:
                break
        return '"' * (quotes % 2) + ("\n" if self.ended else "")

    def skip_separator_hint(self) -> None:
        line = self.next()
        if line is not None and not (line.lower().startswith("sep=") and len(line.strip()) == 5):
            self.push_back([line])

    def push_back(self, lines: list[str]) -> None:
        """Lines to be read again, in their order."""
        self._held.extend(reversed(lines))
        self.count -= len(lines)


class _Record:
    """Lines of one row until its last quote closes; keeps ROW_CHARS_MAX characters and forgets the rest."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self.lines: list[str] = []
        self._kept = 0
        self.open = False
        self.cut = False

    @property
    def text(self) -> str:
        return "".join(self.lines)

    @property
    def blank(self) -> bool:
        return not self.open and not self.cut and all(not line.strip("\r\n") for line in self.lines)

    def swallowed_rows(self, width: int, row: Row) -> bool:
        """Whether a quote that closes only rows later took whole rows into one cell."""
        if len(self.lines) < 2 or len(row.cells) == width or self.cut:
            return False
        return any(
            len(_split(line.rstrip("\r\n"), self._delimiter)) == width
            for line in self.lines[1:]
            if not _ends_inside(line, self._delimiter, False)
        )

    def add(self, line: str) -> None:
        if self.open or '"' in line:
            self.open = _ends_inside(line, self._delimiter, self.open)
        room = limits.ROW_CHARS_MAX - self._kept
        if room < len(line):
            self.cut = True
            line = line[: max(room, 0)]
        if line:
            self.lines.append(line)
            self._kept += len(line)

    def row(self, number: int) -> Row:
        text = self.text.rstrip("\r\n") if not self.open else self.text
        faults: list[Fault] = []
        if "\0" in text:
            faults.append(Fault("nul"))
            text = text.replace("\0", "")
        cells = _cells(text, self._delimiter)
        for place, cell in enumerate(cells):
            if len(cell) > limits.CELL_CHARS_MAX:
                cells[place] = cell[: limits.CELL_CHARS_MAX]
                faults.append(Fault("long_cell", place, cell[:40]))
            elif "\ufffd" in cell:
                faults.append(Fault("undecodable", place, cell[:40]))
        if self.cut and not any(fault.code == "long_cell" for fault in faults):
            faults.append(Fault("long_cell", len(cells) - 1, cells[-1][:40] if cells else ""))
        return Row(number, cells, faults)


def _plain(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line that nothing is odd about, as nearly all are; None for one that needs a closer look."""
    if '"' in line or "\0" in line or "\ufffd" in line or len(line) > limits.CELL_CHARS_MAX:
        return None
    text = line.rstrip("\r\n")
    return text.split(delimiter) if text else None


def _ends_inside(line: str, delimiter: str, inside: bool) -> bool:
    """Whether the text after this line is still within a quoted cell."""
    at, end = 0, len(line)
    while True:
        if not inside:
            if at >= end:
                return False
            if line[at] != '"':
                cut = line.find(delimiter, at)
                if cut < 0:
                    return False
                at = cut + 1
                continue
            at += 1
        at = _closing_quote(line, at)
        if at < 0:
            return True
        inside = False
        cut = line.find(delimiter, at)
        if cut < 0:
            return False
        at = cut + 1


def _closing_quote(line: str, at: int) -> int:
    """The place after the quote that closes a cell, -1 when none does; two quotes are one of the text."""
    while True:
        at = line.find('"', at)
        if at < 0:
            return -1
        if line[at + 1 : at + 2] != '"':
            return at + 1
        at += 2


def _cells(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    if len(text) < _CHARS_OF_CSV_FIELD:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if len(rows) == 1:
            return rows[0]
    return _split(text, delimiter)


def _split(text: str, delimiter: str) -> list[str]:
    """The same cut as the csv module, without its bound on a cell."""
    cells: list[str] = []
    at, end = 0, len(text)
    while True:
        if text[at : at + 1] == '"':
            close = _closing_quote(text, at + 1)
            closed = close > 0
            inner = text[at + 1 : close - 1] if closed else text[at + 1 :]
            cut = text.find(delimiter, close) if closed else -1
            tail = text[close : cut if cut >= 0 else end] if closed else ""
            cells.append(inner.replace('""', '"') + tail)
        else:
            cut = text.find(delimiter, at)
            cells.append(text[at : cut if cut >= 0 else end])
        if cut < 0 or len(cells) >= limits.COLUMNS_COUNT_MAX:
            return cells
        at = cut + 1
