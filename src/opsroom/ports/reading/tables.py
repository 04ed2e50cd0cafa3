"""A delimited file as header and titled rows with their problems; refuses files that are no table, with a sentence."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from opsroom.kernel.values import limits
from opsroom.ports.file_format import Problem, Severity
from opsroom.ports.reading.cells import clean_text, shown
from opsroom.ports.reading.guard import unguard
from opsroom.ports.reading.rows import Fault, Row, RowReader
from opsroom.ports.reading.sniff import Encoding, find_delimiter, find_encoding, wrong_kind


@dataclass(slots=True)
class TitledRow:
    """One row by column title. `cells` are cleaned text with our export's quote taken off."""

    number: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """An open table, or, when `fatal` is set, the reason why it is none. Iterating reads it from the start."""

    header: tuple[str, ...]
    delimiter: str
    problems: list[Problem]
    fatal: Problem | None = None
    reader: RowReader | None = None
    doubled: tuple[tuple[str, str], ...] = ()
    """titles that stand twice, each with the name that the later column got"""

    @property
    def comma_decimal(self) -> bool:
        """Semicolon files come from places that write 1,5 for one and a half."""
        return self.delimiter == ";"

    def __iter__(self) -> Iterator[TitledRow]:
        if self.reader is None:
            return
        rows = iter(self.reader)
        next(rows, None)
        for row in rows:
            if any(row.cells) or row.faults:
                yield self.titled(row)

    def only(self, titles: Sequence[str]) -> Iterator[TitledRow]:
        """The same rows with these columns alone and unjudged: a first pass that only compares keys."""
        places = [(title, self.header.index(title)) for title in titles]
        rows = iter(self.reader or ())
        next(rows, None)
        for row in rows:
            if any(row.cells) or row.faults:
                cells = row.cells
                yield TitledRow(
                    row.number, {title: clean(cells[at]) if at < len(cells) else "" for title, at in places}
                )

    def sample(self, count: int = limits.MAPPING_SAMPLE_ROWS) -> list[list[str]]:
        """The first rows, to judge columns by what they hold."""
        found: list[list[str]] = []
        for row in self:
            found.append([row.cells.get(title, "") for title in self.header])
            if len(found) >= count:
                break
        return found

    def quarrel(self, used: Collection[str]) -> Problem | None:
        """Two columns of one title, of which a used one and its twin differ: nobody but a person knows which counts."""
        for title, twin in self.doubled:
            if title not in used and twin not in used:
                continue
            for row in self:
                first, second = row.cells.get(title, ""), row.cells.get(twin, "")
                if first and second and first != second:
                    sentence = (
                        f'Two columns are called "{title}" and differ: row {row.number} has "{shown(first)}" and '
                        f'"{shown(second)}". Rename the one that does not count or take it out, then import the file '
                        "again. Nothing was imported."
                    )
                    return _error(1, title, title, sentence, "file.double_column")
        return None

    def titled(self, row: Row) -> TitledRow:
        wide = len(self.header)
        cells = {title: clean(cell) for title, cell in zip(self.header, row.cells, strict=False)}
        problems = [self._fault(row.number, fault) for fault in row.faults]
        extra = [cell for cell in row.cells[wide:] if cell.strip()]
        if len(row.cells) < wide and not any(
            fault.code in {"open_quote", "long_cell"} for fault in row.faults
        ):
            problems.append(self._short(row, wide))
        elif extra:
            sentence = (
                f"Row {row.number} has {len(row.cells)} cells where the header has {wide}. A cell probably holds the "
                f'separator "{self._separator()}" without quotes around it. Correct the row.'
            )
            problems.append(_error(row.number, "", shown(extra[0]), sentence, "row.too_many_cells"))
        for title in self.header[len(row.cells) :]:
            cells[title] = ""
        return TitledRow(row.number, cells, problems)

    def _short(self, row: Row, wide: int) -> Problem:
        cut = (
            "The file ends here, so it was probably cut off: export it again."
            if not row.ended
            else ("The rest of the row is missing: complete it or leave it out.")
        )
        many = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
        sentence = f"Row {row.number} has {many} where the header has {wide}. {cut}"
        found = shown(row.cells[-1] if row.cells else "")
        return _error(row.number, self.header[min(len(row.cells), wide - 1)], found, sentence, "row.half")

    def _separator(self) -> str:
        return "tab" if self.delimiter == "\t" else self.delimiter

    def _fault(self, number: int, fault: Fault) -> Problem:
        place = fault.column if fault.column is not None else -1
        title = self.header[place] if 0 <= place < len(self.header) else ""
        found = shown(fault.found)
        if fault.code == "long_cell":
            sentence = (
                f'Row {number}, column "{title}": the cell holds more than {limits.CELL_CHARS_MAX:,} characters. '
                "Shorten it. The other rows are not affected."
            )
            return _error(number, title, found, sentence, "cell.too_long")
        if fault.code == "open_quote":
            sentence = (
                f'Row {number}, column "{title}": a quote opens before "{found}" and never closes. Close it or take '
                "it away. The rows after it were read on their own."
            )
            return _error(number, title, found, sentence, "row.open_quote")
        if fault.code == "nul":
            sentence = (
                f"Row {number} held NUL bytes, which no text has. They were taken out; compare the row."
            )
            return Problem(number, "", "NUL", sentence, Severity.FLAG, "row.nul")
        sentence = (
            f'Row {number}, column "{title}": "{found}" holds a character that is no UTF-8. Correct it.'
        )
        return Problem(number, title, found, sentence, Severity.FLAG, "cell.undecodable")


