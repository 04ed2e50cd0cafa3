"""Writes the day's generic tables: orders, opening stock, kits and the second shop's products, faults included."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

from day_catalog import KITS, SHARED_SKUS, Item, euros, products, woo_items
from day_people import REGION_NAMES
from day_sales import Line, Sale

ORDER_HEADER = """Order number|Ordered at|Sales channel|Fulfilled by|Invoice issued by|Payment|Currency|Customer name
Company|Email|Phone|Street|Address line 2|Postcode|City|State|Country|Purchase order|Shipping method|Shipping price|SKU
Item|Quantity|Unit price|Line discount|Tax rate|Order total|Customer note|Gift message""".replace(
    "\n", "|"
).split("|")
STOCK_HEADER = ["SKU", "Bin", "Quantity", "Unit cost"]
WOO_HEADER = [
    "ID",
    "Type",
    "SKU",
    "Name",
    "Published",
    "Is featured?",
    "Visibility in catalog",
    "Short description",
    "Description",
    "Tax status",
    "Tax class",
    "In stock?",
    "Stock",
    "Backorders allowed?",
    "Weight (kg)",
    "Regular price",
    "Categories",
    "Images",
    "Parent",
    "Position",
    "Attribute 1 name",
    "Attribute 1 value(s)",
    "Attribute 1 visible",
    "Attribute 1 global",
]
PAYMENT_WORDS = {
    "captured": "paid",
    "pending": "awaiting payment",
    "terms": "net 30",
    "marketplace": "marketplace",
}
CHANNEL_WORDS = {"marketplace": "Marketplace", "till": "Shop till", "terms": "Wholesale"}
Fault = dict[str, Any]


def write(header: list[str], rows: Iterable[list[str]]) -> str:
    """CSV text: commas, quotes where needed, one line feed a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}"


def _order_row(sale: Sale, line: Line) -> list[str]:
    person = sale.person
    till = sale.fate == "till"
    source = sale.fulfilled_by if till else sale.payment
    postal = [""] * 6 if till else [
        person.street, person.line2, person.postcode, person.city, REGION_NAMES.get(person.region, ""),
        person.country,
    ]  # fmt: skip
    return [
        sale.name, sale.placed.strftime("%Y-%m-%d %H:%M:%S"), CHANNEL_WORDS.get(source, "Telephone"),
        sale.fulfilled_by, sale.invoice_by, PAYMENT_WORDS[sale.payment], sale.currency,
        "" if till else person.name, person.company, "" if till else person.email, "" if till else person.phone,
        *postal, sale.purchase_order, sale.shipping_title, euros(sale.shipping), line.code,
        line.item.name if not line.sku else "Bulk item", str(line.quantity), euros(line.item.price),
        euros(line.discount), _percent(line.item.rate(sale.country)), euros(sale.total), sale.note, sale.gift_message,
    ]  # fmt: skip


def orders_csv(sales: list[Sale]) -> tuple[str, list[Fault]]:
    """One row a line, the order's cells repeated; five faulty orders at the end, the last row torn in half."""
    rows = [_order_row(sale, line) for sale in sales for line in sale.lines]
    pattern = next(sale for sale in sales if sale.fate == "shippable" and sale.payment == "terms")
    errors = []

    def plant(number: str, column: str, found: str) -> None:
        row = _order_row(pattern, pattern.lines[0])
        row[0] = number
        row[ORDER_HEADER.index(column)] = found
        rows.append(row)
        errors.append({"file": "orders.csv", "row": len(rows) + 1, "field": column, "found": found})

    plant("T-9001", "Ordered at", "20226-11-23 10:00:00")
    plant("T-9002", "Quantity", "-2")
    plant("T-9003", "Currency", "QQQ")
    plant("T-9004", "Unit price", "twelve")
    torn = _order_row(pattern, pattern.lines[0])
    torn[0] = "T-9005"
    rows.append(torn[:9])
    errors.append({"file": "orders.csv", "row": len(rows) + 1, "field": "", "found": "9 of 29 cells"})
    return write(ORDER_HEADER, rows), errors


def stocked_items() -> list[Item]:
    """The items of the stock file in its order."""
    return [item for product in products() for item in product.items if item.stock is not None]


def stock_csv(seed: int) -> tuple[str, list[Fault], dict[str, int]]:
    """Opening stock by bin over the zones A to D, with the faults and the units that are right, by SKU."""
    rng = Random(seed)  # noqa: S311 - plausible data, not a secret
    bins = [f"{zone}-{rack:02d}-{level}" for zone in "ABCD" for rack in range(1, 7) for level in range(1, 4)]
    rows: list[list[str]] = []
    units: dict[str, int] = {}
    for place, item in enumerate(stocked_items()):
        stock = item.stock or 0
        reserve = stock // 3 if stock >= 60 and rng.random() < 0.35 else 0
        rows.append([item.sku, bins[place], str(stock - reserve), item.cost])
        if reserve:
            rows.append([item.sku, bins[-1 - place % 6], str(reserve), item.cost])
        units[item.sku] = stock
    errors = []
    for sku, where, quantity, field, found in (
        ("GHOST-1", "D-06-3", "5", "SKU", "GHOST-1"),
        ("TH-RUST", "D-06-2", "ten", "Quantity", "ten"),
        ("POT-12", "D-06-1", "-3", "Quantity", "-3"),
    ):
        rows.append([sku, where, quantity, "1.00"])
        errors.append({"file": "stock.csv", "row": len(rows) + 1, "field": field, "found": found})
    rows.append(["LAMP-PAPER", "D-0"])
    errors.append({"file": "stock.csv", "row": len(rows) + 1, "field": "", "found": "2 of 4 cells"})
    return write(STOCK_HEADER, rows), errors, units


def kits_csv() -> str:
    """What a kit is made of; the same facts as the last column of products.csv."""
    return write(
        ["Kit SKU", "Component SKU", "Quantity"],
        [[sku, part, str(each)] for _, _, sku, _, parts in KITS for part, each in parts],
    )


def woo_products_csv() -> str:
    """The second shop's export: six goods of its own with stock, two shared with the first shop without."""
    shared = {item.sku: item for product in products() for item in product.items if item.sku in SHARED_SKUS}
    rows = []
    for place, item in enumerate([*woo_items(), *(shared[sku] for sku in SHARED_SKUS)]):
        cells = {
            "ID": str(500 + place),
            "Type": "simple",
            "SKU": item.sku,
            "Name": item.name,
            "Published": "1",
            "Is featured?": "0",
            "Visibility in catalog": "visible",
            "Tax status": "taxable",
            "In stock?": "1",
            "Stock": str(item.stock) if item.sku.startswith("NBW-") else "",
            "Backorders allowed?": "0",
            "Weight (kg)": f"{item.grams / 1000:g}",
            "Regular price": euros(item.price),
            "Categories": "Home > Daily",
            "Images": f"https://cdn.example.com/northbay-daily/{item.sku.lower()}.jpg",
            "Position": "0",
        }
        rows.append([cells.get(column, "") for column in WOO_HEADER])
    return write(WOO_HEADER, rows)
