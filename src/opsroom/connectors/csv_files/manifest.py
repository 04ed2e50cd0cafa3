"""What plain CSV files offer: orders, stock and what else moves in; there is no API behind them to ask."""

from __future__ import annotations

from opsroom.connectors.csv_files.translate_amazon import AmazonOrders
from opsroom.connectors.csv_files.translate_balances import CsvBalances
from opsroom.connectors.csv_files.translate_customers import CsvCustomers
from opsroom.connectors.csv_files.translate_order_lines import CsvOrderLines
from opsroom.connectors.csv_files.translate_orders import CsvOrders
from opsroom.connectors.csv_files.translate_purchases import CsvPurchases
from opsroom.connectors.csv_files.translate_receivables import CsvReceivables
from opsroom.connectors.csv_files.translate_stock import CsvStock
from opsroom.connectors.csv_files.translate_suppliers import CsvSuppliers
from opsroom.ports.registry import ConnectorManifest

MANIFEST = ConnectorManifest(
    name="csv_files",
    title="CSV files",
    formats=(
        CsvOrders(),
        CsvStock(),
        CsvCustomers(),
        CsvSuppliers(),
        CsvPurchases(),
        CsvReceivables(),
        CsvBalances(),
        CsvOrderLines(),
        AmazonOrders(),
    ),
)
