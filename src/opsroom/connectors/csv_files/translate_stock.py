"""A CSV of stock figures into stock: what a figure counts is recognised or asked; refuses empty cells as zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

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
        (
            "Site",
            "Warehouse",
            "Warehouse name",
            "Store",
            "Lager",
            "Lagerort",
            "Standort",
            "Entrepôt",
            "Almacén",
            "Magazijn",
            "Magazzino",
        ),
        False,
        "Main",
    ),
    Column(
        "bin",
        "Bin",
        (
            "Bin location",
            "Bin code",
            "Shelf",
            "Slot",
            "Lagerplatz",
            "Lagerfach",
            "Regalplatz",
            "Stellplatz",
            "Place",
            "Bin name",
            "Emplacement",
            "Ubicación",
        ),
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
            "Unit price cost",
            "Average cost",
            "Ø EK",
            "Durchschnittlicher EK",
            "Prix d'achat",
            "Precio de coste",
        ),
        False,
        "4.10",
    ),
    Column(
        "lot",
        "Lot",
        ("Batch", "Lot number", "Lot no", "Batch number", "Charge", "Chargennummer", "Chargennr"),
        False,
        "L2611",
    ),
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


COST_DECIMALS = Decimal("0.000001")


class CsvStock(TableFormat):
    """One row is one figure of one article at one place; rows that differ in their lot alone are one figure."""

    code = "stock"
    title = "Stock (CSV)"
    kind = RecordKind.STOCK
    COLUMNS = COLUMNS
    NUMBER_FIELDS = ("unit_cost",)
    KEY_FIELDS = ("sku", "barcode", "location", "bin", "lot")
    CONFIDENCE_MAX = 0.6

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By its titles; a table that also names orders or buyers lists what was sold, not what lies there."""
        if lists_orders(head):
            return Recognition(0.0, ("it lists orders",))
        return super().recognise(file_name, head)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Each row stands for itself; lots of one article in one bin belong together."""
        if not sheet.text(row, "lot"):
            return f"row {row.number}"
        return _natural(row, sheet)

    def _groups(self, table: Table, aid: Sheet) -> Iterator[tuple[str, list[TitledRow]]]:
        """A file without lots is walked once."""
        if not aid.has("lot"):
            return ((self.key_of(row, aid), [row]) for row in table)
        return super()._groups(table, aid)

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
        said = _of_lots(table, sheet)
        title = sheet.title("quantity")
        if sheet.context.quantity_meaning is not None or plain(title) in _MEANINGS:
            return said
        sentence = (
            f'What does the column "{title}" count: what lies on the shelf (on hand), or what is left to sell '
            "(available)? Open orders are added to available figures only."
        )
        asked = Problem(0, "quantity_meaning", title, sentence, Severity.QUESTION, "file.quantity_meaning")
        return [*said, asked]

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One figure; an empty cell stays unknown, and of several lots one unknown leaves the sum unknown."""
        row = rows[0]
        sku, barcode = sheet.text(row, "sku"), sheet.text(row, "barcode")
        if not sku and not barcode:
            sheet.error(row, "sku", "", "neither SKU nor barcode is filled in. Add one.", "stock.no_article")
        meaning = sheet.context.quantity_meaning or _MEANINGS.get(
            plain(sheet.title("quantity")), QuantityMeaning.UNKNOWN
        )
        told = [_told(one, sheet, meaning) for one in rows]
        pieces = [one for one in told if one is not None]
        _lots_twice(rows, sheet)
        natural = _natural(row, sheet)
        sheet.compare_code(row, "sku", natural, "article and place")
        return natural, IncomingStock(
            sku=sku or None,
            barcode=barcode or None,
            quantity=sum(pieces, Decimal(0)) if len(pieces) == len(told) else None,
            meaning=meaning,
            location=sheet.text(row, "location"),
            bin=sheet.text(row, "bin"),
            unit_cost=_cost(rows, told, sheet),
            lot=", ".join(dict.fromkeys(lot for one in rows if (lot := sheet.text(one, "lot")))),
            title=sheet.text(row, "title"),
        )


def _natural(row: TitledRow, sheet: Sheet) -> str:
    article = sheet.text(row, "sku") or sheet.text(row, "barcode")
    return f"{article}@{sheet.text(row, 'location')}/{sheet.text(row, 'bin')}"


def _of_lots(table: Table, sheet: Sheet) -> list[Problem]:
    """Said once of the file: lots are not told apart here, so nobody looks for them afterwards."""
    if not sheet.has("lot"):
        return []
    place = table.header.index(sheet.title("lot"))
    if not any(place < len(row) and row[place] for row in table.sample()):
        return []
    sentence = (
        f'The column "{sheet.title("lot")}" names lots. Stock is counted by bin here: lots of one article in one bin '
        "are added up, and their numbers stay with this file."
    )
    return [Problem(0, "lot", sheet.title("lot"), sentence, Severity.FLAG, "file.lots")]


def _told(row: TitledRow, sheet: Sheet, meaning: QuantityMeaning) -> Decimal | None:
    """The pieces of one row, None where nobody knows."""
    text = sheet.text(row, "quantity").lower()
    if text in {"", "not stocked"}:
        sentence = "the quantity is empty, which is unknown and not 0. Nothing is changed for this article."
        sheet.flag(row, "quantity", "", sentence, "stock.unknown")
        return None
    quantity = sheet.number(row, "quantity", below_zero=True)
    if quantity is not None and quantity < 0 and meaning is not QuantityMeaning.AVAILABLE:
        sentence = (
            f"{sheet.title('quantity')} \u2212{abs(quantity):f} is below zero. A shelf holds 0 or more."
        )
        sheet.error(row, "quantity", str(quantity), sentence, "stock.negative", "0")
    return quantity


def _lots_twice(rows: Sequence[TitledRow], sheet: Sheet) -> None:
    seen: dict[str, int] = {}
    for row in rows if len(rows) > 1 else ():
        lot = sheet.text(row, "lot")
        first = seen.setdefault(lot.casefold(), row.number)
        if first != row.number:
            sentence = (
                f"the lot “{lot}” of this article lies in this bin in row {first} already. Confirm that both are "
                "there and are added up, or leave them out."
            )
            sheet.ask(row, "lot", lot, sentence, "stock.lot_twice")


def _cost(rows: Sequence[TitledRow], told: Sequence[Decimal | None], sheet: Sheet) -> Decimal | None:
    """What one piece cost; of lots at different costs the average, weighed by pieces, so that the value stays."""
    found = [(sheet.cost(row, "unit_cost"), pieces) for row, pieces in zip(rows, told, strict=True)]
    costs = {cost for cost, _ in found if cost is not None}
    if len(costs) < 2:
        return next(iter(costs), None)
    weighed = [
        (cost, pieces) for cost, pieces in found if cost is not None and pieces is not None and pieces > 0
    ]
    pieces_all = sum((pieces for _, pieces in weighed), Decimal(0))
    if not pieces_all:
        return next(cost for cost, _ in found if cost is not None)
    return (sum((cost * pieces for cost, pieces in weighed), Decimal(0)) / pieces_all).quantize(COST_DECIMALS)
