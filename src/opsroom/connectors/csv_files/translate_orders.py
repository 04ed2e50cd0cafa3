"""A CSV of orders of any program: columns are found by title, then by what they hold; refuses to guess in silence."""

from __future__ import annotations

from opsroom.ports.reading.order_columns import COLUMNS
from opsroom.ports.reading.order_table import OrderTable


class CsvOrders(OrderTable):
    """Any program's order export with one row a line; columns are mapped by title, then by what they hold."""

    code = "orders"
    title = "Orders (CSV)"
    COLUMNS = COLUMNS
    CONFIDENCE_MAX = 0.7
