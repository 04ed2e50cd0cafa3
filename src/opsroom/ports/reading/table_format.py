"""What all delimited formats do alike: recognise, map, stream, resume, check again; refuses to know any vendor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, ClassVar

from opsroom.kernel.values import limits
from opsroom.ports.file_format import (
    Column,
    ColumnMapping,
    FileFacts,
    Problem,
    Raw,
    ReadContext,
    Recognition,
    RecordKind,
    Severity,
    StagedRecord,
)
from opsroom.ports.reading.cells import parse_decimal
from opsroom.ports.reading.dates import Moment, date_order_of, parse_moment, zone
from opsroom.ports.reading.grouping import group_rows
from opsroom.ports.reading.mapping import missing_problem, propose, recognised_share
from opsroom.ports.reading.record import Value, of_file, staged
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import Table, TitledRow, clean, header_of, open_table


class TableFormat:
    """A delimited format. A subclass gives its columns and says how rows of one key become a value."""

    code: str = ""
    title: str = ""
    kind: RecordKind = RecordKind.FILE
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    DATE_FIELDS: ClassVar[tuple[str, ...]] = ()
    NUMBER_FIELDS: ClassVar[tuple[str, ...]] = ()
    SIGNATURE: ClassVar[frozenset[str]] = frozenset()
    """fields that only this format has: their presence makes it certain"""
    KEY_FIELDS: ClassVar[tuple[str, ...]] = ()
    """fields that key_of and grouping look at; none: every row is a record of its own"""
    CONFIDENCE_MAX: ClassVar[float] = 1.0

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """What rows of one record share."""
        raise NotImplementedError

    def grouping(self, rows: Iterable[TitledRow], sheet: Sheet) -> dict[str, str]:
        """Keys that mean another key, where the file names one record in two ways; costs one pass where used."""
        return {}

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """Natural key and value of one record; problems go to the sheet."""
        raise NotImplementedError

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """What a person must answer about the file as a whole."""
        return []

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By the share of known titles; certain when the titles that only this format has are there."""
        header = header_of(head)
        share, known, complete = recognised_share(self.COLUMNS, header)
        if not header or not complete:
            return Recognition(0.0, ("the titles do not fit",))
        own = self.SIGNATURE & set(propose(self.COLUMNS, header).columns)
        confidence = 0.3 + 0.3 * share
        if self.SIGNATURE:
            confidence = 0.6 + 0.4 * share if own == self.SIGNATURE else 0.1 * share
        reasons = (f"{known} of {len(header)} titles are known", *sorted(f"it has {name}" for name in own))
        return Recognition(round(min(confidence, self.CONFIDENCE_MAX), 3), reasons)

    def columns(self) -> Sequence[Column]:
        """The fields of this format."""
        return self.COLUMNS

    def propose_mapping(self, header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> ColumnMapping:
        """By titles, then by what the sample holds; with the way numbers and dates are written."""
        mapping = propose(self.COLUMNS, header, sample)
        cells = {title: [row[i] for row in sample if i < len(row)] for i, title in enumerate(header)}
        dates = [cell for name in self.DATE_FIELDS for cell in cells.get(mapping.columns.get(name, ""), ())]
        return replace(mapping, date_order=date_order_of(dates), comma_decimal=self._commas(mapping, cells))

    def inspect(self, stream: BinaryIO, context: ReadContext) -> FileFacts:
        """Header, first rows, mapping and what is wrong with the file as a whole."""
        table = open_table(stream, context.encoding, context.delimiter)
        if table.fatal:
            return FileFacts((), (), ColumnMapping({}), (table.fatal,))
        sample = table.sample()
        mapping = self.propose_mapping(table.header, sample)
        if table.comma_decimal and not mapping.comma_decimal:
            mapping = replace(mapping, comma_decimal=not self._points(mapping, table.header, sample))
        if mapping.date_order is None:
            mapping = replace(mapping, date_order=self._date_order(table, mapping))
        if context.decimals:
            mapping = replace(mapping, comma_decimal=context.decimals == "comma")
        problems = self._file_problems(table, mapping, context)
        return FileFacts(table.header, tuple(tuple(row) for row in sample), mapping, tuple(problems))

    def read(
        self, stream: BinaryIO, mapping: ColumnMapping | None, context: ReadContext
    ) -> Iterator[StagedRecord]:
        """Problems of the file first, then its records in the order in which their last rows stand."""
        if mapping is None:
            facts = self.inspect(stream, context)
            mapping, problems = facts.mapping, list(facts.problems)
            table = open_table(stream, context.encoding, context.delimiter)
        else:
            table = open_table(stream, context.encoding, context.delimiter)
            problems = [table.fatal] if table.fatal else self._file_problems(table, mapping, context)
        for problem in problems:
            yield of_file(problem)
        if table.fatal or any(problem.severity is Severity.ERROR for problem in problems):
            return
        aid = Sheet(mapping, context)
        codes: dict[str, tuple[str, int]] = {}
        for number, (key, rows) in enumerate(self._groups(table, aid)):
            if number >= context.start_record:
                yield self._record(number, key, rows, mapping, context, codes)
            elif self.kind is not RecordKind.ORDER:
                self._record(
                    number, key, rows, mapping, context, codes
                )  # its codes are compared with later ones

    def _groups(self, table: Table, aid: Sheet) -> Iterator[tuple[str, list[TitledRow]]]:
        titles = [aid.mapping.columns[name] for name in self.KEY_FIELDS if name in aid.mapping.columns]
        titles = [title for title in titles if title in table.header]
        if not titles:
            return ((self.key_of(row, aid), [row]) for row in table)
        joined = self.grouping(table.only(titles), aid)
        return group_rows(
            table, lambda row: joined.get(found := self.key_of(row, aid), found), table.only(titles)
        )

    def check(
        self,
        raw: Raw,
        row_numbers: Sequence[int],
        number: int,
        mapping: ColumnMapping | None,
        context: ReadContext,
    ) -> StagedRecord:
        """One record again, from its raw rows."""
        dicts: list[dict[str, Any]] = raw if isinstance(raw, list) else [raw]
        numbers = [*row_numbers, *range(len(row_numbers), len(dicts))]
        rows = [
            TitledRow(at, {str(title): clean(str(cell)) for title, cell in one.items()})
            for at, one in zip(numbers, dicts, strict=False)
        ]
        if mapping is None:
            mapping = self.propose_mapping(list(dicts[0]) if dicts else [])
        aid = Sheet(mapping, context)
        key = next((found for row in rows if (found := self.key_of(row, aid))), "")
        return self._record(number, key, rows, mapping, context, {})

    def _record(
        self,
        number: int,
        key: str,
        rows: list[TitledRow],
        mapping: ColumnMapping,
        context: ReadContext,
        codes: dict[str, tuple[str, int]],
    ) -> StagedRecord:
        sheet = Sheet(mapping, context, [problem for row in rows for problem in row.problems], codes)
        if len(rows) > limits.ROWS_PER_RECORD_COUNT_MAX:
            most = limits.ROWS_PER_RECORD_COUNT_MAX
            sentence = f"{len(rows):,} rows belong to this record; more than {most:,} are not read as one."
            sheet.error(
                rows[0],
                "",
                key,
                sentence + " Look at the column that names the record.",
                "record.too_many_rows",
            )
        natural, value = key or f"row {rows[0].number}", None
        if not any(problem.severity is Severity.ERROR for problem in sheet.problems):
            natural, value = self.build(key, rows, sheet)
        raw = [dict(row.cells) for row in rows]
        return staged(self.kind, number, natural, [row.number for row in rows], raw, value, sheet.problems)

    def _file_problems(self, table: Table, mapping: ColumnMapping, context: ReadContext) -> list[Problem]:
        problems = list(table.problems) if context.encoding is None else []
        known = set(table.header)
        lost = tuple(name for name, title in mapping.columns.items() if title not in known)
        kept = {name: title for name, title in mapping.columns.items() if title in known}
        required = tuple(
            column.field for column in self.COLUMNS if column.required and column.field not in kept
        )
        missing = missing_problem(self.COLUMNS, ColumnMapping(kept, missing=required), table.header)
        if missing:
            return [*problems, missing]
        quarrel = table.quarrel(set(kept.values()))
        if quarrel:
            return [*problems, quarrel]
        if lost:
            names = ", ".join(f'"{mapping.columns[name]}"' for name in lost)
            sentence = (
                f"The saved mapping expects {names}, which this file does not have. Those fields stay empty."
            )
            problems.append(Problem(1, lost[0], names, sentence, Severity.FLAG, "file.mapping_differs"))
        sheet = Sheet(mapping, context)
        return problems + self._date_question(table, sheet) + self.questions(table, sheet)

    def _date_question(self, table: Table, sheet: Sheet) -> list[Problem]:
        """Asked only when a date of the first rows could be read both ways and nothing decides."""
        if sheet.context.date_order or sheet.mapping.date_order:
            return []
        header = {title: place for place, title in enumerate(table.header)}
        for name in self.DATE_FIELDS:
            place = header.get(sheet.mapping.columns.get(name, ""))
            for row in table.sample() if place is not None else ():
                text = row[place or 0]
                found = parse_moment(text, zone(sheet.context.time_zone))
                if isinstance(found, Moment) and found.swappable:
                    read = f"{found.at.day} {found.at:%B %Y}"
                    sentence = (
                        f'"{text}" in column "{sheet.title(name)}" was read day first, as {read}. If the file writes '
                        "the month first, say so."
                    )
                    return [Problem(0, name, text, sentence, Severity.QUESTION, "file.date_order", "dmy")]
        return []

    def _date_order(self, table: Table, mapping: ColumnMapping) -> str | None:
        titles = [mapping.columns[name] for name in self.DATE_FIELDS if name in mapping.columns]
        sample = [row for row in table.sample() if titles]
        places = [table.header.index(title) for title in titles]
        doubtful = any(
            isinstance(found := parse_moment(row[place], zone("UTC")), Moment) and found.swappable
            for row in sample
            for place in places
        )
        if not doubtful:
            return None
        proof: list[str] = []
        for row in table:
            proof.extend(cell for title in titles if date_order_of([cell := row.cells.get(title, "")]))
            if len(proof) >= limits.MAPPING_SAMPLE_ROWS:
                break
        return date_order_of(proof)

    def _commas(self, mapping: ColumnMapping, cells: dict[str, list[str]]) -> bool:
        """Whether a number of the sample can only be read with a decimal comma."""
        found = [cell for name in self.NUMBER_FIELDS for cell in cells.get(mapping.columns.get(name, ""), ())]
        return any(
            "," in cell and parse_decimal(cell) is not None and cell.rstrip()[-3:-2] == "," for cell in found
        )

    def _points(self, mapping: ColumnMapping, header: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
        """Whether a number of the sample can only be read with a decimal point."""
        places = [
            header.index(mapping.columns[name]) for name in self.NUMBER_FIELDS if name in mapping.columns
        ]
        return any(
            row[place].rstrip()[-3:-2] == "." for row in sample for place in places if place < len(row)
        )
