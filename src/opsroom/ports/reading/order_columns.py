"""Column titles under which programs export orders, as data; refuses a title that could mean two fields."""

from __future__ import annotations

from dataclasses import replace

from opsroom.ports.file_format import Column
from opsroom.ports.reading.order_titles import MORE, WEAK
from opsroom.ports.reading.own_orders import MARK, NUMBER


def _column(field: str, title: str, *synonyms: str, required: bool = False, example: str = "") -> Column:
    return Column(field, title, synonyms, required, example)


def _address(prefix: str, title: str, *words: str) -> tuple[Column, ...]:
    def names(*parts: str) -> tuple[str, ...]:
        return tuple(f"{word} {part}" for word in words for part in parts)

    return (
        _column(
            f"{prefix}_name",
            f"{title} name",
            *names("name", "full name", "recipient", "to"),
            example="Ada Lovelace",
        ),
        _column(f"{prefix}_first_name", f"{title} first name", *names("first name", "vorname")),
        _column(f"{prefix}_last_name", f"{title} last name", *names("last name", "surname", "nachname")),
        _column(
            f"{prefix}_company",
            f"{title} company",
            *names("company", "company name", "firma"),
            example="Northbay Ltd",
        ),
        _column(
            f"{prefix}_line1",
            f"{title} address",
            *names(
                "address",
                "address1",
                "address 1",
                "address line 1",
                "line1",
                "line 1",
                "street",
                "street address",
                "street 1",
                "strasse",
                "adresse",
                "anschrift",
            ),
            example="12 Mill Lane",
        ),
        _column(
            f"{prefix}_line2",
            f"{title} address 2",
            *names("address2", "address 2", "address line 2", "line2", "line 2", "street 2", "adresszusatz"),
        ),
        _column(
            f"{prefix}_postcode",
            f"{title} postcode",
            *names("zip", "zip code", "postal code", "postcode", "zip/postal code", "plz"),
        ),
        _column(f"{prefix}_city", f"{title} city", *names("city", "town", "ort", "stadt"), example="Bristol"),
        _column(
            f"{prefix}_region",
            f"{title} region",
            *names("state", "province", "region", "county", "province name"),
        ),
        _column(
            f"{prefix}_country", f"{title} country", *names("country", "country code", "land"), example="GB"
        ),
        _column(f"{prefix}_phone", f"{title} phone", *names("phone", "telephone", "phone number")),
    )


