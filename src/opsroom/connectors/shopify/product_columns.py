"""Titles of Shopify's product CSV in all its header versions, as data; refuses to know other shops' titles."""

from __future__ import annotations

from opsroom.ports.file_format import Column


def _column(field: str, title: str, *synonyms: str, required: bool = False, example: str = "") -> Column:
    return Column(field, title, synonyms, required, example)


COLUMNS: tuple[Column, ...] = (
    _column("handle", "Handle", "URL handle", required=True, example="linen-shirt"),
    _column("title", "Title", required=True, example="Linen shirt"),
    _column("body_html", "Body (HTML)", "Body HTML", "Description", example="<p>Soft.</p>"),
    _column("vendor", "Vendor", example="Northbay"),
    _column("product_type", "Type", "Custom Product Type", "Product type", example="Shirts"),
    _column("category", "Product Category", "Standardized Product Type", "Standard Product Type"),
    _column("tags", "Tags", example="linen, summer"),
    _column("published", "Published", "Published on online store", example="true"),
    _column("status", "Status", example="active"),
    _column("option1_name", "Option1 Name", example="Size"),
    _column("option1_value", "Option1 Value", example="M"),
    _column("option2_name", "Option2 Name", example="Colour"),
    _column("option2_value", "Option2 Value", example="Blue"),
    _column("option3_name", "Option3 Name"),
    _column("option3_value", "Option3 Value"),
    _column("sku", "Variant SKU", "SKU", example="LIN-M-BLU"),
    _column("grams", "Variant Grams", "Weight value (grams)", example="320"),
    _column("tracker", "Variant Inventory Tracker", "Inventory tracker", example="shopify"),
    _column("quantity", "Variant Inventory Qty", "Inventory quantity", example="12"),
    _column("policy", "Variant Inventory Policy", "Continue selling when out of stock", example="deny"),
    _column("service", "Variant Fulfillment Service", "Fulfillment service", example="manual"),
    _column("price", "Variant Price", "Price", required=True, example="49.90"),
    _column(
        "compare_at", "Variant Compare At Price", "Compare-at price", "Compare At Price", example="59.90"
    ),
    _column("requires_shipping", "Variant Requires Shipping", "Requires shipping", example="true"),
    _column("taxable", "Variant Taxable", "Charge tax", example="true"),
    _column("barcode", "Variant Barcode", "Barcode", example="4006381333931"),
    _column("image", "Image Src", "Product image URL", example="https://cdn.example/shirt.jpg"),
    _column("image_position", "Image Position"),
    _column("gift_card", "Gift Card", example="false"),
    _column("variant_image", "Variant Image", "Variant image URL"),
    _column("weight", "Variant Weight", example="0.32"),
    _column("weight_unit", "Variant Weight Unit", "Weight unit for display", example="kg"),
    _column("tax_code", "Variant Tax Code", "Tax code"),
    _column("cost", "Cost per item", "Variant Cost", example="18.20"),
    _column("components", "Bundle Components", "Kit Components"),
    _column("external_id", "ID", "Product ID"),
    _column("variant_external_id", "Variant ID"),
    _column("hs_code", "HS Code", "Harmonized System Code", "Variant HS Code"),
    _column("origin", "Country of origin", "Country Code of Origin", "Variant Country of Origin"),
)