def clean(cell: str) -> str:
    """A cell as text: our export's quote taken off first, then what no database stores."""
    if not cell:
        return cell
    return clean_text(unguard(cell) if cell[0] == "'" else cell)


def open_table(stream: BinaryIO, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Look at the whole file once for its encoding and at its head for the rest; what a person told wins."""
    stream.seek(0)
    head = stream.read(limits.FILE_HEAD_BYTES)
    wrong = wrong_kind(head, "CSV")
    if wrong is not None:
        return _no_table(Problem(0, "", wrong.found, wrong.sentence, Severity.ERROR, "file.wrong_kind"))
    found = find_encoding(stream, encoding)
    sample = _decoded_head(head, found.codec)
    delimiter = delimiter or find_delimiter(sample)
    reader = RowReader(stream, found.codec, delimiter)
    first = next(iter(reader), None)
    cells = [clean(cell) for cell in first.cells] if first else []
    if len([cell for cell in cells if cell]) < 2 or _is_binary(sample):
        sentence = (
            "This file is no table: its first row does not hold at least two column titles. Put the titles in the "
            "first row, separated by commas, semicolons or tabs. Nothing was imported."
        )
        return _no_table(Problem(1, "", shown(sample), sentence, Severity.ERROR, "file.no_table"))
    titles, doubled = _titles(cells)
    return Table(titles, delimiter, _encoding_question(found), None, reader, doubled)


def _is_binary(sample: str) -> bool:
    """Whether a tenth of the head is characters that no text holds."""
    odd = sum(1 for character in sample if character < " " and character not in "\t\n\r")
    return odd * 10 > len(sample)


def header_of(head: bytes) -> tuple[str, ...]:
    """The column titles as far as the first bytes show them; empty for what is no table."""
    return open_table(io.BytesIO(head)).header


def _decoded_head(head: bytes, codec: str) -> str:
    return head.decode(codec, "replace").replace("\r\n", "\n").replace("\r", "\n")


def _titles(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Titles made unique: an empty one is named by its place, a second one of a name is numbered."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    titles: list[str] = []
    doubled: list[tuple[str, str]] = []
    for place, cell in enumerate(cells, start=1):
        title = cell or f"Column {place}"
        again = 2
        wanted = title
        while title in titles:
            title = f"{wanted} ({again})"
            again += 1
        first = next((known for known in titles if known.casefold() == wanted.casefold()), None)
        if first is not None:
            doubled.append((first, title))
        titles.append(title)
    return tuple(titles), tuple(doubled)


def _encoding_question(found: Encoding) -> list[Problem]:
    if not found.asked:
        return []
    sentence = (
        "This file is not UTF-8. It was read as Windows Western (cp1252), which gives "
        f'"{found.example}". If that looks wrong, save the file as UTF-8 and import it again.'
    )
    return [Problem(0, "encoding", found.example, sentence, Severity.QUESTION, "file.encoding", "cp1252")]


def _error(row: int, title: str, found: str, sentence: str, code: str) -> Problem:
    return Problem(row, title, found, sentence, Severity.ERROR, code)


def _no_table(problem: Problem) -> Table:
    return Table((), ",", [], problem)
