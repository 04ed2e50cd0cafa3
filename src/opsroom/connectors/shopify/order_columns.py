"""Titles of Shopify's order CSV in all its header versions, as data; refuses to know other shops' titles."""

from __future__ import annotations

from opsroom.ports.file_format import Column

TAXES = range(1, 6)
"""the file has room for five taxes of an order"""


def _column(field: str, title: str, *synonyms: str, required: bool = False, example: str = "") -> Column:
    return Column(field, title, synonyms, required, example)


def _address(prefix: str, title: str) -> tuple[Column, ...]:
    return (
        _column(f"{prefix}_name", f"{title} Name", example="Ada Lovelace"),
        _column(f"{prefix}_company", f"{title} Company"),
        _column(f"{prefix}_line1", f"{title} Address1", f"{title} Street", example="12 Mill Lane"),
        _column(f"{prefix}_line2", f"{title} Address2"),
        _column(f"{prefix}_postcode", f"{title} Zip", example="BS1 4DJ"),
        _column(f"{prefix}_city", f"{title} City", example="Bristol"),
        _column(f"{prefix}_region_code", f"{title} Province"),
        _column(f"{prefix}_region", f"{title} Province Name"),
        _column(f"{prefix}_country", f"{title} Country", example="GB"),
        _column(f"{prefix}_phone", f"{title} Phone"),
    )


COLUMNS: tuple[Column, ...] = (
    _column("order_number", "Name", required=True, example="#1042"),
    _column("external_id", "Id", "Order ID", example="4070039355469"),
    _column("placed_at", "Created at", required=True, example="2026-11-24 09:12:00 +0100"),
    _column("currency", "Currency", example="EUR"),
    _column("sku", "Lineitem sku", example="MUG-STN-350"),
    _column("title", "Lineitem name", required=True, example="Stone mug 350 ml"),
    _column("quantity", "Lineitem quantity", required=True, example="2"),
    _column("unit_price", "Lineitem price", required=True, example="12.50"),
    _column("line_discount", "Lineitem discount", example="0.00"),
    _column("line_requires_shipping", "Lineitem requires shipping", example="true"),
    _column("line_taxable", "Lineitem taxable", example="true"),
    _column("line_status", "Lineitem fulfillment status", example="pending"),
    _column("subtotal", "Subtotal", example="25.00"),
    _column("shipping", "Shipping", example="5.00"),
    _column("tax", "Taxes", example="4.79"),
    _column("duties", "Duties"),
    _column("total", "Total", example="30.00"),
    _column("discount", "Discount Amount", example="0.00"),
    _column("discount_code", "Discount Code"),
    _column("delivery_method", "Shipping Method", example="Standard"),
    _column("payment", "Financial Status", example="paid"),
    _column("payment_method", "Payment Method", example="Shopify Payments"),
    _column("payment_terms", "Payment Terms Name", example="Net 30"),
    _column("paid_at", "Paid at"),
    _column("refunded", "Refunded Amount", example="0.00"),
    _column("outstanding", "Outstanding Balance", example="0.00"),
    _column("shipped_status", "Fulfillment Status", example="unfulfilled"),
    _column("shipped_at", "Fulfilled at"),
    _column("cancelled_at", "Cancelled at"),
    _column("email", "Email", example="ada@example.com"),
    _column("phone", "Phone"),
    _column("customer_id", "Customer ID"),
    *_address("bill", "Billing"),
    *_address("ship", "Shipping"),
    _column("note", "Notes"),
    _column("note_attributes", "Note Attributes"),
    _column("tags", "Tags"),
    _column("source", "Source", example="web"),
    *(
        column
        for place in TAXES
        for column in (
            _column(f"tax{place}_name", f"Tax {place} Name", example="DE MwSt 19%"),
            _column(f"tax{place}_value", f"Tax {place} Value", example="4.79"),
        )
    ),
)
