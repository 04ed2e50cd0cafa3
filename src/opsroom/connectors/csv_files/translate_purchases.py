"""A CSV of open purchase orders, one row a line, into orders with what is still to come; refuses a line without any."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.ports.file_format import Column, Recognition, RecordKind
from opsroom.ports.incoming_house import IncomingPurchase, IncomingPurchaseLine
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import TitledRow, header_of

# A table with one of these lists what was bought, whatever else it names.
OWN_TITLES = frozenset(
    plain(title)
    for title in (
        "PO number", "PO no", "PO #", "PO", "Purchase order", "Purchase order number", "Purchase order no",
        "PO reference", "Bestellung bei Lieferant", "Lieferantenbestellung", "Lieferantenbestellnummer",
        "Einkaufsbestellung", "Beleg Einkauf", "Bestellnr. Lieferant",
    )
)  # fmt: skip
COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "PO number",
        (
            "PO no", "PO #", "PO", "Purchase order", "Purchase order number", "Purchase order no", "PO reference",
            "Order number", "Lieferantenbestellung", "Lieferantenbestellnummer", "Einkaufsbestellung", "Bestellung",
            "Bestellung bei Lieferant", "Bestellnr. Lieferant", "Bestellnummer", "Beleg Einkauf", "Belegnummer",
        ),
        True,
        "PO-1042",
    ),
    Column(
        "supplier",
        "Supplier",
        (
            "Supplier code", "Supplier name", "Vendor", "Vendor name", "Vendor code", "Lieferant", "Lieferantennummer",
            "Lieferanten-Nr", "Lieferantenname", "Kreditor",
        ),
        True,
        "CLAY",
    ),
    Column(
        "sku",
        "SKU",
        ("Item", "Item code", "Product code", "Product SKU", "Article no", "Artikelnummer", "Artikel-Nr", "Artikel"),
        True,
        "MUG-STN-350",
    ),
    Column(
        "ordered",
        "Ordered",
        (
            "Ordered quantity", "Quantity ordered", "Qty ordered", "Order qty", "Quantity", "Qty", "Bestellt",
            "Bestellmenge", "Menge", "Menge bestellt",
        ),
        False,
        "120",
    ),
    Column(
        "received",
        "Received",
        (
            "Received quantity", "Quantity received", "Qty received", "Delivered", "Delivered quantity", "Geliefert",
            "Gelieferte Menge", "Liefermenge", "Erhalten", "Eingegangen", "Wareneingang",
        ),
        False,
        "40",
    ),
    Column(
        "remaining",
        "Remaining",
        (
            "Remaining quantity", "Quantity remaining", "Outstanding", "Outstanding quantity", "Open quantity", "Open",
            "Open qty", "Balance", "To come", "Due in", "Offen", "Offene Menge", "Restmenge", "Rückstand", "Ausstehend",
        ),
        False,
        "80",
    ),
    Column(
        "unit_cost",
        "Unit cost",
        ("Cost", "Unit price", "Price", "Cost price", "Purchase price", "Einkaufspreis", "EK-Preis", "EK", "Preis",
         "Einzelpreis"),
        False,
        "4.10",
    ),
    Column("currency", "Currency", ("Currency code", "Währung"), False, "GBP"),
    Column(
        "ordered_on",
        "Order date",
        ("Ordered on", "Date", "PO date", "Created", "Bestelldatum", "Datum", "Belegdatum"),
        False,
        "2026-11-02",
    ),
    Column(
        "expected_on",
        "Expected",
        (
            "Expected date", "Expected on", "Expected delivery", "Delivery date", "Due date", "ETA", "Due", "Arrival",
            "Liefertermin", "Lieferdatum", "Voraussichtlicher Liefertermin", "Erwartet", "Wunschtermin",
        ),
        False,
        "2026-12-04",
    ),
    Column("site", "Site", ("Warehouse", "Location", "Ship to", "Lager", "Lagerort", "Standort"), False, "Main"),
    Column("state", "Status", ("State", "PO status", "Bestellstatus"), False, "open"),
)  # fmt: skip
# What an old tool calls an order of which nothing is to come any more.
_DONE = frozenset(
    {"closed", "complete", "completed", "received", "fully received", "cancelled", "canceled", "void", "deleted",
     "abgeschlossen", "erledigt", "storniert", "geliefert", "vollständig geliefert", "geschlossen"}
)  # fmt: skip

# Of these the word itself says that all of it came.
_CAME = frozenset({"received", "fully received", "geliefert", "vollständig geliefert"})


class CsvPurchases(TableFormat):
    """Rows of one PO number are one order; each is one line of it."""

    code = "purchase-orders"
    title = "Purchase orders (CSV)"
    kind = RecordKind.PURCHASE
    COLUMNS = COLUMNS
    DATE_FIELDS = ("expected_on", "ordered_on")
    NUMBER_FIELDS = ("unit_cost",)
    KEY_FIELDS = ("number",)
    CONFIDENCE_MAX = 0.95

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By a title that only a list of purchases has, beside the supplier: a sold order names none."""
        titles = {plain(title) for title in header_of(head)}
        bought = {plain(title) for column in COLUMNS if column.field == "supplier" for title in
                  (column.title, *column.synonyms)}  # fmt: skip
        if not titles & bought or not titles & {plain(name) for name in _of("sku")}:
            return Recognition(0.0, ("it names no supplier and item a row",))
        found = super().recognise(file_name, head)
        if not titles & OWN_TITLES:
            return Recognition(min(found.confidence, 0.55), found.reasons)
        return Recognition(max(found.confidence, 0.8), (*found.reasons, "it names purchase orders"))

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """The number of the purchase order."""
        return sheet.text(row, "number")

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One order; its head is what its first row says, and a row that says otherwise is asked about."""
        first = rows[0]
        if not key:
            sentence = "the purchase order has no number. Write it, or leave the row out."
            sheet.error(first, "number", "", sentence, "purchase.no_number")
            return f"row {first.number}", None
        supplier = _one(rows, "supplier", sheet)
        if not supplier:
            sentence = f"{key} names no supplier. Write its code or name."
            sheet.error(first, "supplier", "", sentence, "purchase.no_supplier")
        currency = _one(rows, "currency", sheet).upper()
        if currency and currency not in MINOR_DIGITS:
            sentence = f'"{currency}" is no currency. Write its code of three letters, such as EUR.'
            sheet.error(first, "currency", currency, sentence, "purchase.bad_currency")
        states = {sheet.text(row, "state").casefold() for row in rows}
        lines = tuple(line for row in rows if (line := _line(row, sheet)) is not None)
        ordered_on = sheet.day(first, "ordered_on")
        expected = [line.expected_on for line in lines]
        return key, IncomingPurchase(
            number=key,
            supplier=supplier,
            lines=lines,
            currency=currency,
            site=_one(rows, "site", sheet),
            ordered_on=ordered_on,
            expected_on=expected[0] if expected and len(set(expected)) == 1 else None,
            done=bool(states) and states <= _DONE,
        )


def _of(field: str) -> tuple[str, ...]:
    return next((column.title, *column.synonyms) for column in COLUMNS if column.field == field)


def _one(rows: Sequence[TitledRow], name: str, sheet: Sheet) -> str:
    """What all rows of an order say of it; a second word for it is an error, for the order has one."""
    said = [(row, text) for row in rows if (text := sheet.text(row, name))]
    if not said:
        return ""
    first = said[0][1]
    for row, text in said:
        if text.casefold() != first.casefold():
            sentence = (
                f"{sheet.title(name)} “{text}” differs from “{first}” in row {said[0][0].number} of the same order. "
                "Correct one of them."
            )
            sheet.error(row, name, text, sentence, "purchase.rows_differ", first)
    return first


def _line(row: TitledRow, sheet: Sheet) -> IncomingPurchaseLine | None:
    sku = sheet.text(row, "sku")
    if not sku:
        sentence = "no item is named. Write its SKU, or leave the row out."
        sheet.error(row, "sku", "", sentence, "purchase.no_sku")
        return None
    figures = {}
    for name in ("ordered", "received", "remaining"):
        found = sheet.number(row, name)
        if found is not None and found != int(found):
            sentence = f"{sheet.title(name)} {found.normalize():f}: whole units only. Correct it."
            sheet.error(row, name, str(found), sentence, "purchase.not_whole")
            return None
        if found is not None and found > PIECES_MAX:
            sentence = (
                f"{sheet.title(name)} {found:,f} cannot be true. Look whether another number stands there."
            )
            sheet.error(row, name, str(found), sentence, "cell.too_many")
            return None
        figures[name] = None if found is None else int(found)
    if figures["ordered"] is None and figures["remaining"] is None:
        if not any(problem.row == row.number for problem in sheet.problems):
            sentence = "neither what was ordered nor what is still to come is told. Write one of them."
            sheet.error(row, "remaining", "", sentence, "purchase.no_quantity")
        return None
    state = sheet.text(row, "state").casefold()
    if state in _CAME and figures["received"] is None:
        figures["received"] = figures["ordered"]
    return IncomingPurchaseLine(
        row=row.number,
        sku=sku,
        ordered=figures["ordered"],
        received=figures["received"],
        remaining=figures["remaining"],
        unit_cost=sheet.cost(row, "unit_cost"),
        expected_on=sheet.day(row, "expected_on"),
        done=state in _DONE,
    )


PIECES_MAX = 100_000_000
