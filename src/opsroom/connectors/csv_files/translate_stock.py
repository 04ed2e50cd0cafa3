"""A CSV of stock figures into stock: what a figure counts is recognised or asked; refuses empty cells as zero."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.connectors.csv_files.telling import lists_orders, order_title
from opsroom.ports.file_format import Column, Problem, Recognition, RecordKind, Severity
from opsroom.ports.incoming import IncomingStock, QuantityMeaning
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow

_ON_HAND = (
    "On hand",
    "Quantity on hand",
    "On hand quantity",
    "Physical",
    "Physical stock",
    "Counted",
    "Bestand",
    "Lagerbestand",
    "On hand (current)",
    "On hand (not editable)",
)
_AVAILABLE = (
    "Available",
    "Available quantity",
    "Available stock",
    "Free stock",
    "Sellable",
    "Verfügbar",
    "Verfügbarer Bestand",
    "Available (not editable)",
)
_UNCLEAR = (
    "Quantity",
    "Qty",
    "Stock",
    "Stock level",
    "Inventory",
    "Units",
    "Menge",
    "Anzahl",
    "Quantité",
    "Stock disponible",
    "Cantidad",
    "Existencias",
    "Inventario",
    "Voorraad",
    "Aantal",
    "Giacenza",
)

COLUMNS: tuple[Column, ...] = (
    Column(
        "sku",
        "SKU",
        (
            "Item",
            "Item code",
            "Product code",
            "Article number",
            "Artikelnummer",
            "Artikel-Nr",
            "Variant SKU",
            "Référence",
            "Referencia",
            "Artikelcode",
            "Codice",
            "UGS",
        ),
        False,
        "MUG-STN-350",
    ),
    Column("barcode", "Barcode", ("EAN", "GTIN", "UPC", "ISBN"), False, "4006381333931"),
    Column("quantity", "On hand", (*_ON_HAND, *_AVAILABLE, *_UNCLEAR), True, "46"),
    Column(
        "location",
        "Location",
        ("Site", "Warehouse", "Store", "Lager", "Lagerort", "Entrepôt", "Almacén", "Magazijn", "Magazzino"),
        False,
        "Main",
    ),
    Column(
        "bin",
        "Bin",
        ("Bin location", "Shelf", "Slot", "Lagerplatz", "Place", "Bin name", "Emplacement", "Ubicación"),
        False,
        "B02-2",
    ),
    Column(
        "unit_cost",
        "Unit cost",
        (
            "Cost",
            "Cost price",
            "Cost per item",
            "Purchase price",
            "Einkaufspreis",
            "EK-Preis",
            "EK",
            "Einstandspreis",
            "Prix d'achat",
            "Precio de coste",
        ),
        False,
        "4.10",
    ),
    Column("lot", "Lot", ("Batch", "Lot number", "Charge"), False, "L2611"),
    Column(
        "title",
        "Title",
        (
            "Name",
            "Product",
            "Product name",
            "Description",
            "Bezeichnung",
            "Artikelbezeichnung",
            "Produit",
            "Désignation",
            "Producto",
        ),
        False,
        "Stone mug 350 ml",
    ),
)
_MEANINGS = {plain(title): QuantityMeaning.ON_HAND for title in _ON_HAND} | {
    plain(title): QuantityMeaning.AVAILABLE for title in _AVAILABLE
}


class CsvStock(TableFormat):
    """One row is one figure of one article at one place."""

    code = "stock"
    title = "Stock (CSV)"
    kind = RecordKind.STOCK
    COLUMNS = COLUMNS
    NUMBER_FIELDS = ("unit_cost",)
    CONFIDENCE_MAX = 0.6

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By its titles; a table that also names orders or buyers lists what was sold, not what lies there."""
        if lists_orders(head):
            return Recognition(0.0, ("it lists orders",))
        return super().recognise(file_name, head)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Each row stands for itself."""
        return f"row {row.number}"

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """What the figure counts, unless its title or a person says so."""
        order = order_title(table.header)
        if order is not None:
            sentence = (
                f'This file lists orders, not stock: it has the column "{order}". Import it as orders; if it is '
                "stock all the same, take that column out. Nothing was imported."
            )
            return [Problem(1, "", order, sentence, Severity.ERROR, "file.lists_orders")]
        if not sheet.has("sku") and not sheet.has("barcode"):
            seen = ", ".join(table.header[:8])
            sentence = (
                f"No column names the article: neither SKU nor barcode. The file has: {seen}. Choose one."
            )
            return [Problem(1, "sku", seen, sentence, Severity.ERROR, "file.missing_column")]
        title = sheet.title("quantity")
        if sheet.context.quantity_meaning is not None or plain(title) in _MEANINGS:
            return []
        sentence = (
            f'What does the column "{title}" count: what lies on the shelf (on hand), or what is left to sell '
            "(available)? Open orders are added to available figures only."
        )
        return [Problem(0, "quantity_meaning", title, sentence, Severity.QUESTION, "file.quantity_meaning")]

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One figure; an empty cell stays unknown."""
        row = rows[0]
        sku, barcode = sheet.text(row, "sku"), sheet.text(row, "barcode")
        if not sku and not barcode:
            sheet.error(row, "sku", "", "neither SKU nor barcode is filled in. Add one.", "stock.no_article")
        told = sheet.text(row, "quantity").lower()
        empty = told in {"", "not stocked"}
        quantity = None if empty else sheet.number(row, "quantity", below_zero=True)
        if empty:
            sentence = (
                "the quantity is empty, which is unknown and not 0. Nothing is changed for this article."
            )
            sheet.flag(row, "quantity", "", sentence, "stock.unknown")
        meaning = sheet.context.quantity_meaning or _MEANINGS.get(
            plain(sheet.title("quantity")), QuantityMeaning.UNKNOWN
        )
        if quantity is not None and quantity < 0 and meaning is not QuantityMeaning.AVAILABLE:
            sentence = (
                f"{sheet.title('quantity')} \u2212{abs(quantity):f} is below zero. A shelf holds 0 or more."
            )
            sheet.error(row, "quantity", str(quantity), sentence, "stock.negative", "0")
        place = sheet.text(row, "location"), sheet.text(row, "bin")
        lot = sheet.text(row, "lot")
        natural = f"{sku or barcode}@{place[0]}/{place[1]}" + (f"#{lot}" if lot else "")
        sheet.compare_code(row, "sku", natural, "article and place")
        return natural, IncomingStock(
            sku=sku or None,
            barcode=barcode or None,
            quantity=quantity,
            meaning=meaning,
            location=place[0],
            bin=place[1],
            unit_cost=sheet.number(row, "unit_cost"),
            lot=lot,
            title=sheet.text(row, "title"),
        )
