"""What Shopify offers here: product CSV and order JSON files; its live API is not declared, so asking is refused."""

from __future__ import annotations

from opsroom.connectors.shopify.translate_order_sheet import ShopifyOrderSheet
from opsroom.connectors.shopify.translate_orders import ShopifyOrders
from opsroom.connectors.shopify.translate_products import ShopifyProducts
from opsroom.ports.registry import ConnectorManifest

MANIFEST = ConnectorManifest(
    name="shopify",
    title="Shopify",
    formats=(ShopifyProducts(), ShopifyOrders(), ShopifyOrderSheet()),
)
