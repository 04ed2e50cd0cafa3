"""What WooCommerce offers here: product CSV and order JSON files; its live API is not declared, so it is refused."""

from __future__ import annotations

from opsroom.connectors.woocommerce.translate_order_sheet import WooOrderSheet
from opsroom.connectors.woocommerce.translate_orders import WooOrders
from opsroom.connectors.woocommerce.translate_products import WooProducts
from opsroom.ports.registry import ConnectorManifest

MANIFEST = ConnectorManifest(
    name="woocommerce",
    title="WooCommerce",
    formats=(WooProducts(), WooOrders(), WooOrderSheet()),
)
