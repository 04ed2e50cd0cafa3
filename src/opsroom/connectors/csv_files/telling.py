"""How a list of customers or suppliers is told from other tables by its titles; refuses tables of goods or orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from opsroom.ports.file_format import Column, Recognition
from opsroom.ports.reading.mapping import plain, recognised_share
from opsroom.ports.reading.order_columns import COLUMNS
from opsroom.ports.reading.tables import header_of

# A table with one of these lists goods, orders or money, whoever else it names.
_OF_GOODS = frozenset(
    plain(title)
    for title in (
        "SKU", "Item SKU", "Lineitem SKU", "Variant SKU", "Item code", "Product code", "Article number",
        "Artikelnummer", "EAN", "Barcode", "Quantity", "Qty", "Menge", "Order number", "Order no", "Order ID",
        "Bestellnummer", "Auftragsnummer", "PO number", "On hand", "Bestand", "Debit", "Credit", "Soll", "Haben",
    )
)  # fmt: skip
# Dates of an article as well as of an order.
_BARE_DATES = {
    plain(title)
    for title in ("Created at", "Date created", "Date de création", "Purchase date", "Purchased on")
}
_STRONG = {"order_number", "placed_at", "email", "ship_name", "ship_postcode"}
_OF_ORDERS = frozenset(
    plain(title)
    for column in COLUMNS
    if column.field in _STRONG
    for title in (column.title, *column.synonyms)
) - {
    plain(title)
    for title in (
        "Name",
        "Reference",
        "Référence",
        "Referencia",
        "Number",
        "Date",
        "Datum",
        "Data",
        "Fecha",
        "Order",
    )
}
_OF_ORDERS -= _BARE_DATES


# Narrower, for a person said what the file is: an address of a supplier may stand in a list of stock.
_OF_AN_ORDER = {plain("Order")} | {
    plain(title)
    for column in COLUMNS
    if column.field == "order_number"
    for title in (column.title, *column.synonyms)
    if plain(title) in _OF_ORDERS - {plain("Bestellnummer")}
}


def order_title(header: Sequence[str]) -> str | None:
    """The title that names an order, where there is one."""
    return next((title for title in header if plain(title) in _OF_AN_ORDER), None)


def lists_orders(head: bytes) -> bool:
    """Whether a title names the order or the buyer that a row belongs to, which no list of stock does."""
    titles = {plain(title) for title in header_of(head)}
    return bool(titles & _OF_ORDERS)


def recognise_people(
    columns: Sequence[Column], head: bytes, own: Collection[str], most: float
) -> Recognition:
    """Sure only where a title says whose list it is; without one, a guess that any other format beats."""
    header = header_of(head)
    titles = {plain(title) for title in header}
    if not header or titles & _OF_GOODS:
        return Recognition(0.0, ("it is no list of people or firms",))
    share, known, _ = recognised_share(columns, header)
    sure = sorted(title for title in own if plain(title) in titles)
    if known < 2:
        return Recognition(0.0, ("the titles do not fit",))
    confidence = min(0.4 + 0.3 * share, most) if sure else 0.1 * share
    said = (f"{known} of {len(header)} titles are known", *(f'the title "{title}"' for title in sure))
    return Recognition(round(confidence, 3), said)
