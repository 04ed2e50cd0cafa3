"""A CSV of orders of any program: columns are found by title, then by what they hold; refuses to guess in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from opsroom.ports.file_format import Recognition
from opsroom.ports.incoming import IncomingLine, IncomingOrder
from opsroom.ports.reading.order_columns import COLUMNS
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.order_table import OrderTable
from opsroom.ports.reading.own_orders import MARK, NUMBER, mark_of
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow, header_of


class CsvOrders(OrderTable):
    """Any program's order export with one row a line; columns are mapped by title, then by what they hold."""

    code = "orders"
    title = "Orders (CSV)"
    COLUMNS = COLUMNS
    CONFIDENCE_MAX = 0.7
    KEY_FIELDS: ClassVar[tuple[str, ...]] = ("house_number", "order_number")

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """Certain of a file that we gave out ourselves."""
        if {NUMBER, MARK} <= set(header_of(head)):
            return Recognition(1.0, ("it was made here",))
        return super().recognise(file_name, head)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Our own number where the file came from us: two channels may number their orders alike."""
        return sheet.text(row, "house_number") or super().key_of(row, sheet)

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One order; what stands as we gave it out has nothing wrong with it."""
        head = Head(rows, sheet)
        ours = head.text("house_number")
        if not ours:
            return super().build(key, rows, sheet)
        natural, order = super().build(head.text("order_number"), rows, sheet)
        untouched = head.text("house_mark") == mark_of(row.cells for row in rows)
        if untouched:
            sheet.problems.clear()
            order = order or IncomingOrder(natural, natural, None, sheet.context.currency, ())
        if not isinstance(order, IncomingOrder):
            return natural, None
        lines = tuple(map(_as_written, order.lines))
        return natural, replace(order, lines=lines, house_number=ours, untouched=untouched)


def _as_written(line: IncomingLine) -> IncomingLine:
    """We write what stands on a piece as "label: text; label: text"."""
    pairs = [part.partition(": ") for _, text in line.personalisation for part in text.split("; ")]
    if not pairs or not all(between for _, between, _ in pairs):
        return line
    return replace(line, personalisation=tuple((label, text) for label, _, text in pairs))
