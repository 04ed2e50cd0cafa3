"""The socket of a file format: bytes in, checked records out, one sentence per problem; refuses half records.

A format streams: it holds one record at a time, so a file of 512 MB costs no more memory than a small one.
It never raises on what a file holds: all that is wrong is a Problem on a record, or on one of kind "file".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO, Protocol, runtime_checkable

from opsroom.ports.incoming import IncomingOrder, IncomingProduct, IncomingStock, QuantityMeaning
from opsroom.ports.incoming_house import HouseValue
from opsroom.ports.incoming_line import IncomingLine, LineBatch

Raw = dict[str, Any] | list[dict[str, str]]
"""A record as it stood in the file, safe to store as JSON: CSV gives one dict a row, JSON the object."""


class Severity(StrEnum):
    """ERROR: the record cannot be imported. FLAG: imported, but look at it. QUESTION: needs an answer."""

    ERROR = "error"
    FLAG = "flag"
    QUESTION = "question"


class RecordKind(StrEnum):
    """FILE carries problems of the file as a whole and never a value."""

    FILE = "file"
    PRODUCT = "product"
    ORDER = "order"
    STOCK = "stock"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    PURCHASE = "purchase"
    RECEIVABLE = "receivable"
    BALANCE = "balance"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: which row, which field, what was found, what to do.

    `code` groups equal problems ("file.wrong_kind", "order.total_differs"); `fix` is a proposal or None.
    `row` counts the file's lines as a person sees them, the header being row 1; 0 is the file
    itself; for JSON it is the record's number, from 1.
    """

    row: int
    field: str
    found: str
    sentence: str
    severity: Severity
    code: str
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class StagedRecord:
    """One record of a file. `value` is None when an ERROR stands among `problems` or the kind is FILE.

    `number` counts records from 0 in file order and is what `ReadContext.start_record` resumes at.
    `natural_key` is the sender's own key (order external id, product external id, SKU|barcode@location/bin).
    """

    kind: RecordKind
    number: int
    natural_key: str
    first_row: int
    row_numbers: tuple[int, ...]
    raw: Raw
    value: IncomingProduct | IncomingOrder | IncomingStock | IncomingLine | HouseValue | None
    problems: tuple[Problem, ...] = ()

    @property
    def ready(self) -> bool:
        """True when the record can be imported as it is: a value and neither error nor open question."""
        return self.value is not None and all(p.severity is Severity.FLAG for p in self.problems)


@dataclass(frozen=True, slots=True)
class Column:
    """One field a format understands; `required` fields without a column make the file an error."""

    field: str
    title: str
    synonyms: tuple[str, ...]
    required: bool
    example: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of the file feeds which field. Saved for the next file of the same header."""

    columns: Mapping[str, str]
    """field -> column title as it stands in the file"""
    unmapped: tuple[str, ...] = ()
    """column titles nobody reads"""
    missing: tuple[str, ...] = ()
    """required fields without a column"""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """field -> why this column was chosen, for a person"""
    comma_decimal: bool = False
    """whether the file writes 1,5 for one and a half"""
    date_order: str | None = None
    """"dmy" or "mdy" where the file's dates prove it"""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """field -> what stands in a cell, by its plain form -> what it is read as; told by a person"""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a look at the file shows before anything is read: titles, first rows, proposed mapping, problems.

    A JSON format gives no header. `problems` with an ERROR mean that `read` will give nothing else.
    """

    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: ColumnMapping
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a format is that a file is its own: 0 (not at all) to 1 (certain), and why."""

    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What the reader cannot know by itself: the clock, the company, and answers a person gave.

    `now` is aware. `time_zone` (IANA) reads dates without a zone. `currency` serves where a file names none.
    Answers: `quantity_meaning`, `encoding`, `date_order` ("dmy", "mdy", "ymd"), None while not yet asked;
    `delimiter` and `decimals` ("comma", "point") where a person or a template tells them.
    `start_record` skips records whose number is lower, to resume.
    """

    now: datetime
    currency: str
    time_zone: str = "UTC"
    file_name: str = ""
    start_record: int = 0
    quantity_meaning: QuantityMeaning | None = None
    encoding: str | None = None
    date_order: str | None = None
    delimiter: str | None = None
    decimals: str | None = None
    prices_include_tax: bool = False


@runtime_checkable
class FileFormat(Protocol):
    """One kind of file. Implementations hold no state between calls."""

    code: str
    title: str
    kind: RecordKind

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """Judge the file by its name and first bytes (FILE_HEAD_BYTES of them)."""
        ...

    def columns(self) -> Sequence[Column]:
        """The fields this format understands; empty for JSON."""
        ...

    def propose_mapping(self, header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> ColumnMapping:
        """Map columns by title, then by what the sample rows hold."""
        ...

    def inspect(self, stream: BinaryIO, context: ReadContext) -> FileFacts:
        """Look at the file to show a person its columns; costs one pass. `stream` is seekable."""
        ...

    def read(
        self, stream: BinaryIO, mapping: ColumnMapping | None, context: ReadContext
    ) -> Iterator[StagedRecord]:
        """Read the whole file, in order. `stream` is seekable and stands at 0. None: propose a mapping."""
        ...

    def check(
        self,
        raw: Raw,
        row_numbers: Sequence[int],
        number: int,
        mapping: ColumnMapping | None,
        context: ReadContext,
    ) -> StagedRecord:
        """Judge one record again after a person changed a cell of `raw`."""
        ...


@runtime_checkable
class LineFormat(FileFormat, Protocol):
    """A format of kind LINE: so many small records that they are read in batches."""

    def read_lines(
        self, stream: BinaryIO, mapping: ColumnMapping | None, context: ReadContext
    ) -> Iterator[LineBatch | StagedRecord]:
        """The whole file in order: good lines in batches, a record with its problems for each bad one."""
        ...