_ENGLISH: tuple[Column, ...] = (
    _column(
        "order_number",
        "Order number",
        "Order",
        "Order no",
        "Order #",
        "Order ID",
        "Order-ID",
        "Bestellnummer",
        "Sales order",
        required=True,
        example="1042",
    ),
    _column(
        "placed_at",
        "Placed at",
        "Order date",
        "Date",
        "Purchase date",
        "Purchased on",
        "Created at",
        "Ordered at",
        "Order placed",
        "Bestelldatum",
        "Datum",
        required=True,
        example="2026-11-24 09:12",
    ),
    _column("currency", "Currency", "Order currency", "Currency code", "Währung", example="EUR"),
    _column(
        "sku",
        "SKU",
        "Lineitem sku",
        "Item SKU",
        "Product code",
        "Item code",
        "Article number",
        "Artikelnummer",
        "Variant SKU",
        example="MUG-STN-350",
    ),
    _column(
        "title",
        "Title",
        "Lineitem name",
        "Item name",
        "Product",
        "Product name",
        "Item",
        "Description",
        "Artikel",
        "Item title",
        example="Stone mug 350 ml",
    ),
    _column("variant", "Variant", "Variant title", "Options", "Variation"),
    _column(
        "quantity",
        "Quantity",
        "Lineitem quantity",
        "Qty",
        "Item quantity",
        "Quantity ordered",
        "Pieces",
        "Menge",
        "Anzahl",
        "Units",
        required=True,
        example="2",
    ),
    _column(
        "unit_price",
        "Unit price",
        "Lineitem price",
        "Price",
        "Item price",
        "Price each",
        "Einzelpreis",
        "Preis",
        example="12.50",
    ),
    _column("line_discount", "Line discount", "Lineitem discount", "Item discount"),
    _column("line_total", "Line total", "Item total", "Line amount", "Extended price"),
    _column("line_tax", "Line tax", "Item tax"),
    _column("tax_rate", "Tax rate", "VAT rate", "Tax percent", "VAT %", "Tax %", "MwSt"),
    _column("line_kind", "Line kind", "Item type", "Line type"),
    _column("line_requires_shipping", "Lineitem requires shipping", "Requires shipping"),
    _column("line_id", "Line ID", "Order line", "Order item id", "Line number", "Position"),
    _column(
        "personalisation", "Personalisation", "Personalization", "Engraving", "Customisation", "Item options"
    ),
    _column(
        "shipping",
        "Shipping",
        "Shipping cost",
        "Shipping price",
        "Shipping amount",
        "Postage",
        "Versandkosten",
    ),
    _column("discount", "Discount", "Discount amount", "Order discount", "Total discount", "Rabatt"),
    _column("discount_code", "Discount code", "Coupon", "Coupon code", "Voucher"),
    _column("tax", "Taxes", "Tax", "VAT", "Order tax", "Tax amount", "Total tax", "Steuer"),
    _column("subtotal", "Subtotal", "Order subtotal", "Cart subtotal"),
    _column(
        "refunded",
        "Refunded amount",
        "Refund total",
        "Total refunded",
        "Refund amount",
        "Erstattet",
    ),
    _column(
        "total",
        "Total",
        "Order total",
        "Grand total",
        "Total price",
        "Amount",
        "Gesamt",
        "Summe",
        example="31.90",
    ),
    _column("prices_include_tax", "Prices include tax", "Tax included", "Taxes included"),
    _column("email", "Email", "E-mail", "Customer email", "Buyer email", example="ada@example.com"),
    _column("customer_id", "Customer ID", "Customer number", "Kundennummer"),
    _column("customer_name", "Customer name", "Customer", "Buyer name", "Buyer", "Kunde"),
    _column("first_name", "First name"),
    _column("last_name", "Last name"),
    _column("phone", "Phone", "Telephone", "Customer phone", "Telefon"),
    *_address(
        "ship",
        "Shipping",
        "Shipping",
        "Ship to",
        "Delivery",
        "Recipient",
        "Ship",
        "Liefer",
        "Lieferadresse",
        "Lieferung",
    ),
    *_address("bill", "Billing", "Billing", "Bill to", "Bill", "Invoice", "Rechnungs", "Rechnungsadresse"),
    _column("line1", "Address", "Address 1", "Address line 1", "Street", "Strasse", "Straße"),
    _column("line2", "Address 2", "Address line 2"),
    _column("postcode", "Postcode", "ZIP", "Zip code", "Postal code", "PLZ"),
    _column("city", "City", "Town", "Ort", "Stadt"),
    _column("region", "State", "Province", "Region", "County"),
    _column("country", "Country", "Country code", "Land", example="DE"),
    _column(
        "payment", "Financial status", "Payment status", "Payment state", "Payment", "Paid", example="paid"
    ),
    _column("paid_at", "Paid at", "Date paid", "Paid date"),
    _column("payment_method", "Payment method", "Payment type", "Gateway", "Zahlungsart"),
    _column("cancelled_at", "Cancelled at", "Canceled at", "Cancelled", "Canceled", "Cancellation date"),
    _column("test", "Test", "Test order", "Is test"),
    _column(
        "fulfilled_by",
        "Fulfilled by",
        "Fulfilment channel",
        "Fulfillment channel",
        "Fulfilment",
        "Fulfillment",
    ),
    _column(
        "delivery_method",
        "Delivery method",
        "Shipping method",
        "Ship service",
        "Shipping service",
        "Versandart",
    ),
    _column("ship_by", "Ship by", "Ship by date", "Latest ship date", "Dispatch by"),
    _column("deliver_by", "Deliver by", "Delivery date", "Deliver by date", "Latest delivery date"),
    _column("shipped_quantity", "Shipped quantity", "Quantity shipped", "Qty shipped", "Lineitem shipped"),
    _column("line_status", "Lineitem fulfillment status", "Item status", "Line status"),
    _column(
        "shipped_status",
        "Fulfillment status",
        "Fulfilment status",
        "Shipping status",
        "Order status",
        "Status",
    ),
    _column("shipped_at", "Shipped at", "Fulfilled at", "Ship date", "Dispatched at"),
    _column("tracking", "Tracking number", "Tracking", "Tracking code"),
    _column(
        "purchase_order", "Purchase order", "PO number", "PO", "Customer reference", "Bestellnummer Kunde"
    ),
    _column("invoice_issuer", "Invoice issued by", "Invoice issuer", "Invoiced by", example="us"),
    _column("tax_remitter", "Tax remitted by", "Tax collected by", "Tax remitter", example="us"),
    _column("note", "Notes", "Note", "Comment", "Customer note", "Order note", "Bemerkung"),
    _column("gift_message", "Gift message", "Gift note", "Gift text"),
    _column("tags", "Tags", "Labels"),
    _column("source", "Source", "Sales channel", "Marketplace"),
    _column("updated_at", "Updated at", "Last updated", "Modified"),
    _column("house_number", NUMBER),
    _column("house_mark", MARK),
)
COLUMNS: tuple[Column, ...] = tuple(
    replace(one, synonyms=(*one.synonyms, *MORE.get(one.field, ()), *WEAK.get(one.field, ())))
    for one in _ENGLISH
)
