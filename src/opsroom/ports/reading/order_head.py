"""What an order has once, in whichever of its rows it stands; refuses to look at a second telling."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow


class Head:
    """Fields of the order as a whole: the first row that fills them."""

    def __init__(self, rows: Sequence[TitledRow], sheet: Sheet) -> None:
        self._rows = rows
        self._sheet = sheet

    def row(self, name: str) -> TitledRow:
        """The first row that fills this field; the order's first where none does."""
        return next((row for row in self._rows if self._sheet.text(row, name)), self._rows[0])

    def text(self, name: str) -> str:
        """What stands there."""
        return self._sheet.text(self.row(name), name)
