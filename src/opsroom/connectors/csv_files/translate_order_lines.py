"""A flat file of sold lines into lines of history: one row, one line; refuses to read a file twice for its groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from operator import itemgetter
from typing import BinaryIO

from opsroom.kernel.values import limits
from opsroom.ports.file_format import Column, ColumnMapping, ReadContext, RecordKind, Severity, StagedRecord
from opsroom.ports.incoming_line import IncomingLine, LineBatch
from opsroom.ports.reading.cells import parse_decimal
from opsroom.ports.reading.dates import Moment, doubt, parse_moment, zone
from opsroom.ports.reading.record import Value, of_file
from opsroom.ports.reading.rows import Row
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow, clean, open_table

COLUMNS: tuple[Column, ...] = (
    Column(
        "document",
        "Invoice",
        (
            "InvoiceNo",
            "Invoice number",
            "Document",
            "Document number",
            "Order",
            "Order number",
            "Order ID",
            "Rechnung",
        ),
        True,
        "536365",
    ),
    Column(
        "code",
        "Stock code",
        ("StockCode", "SKU", "Item", "Item code", "Product code", "Article number", "Artikelnummer"),
        True,
        "85123A",
    ),
    Column(
        "title",
        "Description",
        ("Title", "Product", "Product name", "Name", "Bezeichnung"),
        False,
        "White lantern",
    ),
    Column("quantity", "Quantity", ("Qty", "Units", "Pieces", "Menge", "Anzahl"), True, "6"),
    Column(
        "placed_at",
        "Invoice date",
        ("InvoiceDate", "Date", "Order date", "Placed at", "Datum"),
        True,
        "2010-12-01 08:26",
    ),
    Column(
        "unit_price",
        "Unit price",
        ("UnitPrice", "Price", "Price each", "Item price", "Einzelpreis"),
        True,
        "2.55",
    ),
    Column(
        "customer",
        "Customer ID",
        ("CustomerID", "Customer", "Customer number", "Buyer", "Kundennummer"),
        False,
        "17850",
    ),
    Column("country", "Country", ("Country code", "Ship country", "Land"), False, "United Kingdom"),
)
FIELDS = tuple(column.field for column in COLUMNS)
_WHOLE = re.compile(r"-?\d{1,9}\Z")
_PRICE = re.compile(r"-?\d{1,9}(\.\d{1,6})?\Z")
_FLOAT_ID = re.compile(r"\d+\.0\Z")  # "13085.0": an id that a spreadsheet took for a number
_CHARS = {"document": 80, "code": 80, "title": 300, "customer": 120, "country": 80}
Columns = tuple[int, int, str, str, str, int, str, str, str, str]


class CsvOrderLines(TableFormat):
    """One row is one line of one document, as accounting and marketplaces write years of trade."""

    code = "order-lines"
    title = "Order lines (CSV)"
    kind = RecordKind.LINE
    COLUMNS = COLUMNS
    DATE_FIELDS = ("placed_at",)
    NUMBER_FIELDS = ("unit_price",)
    CONFIDENCE_MAX = 0.55  # an order file fits as well; a stranger's columns decide

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Its document: one with a line that waits for a person goes in whole or not at all."""
        return sheet.text(row, "document")

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One line with every problem said; the fast way below is this one without words."""
        row = rows[0]
        texts = {name: sheet.text(row, name) for name in _CHARS}
        for name, most in _CHARS.items():
            if len(texts[name]) > most:
                sentence = f"{sheet.title(name)} holds more than {most} characters. Shorten it."
                sheet.error(row, name, texts[name], sentence, "line.too_long")
        for name in ("document", "code"):
            if not texts[name]:
                sentence = f"{sheet.title(name)} is empty. Fill it in, or leave the row out."
                sheet.error(row, name, "", sentence, "line.incomplete")
        quantity, price = (
            sheet.number(row, "quantity", below_zero=True),
            sheet.number(row, "unit_price", below_zero=True),
        )
        for name, number in (("quantity", quantity), ("unit_price", price)):
            if number is None and not sheet.text(row, name):
                sheet.error(
                    row,
                    name,
                    "",
                    f"{sheet.title(name)} is empty, which is not 0. Fill it in.",
                    "line.incomplete",
                )
            elif number is not None and abs(number) >= 1_000_000_000:
                sheet.error(
                    row,
                    name,
                    str(number),
                    f"{sheet.title(name)} is too large to be true. Correct it.",
                    "line.too_large",
                )
        if quantity is not None and quantity != quantity.to_integral_value():
            sentence = f"{quantity} pieces is no whole number. Correct it."
            sheet.error(row, "quantity", str(quantity), sentence, "line.part_piece")
        placed = sheet.moment(row, "placed_at")
        if placed is None and not sheet.text(row, "placed_at"):
            sheet.error(
                row, "placed_at", "", f"{sheet.title('placed_at')} is empty. Fill it in.", "line.incomplete"
            )
        if placed is not None and (found := doubt(placed.at, sheet.context.now)):
            sheet.error(row, "placed_at", sheet.text(row, "placed_at"), found[1], found[0])
        if any(problem.severity is Severity.ERROR for problem in sheet.problems) or None in (
            quantity,
            price,
            placed,
        ):
            return key, None
        assert quantity is not None  # noqa: S101 - seen above
        assert price is not None  # noqa: S101 - seen above
        assert placed is not None  # noqa: S101 - seen above
        return key, IncomingLine(
            document=texts["document"],
            code=texts["code"],
            title=texts["title"],
            quantity=int(quantity),
            unit_price=round(price, 6),
            placed_at=placed.at,
            customer=_id(texts["customer"]),
            country=texts["country"],
        )

    def read_lines(
        self, stream: BinaryIO, mapping: ColumnMapping | None, context: ReadContext
    ) -> Iterator[LineBatch | StagedRecord]:
        """Good lines in batches, bad ones as records with their sentences, in file order."""
        if mapping is None:
            mapping = self.inspect(stream, context).mapping
        table = open_table(stream, context.encoding, context.delimiter)
        problems = [table.fatal] if table.fatal else self._file_problems(table, mapping, context)
        yield from (of_file(problem) for problem in problems)
        if table.fatal or any(problem.severity is Severity.ERROR for problem in problems):
            return
        quick, aid = _Quick(table, mapping, context), Sheet(mapping, context)
        batch: list[Columns] = []
        number = -1
        for row in _rows(table):
            number += 1
            if number < context.start_record:
                continue
            columns = None if mapping.words else quick(number, row)
            if columns is not None:
                batch.append(columns)
                if len(batch) == limits.LINES_PER_BATCH_COUNT:
                    yield LineBatch(batch, number + 1)
                    batch = []
                continue
            titled = table.titled(row)
            record = self._record(number, self.key_of(titled, aid), [titled], mapping, context, {})
            if isinstance(record.value, IncomingLine):
                batch.append(_columns(number, row.number, record.value))
                continue
            if batch:
                yield LineBatch(batch, number)
                batch = []
            yield record
        if batch:
            yield LineBatch(batch, number + 1)


def _rows(table: Table) -> Iterator[Row]:
    rows = iter(table.reader or ())
    next(rows, None)
    return (row for row in rows if any(row.cells) or row.faults)


def _columns(number: int, row: int, line: IncomingLine) -> Columns:
    return (
        number, row, line.document, line.code, line.title, line.quantity, str(line.unit_price),
        line.placed_at.astimezone(UTC).isoformat(), line.customer, line.country,
    )  # fmt: skip


def _id(text: str) -> str:
    return text[:-2] if _FLOAT_ID.match(text) else text


class _Quick:
    """Reads a plain row without building anything; None for every row that needs a second look."""

    def __init__(self, table: Table, mapping: ColumnMapping, context: ReadContext) -> None:
        places = {title: place for place, title in enumerate(table.header)}
        self.width = len(table.header)
        # A column that the file does not have is the empty cell behind the last one.
        self.cut = itemgetter(*(places.get(mapping.columns.get(name, ""), self.width) for name in FIELDS))
        self.comma = mapping.comma_decimal
        self.order = context.date_order or mapping.date_order
        self.zone = zone(context.time_zone)
        self.now: datetime = context.now
        self.moments: dict[str, str | None] = {}
        self.texts: dict[str, str] = {}

    def __call__(self, number: int, row: Row) -> Columns | None:
        """The columns of a line as stored."""
        cells = row.cells
        if row.faults or len(cells) != self.width:
            return None
        document, code, title, quantity, placed, price, customer, country = self.cut([*cells, ""])
        moment = self.moments.get(placed) or self._moment(placed)
        if moment is None or not _WHOLE.match(quantity) or not (price := self._price(price)):
            return None
        seen = self.texts
        document = seen.get(document) or self._text(document)
        code, title = seen.get(code) or self._text(code), seen.get(title) or self._text(title)
        customer, country = (
            _id(seen.get(customer) or self._text(customer)),
            seen.get(country) or self._text(country),
        )
        if not document or not code or len(document) > 80 or len(code) > 80 or len(title) > 300:
            return None
        if len(customer) > 120 or len(country) > 80:
            return None
        return (number, row.number, document, code, title, int(quantity), price, moment, customer, country)

    def _text(self, cell: str) -> str:
        """Articles, buyers and countries come again and again: cleaned once, kept for the next lines."""
        if len(self.texts) > limits.SEEN_TEXTS_COUNT_MAX:
            self.texts.clear()
        text = clean(cell)
        if len(cell) <= _CHARS["title"]:  # a longer one is refused anyway, and many would fill the memory
            self.texts[cell] = text
        return text

    def _price(self, text: str) -> str:
        if not self.comma and _PRICE.match(text):
            return text
        found: Decimal | None = parse_decimal(text, comma_decimal=self.comma)
        return f"{round(found, 6):f}" if found is not None and abs(found) < 1_000_000_000 else ""

    def _moment(self, text: str) -> str | None:
        """One date stands on every line of its document: read once, kept for the neighbours."""
        found = parse_moment(text, self.zone, self.order)
        if not isinstance(found, Moment) or doubt(found.at, self.now):
            return None
        if len(self.moments) > limits.SEEN_MOMENTS_COUNT_MAX:
            self.moments.clear()
        moment = self.moments[text] = found.at.astimezone(UTC).isoformat()
        return moment
