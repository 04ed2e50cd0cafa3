"""Titles of WooCommerce's product CSV, as data; refuses to know other shops' titles."""

from __future__ import annotations

from opsroom.connectors.woocommerce.product_titles import (
    ATTRIBUTE_NAMES,
    ATTRIBUTE_VALUES,
    MEASURES,
    TRANSLATED,
)
from opsroom.ports.file_format import Column


def _column(field: str, title: str, *synonyms: str, required: bool = False, example: str = "") -> Column:
    return Column(field, title, (*synonyms, *TRANSLATED.get(field, ())), required, example)


def _measure(field: str, units: tuple[str, ...], example: str = "") -> Column:
    first, *more = (f"{word} ({unit})" for word in MEASURES[field] for unit in units)
    return Column(field, first, tuple(more), False, example)


def _each(titles: tuple[str, ...], n: int) -> tuple[str, ...]:
    return tuple(title.format(n=n) for title in titles)


ATTRIBUTES_MAX = 6
_LENGTHS = ("cm", "m", "mm", "in", "yd")

COLUMNS: tuple[Column, ...] = (
    _column("id", "ID", example="741"),
    _column("type", "Type", required=True, example="simple"),
    _column("sku", "SKU", example="cc-tee"),
    _column("barcode", "GTIN, UPC, EAN, or ISBN", "GTIN", "EAN", example="4006381333931"),
    _column("title", "Name", required=True, example="T-Shirt"),
    _column("published", "Published", example="1"),
    _column("short_description", "Short description"),
    _column("body_html", "Description"),
    _column("tax_status", "Tax status", example="taxable"),
    _column("tax_class", "Tax class"),
    _column("in_stock", "In stock?", example="1"),
    _column("quantity", "Stock", example="12"),
    _column("low_stock", "Low stock amount"),
    _column("backorders", "Backorders allowed?"),
    _measure("weight", ("kg", "g", "lbs", "oz"), "0.5"),
    _measure("length", _LENGTHS),
    _measure("width", _LENGTHS),
    _measure("height", _LENGTHS),
    _column("sale_price", "Sale price"),
    _column("sale_from", "Date sale price starts"),
    _column("sale_to", "Date sale price ends"),
    _column("regular_price", "Regular price", required=True, example="18"),
    _column("cost", "Cost of goods", "Cost"),
    _column("categories", "Categories"),
    _column("tags", "Tags"),
    _column("brands", "Brands"),
    _column("shipping_class", "Shipping class"),
    _column("images", "Images"),
    _column("parent", "Parent", example="cc-tee"),
    _column("grouped", "Grouped products"),
    _column("external_url", "External URL"),
    _column("position", "Position"),
    *(
        column
        for n in range(1, ATTRIBUTES_MAX + 1)
        for column in (
            Column(f"attribute{n}_name", f"Attribute {n} name", _each(ATTRIBUTE_NAMES, n), False, ""),
            Column(f"attribute{n}_value", f"Attribute {n} value(s)", _each(ATTRIBUTE_VALUES, n), False, ""),
        )
    ),
)
