"""What all JSON formats do alike: recognise, stream, resume, check again; refuses to know any vendor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from opsroom.ports.reading.cells import safe_json, shown
from opsroom.ports.reading.json_records import read_records
from opsroom.ports.reading.record import Value, of_file, staged
from opsroom.ports.reading.sniff import wrong_kind


class JsonFormat:
    """A JSON format. A subclass names the envelopes and turns one object into a value."""

    code: str = ""
    title: str = ""
    kind: RecordKind = RecordKind.FILE
    MANY: ClassVar[tuple[str, ...]] = ()
    ONE: ClassVar[tuple[str, ...]] = ()
    MARKS: ClassVar[tuple[str, ...]] = ()
    """names that an object of this vendor has"""

    def key_of(self, value: dict[str, Any]) -> str:
        """The sender's own key; empty when it has none."""
        raise NotImplementedError

    def translate(
        self, value: dict[str, Any], row: int, context: ReadContext
    ) -> tuple[Value | None, list[Problem]]:
        """One object to a value and what is wrong with it."""
        raise NotImplementedError

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By the names that stand in the first bytes."""
        if wrong_kind(head, "JSON") is not None:
            return Recognition(0.0, ("it is no JSON",))
        text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
        found = [mark for mark in self.MARKS if f'"{mark}"' in text]
        share = len(found) / max(1, len(self.MARKS))
        return Recognition(
            round(share, 3), tuple(f'it names "{mark}"' for mark in found) or ("no name is known",)
        )

    def columns(self) -> Sequence[Column]:
        """JSON needs no mapping."""
        return ()

    def propose_mapping(self, header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> ColumnMapping:
        """JSON needs no mapping."""
        return ColumnMapping({})

    def inspect(self, stream: BinaryIO, context: ReadContext) -> FileFacts:
        """Only whether it is JSON at all."""
        stream.seek(0)
        wrong = wrong_kind(stream.read(limits.FILE_HEAD_BYTES), "JSON")
        stream.seek(0)
        if wrong is None:
            return FileFacts((), (), ColumnMapping({}), ())
        problem = Problem(0, "", wrong.found, wrong.sentence, Severity.ERROR, "file.wrong_kind")
        return FileFacts((), (), ColumnMapping({}), (problem,))

    def read(
        self, stream: BinaryIO, mapping: ColumnMapping | None, context: ReadContext
    ) -> Iterator[StagedRecord]:
        """Records in the order of the file; a break in the file comes where it stands."""
        for record in read_records(stream, self.MANY, self.ONE, context.start_record, context.encoding):
            if record.number < 0:
                yield from (of_file(problem) for problem in record.problems)
            else:
                yield self._record(record.number, record.value, record.problems, context)

    def check(
        self,
        raw: Raw,
        row_numbers: Sequence[int],
        number: int,
        mapping: ColumnMapping | None,
        context: ReadContext,
    ) -> StagedRecord:
        """One record again, from its raw object."""
        return self._record(number, raw, [], context)

    def _record(self, number: int, value: Any, problems: list[Problem], context: ReadContext) -> StagedRecord:
        row = number + 1
        if any(problem.severity is Severity.ERROR for problem in problems):
            return staged(self.kind, number, f"record {row}", [row], {}, None, problems)
        if not isinstance(value, dict):
            sentence = f"Record {row} is not an order but {shown(value) or 'nothing'}. It was left out."
            problem = Problem(row, "", shown(value), sentence, Severity.ERROR, "record.no_object")
            return staged(self.kind, number, f"record {row}", [row], {}, None, [*problems, problem])
        translated, found = self.translate(value, row, context)
        raw = safe_json(value)
        return staged(
            self.kind, number, self.key_of(value) or f"record {row}", [row], raw, translated, problems + found
        )
