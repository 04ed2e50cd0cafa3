"""What plain CSV files offer: orders and stock of any program; there is no API behind them to ask."""

from __future__ import annotations

from opsroom.connectors.csv_files.translate_orders import CsvOrders
from opsroom.connectors.csv_files.translate_stock import CsvStock
from opsroom.ports.registry import ConnectorManifest

MANIFEST = ConnectorManifest(
    name="csv_files",
    title="CSV files",
    formats=(CsvOrders(), CsvStock()),
)
