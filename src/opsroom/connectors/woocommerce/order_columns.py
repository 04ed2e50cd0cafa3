"""Titles under which the common plugins export WooCommerce's orders as CSV, as data; refuses other shops' titles."""

from __future__ import annotations

from opsroom.ports.file_format import Column


def _column(field: str, title: str, *synonyms: str, required: bool = False, example: str = "") -> Column:
    return Column(field, title, synonyms, required, example)


def _address(prefix: str, word: str) -> tuple[Column, ...]:
    def either(field: str, *parts: str, example: str = "") -> Column:
        """Billing first name, billing_first_name, and First Name (Billing)."""
        first, *more = [f"{word} {part}" for part in parts] + [f"{part} ({word})" for part in parts]
        return Column(f"{prefix}_{field}", first, tuple(more), False, example)

    return (
        either("name", "name", "full name"),
        either("first_name", "first name", example="Ada"),
        either("last_name", "last name", example="Lovelace"),
        either("company", "company"),
        either("line1", "address 1", "address 1&2", "address", "address line 1", example="12 Mill Lane"),
        either("line2", "address 2", "address line 2"),
        either("postcode", "postcode", "zip", "postal code", example="BS1 4DJ"),
        either("city", "city", example="Bristol"),
        either("region", "state", "state code", "state name"),
        either("country", "country", "country code", "country name", example="GB"),
        either("phone", "phone"),
    )


COLUMNS: tuple[Column, ...] = (
    _column(
        "order_number",
        "Order number",
        "Order number formatted",
        "Order #",
        "Order ID",
        required=True,
        example="741",
    ),
    _column("external_id", "Order ID", "ID", "Post ID"),
    _column("placed_at", "Order date", "Date", "Date created", required=True, example="2026-11-24 09:12:00"),
    _column("paid_at", "Paid date", "Date paid"),
    _column("shipped_status", "Order status", "Status", example="processing"),
    _column("shipped_at", "Completed date", "Date completed"),
    _column("currency", "Order currency", "Currency", example="EUR"),
    _column("line_id", "Item ID", "Order item ID"),
    _column("sku", "SKU", "Item SKU", "Product SKU", example="MUG-STN-350"),
    _column("title", "Item name", "Product name", "Product name (main)", example="Stone mug"),
    _column("variant", "Product variation", "Item meta", "Variation"),
    _column("quantity", "Quantity (- Refund)", "Quantity", "Item quantity", "Qty", example="2"),
    _column("unit_price", "Item cost", "Item price", "Product price", example="12.50"),
    _column("row_subtotal", "Item subtotal", "Order line subtotal"),
    _column("line_total", "Item total", "Order line total", "Order line (w/o tax)", "Line total"),
    _column("line_tax", "Item total tax", "Item tax", "Order line tax", "Line tax"),
    _column("packed_lines", "Line items"),
    *(_column(f"packed{n}", f"Line item {n}") for n in range(1, 41)),
    _column("shipping", "Order shipping amount", "Shipping total", "Order shipping", "Shipping cost"),
    _column("fee", "Fee total", "Order fee amount", "Fees total"),
    _column(
        "discount",
        "Cart discount amount",
        "Discount total",
        "Cart discount",
        "Order discount",
        "Discount amount",
    ),
    _column("discount_code", "Coupon code", "Coupons", "Coupons used"),
    _column("tax", "Order total tax amount", "Tax total", "Order tax", "Total tax"),
    _column("subtotal", "Order subtotal amount", "Order subtotal"),
    _column("total", "Order total amount", "Order total", "Total", example="31.90"),
    _column("refunded", "Order refund amount", "Refunded total", "Refund amount"),
    _column("payment_method", "Payment method title", "Payment method", example="Direct bank transfer"),
    _column("delivery_method", "Shipping method title", "Shipping method"),
    _column("email", "Billing email", "Email (Billing)", "Customer email"),
    _column("customer_id", "Customer ID", "Customer user", "Customer user ID"),
    _column("note", "Customer note"),
    *_address("bill", "Billing"),
    *_address("ship", "Shipping"),
)
