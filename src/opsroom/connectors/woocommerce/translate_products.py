"""WooCommerce's product CSV into products: all six types, variations joined to parents; refuses orphans in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from opsroom.connectors.woocommerce.product_columns import ATTRIBUTES_MAX, COLUMNS
from opsroom.ports.file_format import Problem, Recognition, RecordKind
from opsroom.ports.incoming import IncomingProduct, IncomingVariant, LineKind, QuantityMeaning
from opsroom.ports.reading.cells import shown, split_tags
from opsroom.ports.reading.mapping import propose
from opsroom.ports.reading.proposed_sku import propose_sku
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow, header_of

_GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "lbs": Decimal("453.59237"), "oz": Decimal("28.349523125")}
_MILLIMETRES = {
    "m": Decimal(1000),
    "cm": Decimal(10),
    "mm": Decimal(1),
    "in": Decimal("25.4"),
    "yd": Decimal("914.4"),
}
_OWN = frozenset({"id", "published", "parent", "in_stock", "tax_status"})
_UNIT = re.compile(r"\((\w+)\)\s*\Z")


class WooProducts(TableFormat):
    """A row is a product; rows of type variation belong to the product named in Parent, by SKU or by id:741."""

    code = "woocommerce-products"
    title = "WooCommerce products (CSV)"
    kind = RecordKind.PRODUCT
    COLUMNS = COLUMNS
    KEY_FIELDS = ("id", "sku", "type", "parent")
    NUMBER_FIELDS = ("regular_price", "sale_price")
    SIGNATURE = frozenset({"type", "regular_price"})

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """Type, name and price stand in order files, too: an id or a title that only WooCommerce has is wanted."""
        if not _OWN & set(propose(COLUMNS, header_of(head)).columns):
            return Recognition(0.0, ("the titles are not those of WooCommerce",))
        return super().recognise(file_name, head)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """The parent for a variation, else the product's own SKU or id."""
        own = sheet.text(row, "sku") or f"id:{sheet.text(row, 'id')}"
        return (_parent(row, sheet) or own) if _is_variation(row, sheet) else own

    def grouping(self, rows: Iterable[TitledRow], sheet: Sheet) -> dict[str, str]:
        """A parent named by id joins the group of its SKU."""
        return {
            f"id:{sheet.text(row, 'id')}": sheet.text(row, "sku")
            for row in rows
            if "variable" in _types(row, sheet) and sheet.text(row, "sku")
        }

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """WooCommerce lowers its stock at checkout, so the figure is what is still on offer; said, not asked."""
        return []

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One product with its variations in their positions."""
        own = [row for row in rows if not _is_variation(row, sheet)]
        if not own:
            first = rows[0]
            sentence = (
                f'the variation belongs to "{shown(_parent(first, sheet) or "nothing")}", which is not in this file. '
                "Export the parent with it."
            )
            sheet.error(first, "parent", _parent(first, sheet), sentence, "product.no_parent")
            return key, None
        head = own[0]
        for row in own[1:]:
            sentence = (
                f'the SKU "{shown(key)}" already stands in row {head.number}. Nothing is merged: change one.'
            )
            sheet.error(row, "sku", key, sentence, "product.same_sku")
        product_id = sheet.text(head, "id") or sheet.text(head, "sku")
        if not product_id:
            sentence = "neither ID nor SKU is filled in. Export with IDs, or fill one in."
            sheet.error(head, "id", "", sentence, "product.no_id")
        if not sheet.text(head, "title"):
            sheet.error(head, "title", "", "the product has no name. Fill it in.", "product.no_title")
        types = _types(head, sheet)
        external = sheet.text(head, "external_url") if "external" in types else ""
        product = IncomingProduct(
            external_id=product_id,
            handle=sheet.text(head, "sku") or product_id,
            title=sheet.text(head, "title"),
            vendor=sheet.text(head, "brands"),
            product_type=sheet.text(head, "categories"),
            tags=split_tags(sheet.text(head, "tags")),
            status={"1": "active", "0": "private", "-1": "draft"}.get(
                sheet.text(head, "published"), "active"
            ),
            body_html=sheet.text(head, "body_html") or sheet.text(head, "short_description"),
            images=tuple(url for row in rows for url in split_tags(sheet.text(row, "images"))),
            variants=_variants(head, rows, types, sheet),
            sold_elsewhere_url=external or None,
            group_members=split_tags(sheet.text(head, "grouped")) if "grouped" in types else (),
        )
        return product_id or key, product


def _types(row: TitledRow, sheet: Sheet) -> frozenset[str]:
    return frozenset(part.strip() for part in sheet.text(row, "type").lower().split(",") if part.strip())


def _is_variation(row: TitledRow, sheet: Sheet) -> bool:
    return "variation" in _types(row, sheet)


def _parent(row: TitledRow, sheet: Sheet) -> str:
    return sheet.text(row, "parent")


def _variants(
    head: TitledRow, rows: Sequence[TitledRow], types: frozenset[str], sheet: Sheet
) -> tuple[IncomingVariant, ...]:
    if types & {"grouped", "external"}:
        return ()
    if "variable" not in types:
        _known_type(head, types, sheet)
        return (_variant(head, head, 1, sheet),)
    children = [row for row in rows if _is_variation(row, sheet)]
    if not children:
        sentence = "the product has variations, but none is in this file. Export them with it."
        sheet.flag(head, "type", "variable", sentence, "product.no_variations")
    children.sort(key=lambda row: (sheet.number(row, "position", below_zero=True) or Decimal(0), row.number))
    return tuple(_variant(row, head, place, sheet) for place, row in enumerate(children, start=1))


def _known_type(row: TitledRow, types: frozenset[str], sheet: Sheet) -> None:
    unknown = types - {"simple", "virtual", "downloadable", "subscription"}
    if unknown:
        name = ", ".join(sorted(unknown))
        sentence = f'the type "{shown(name)}" comes from a plugin. It was read as a simple product.'
        sheet.flag(row, "type", name, sentence, "product.unknown_type")


def _variant(row: TitledRow, head: TitledRow, position: int, sheet: Sheet) -> IncomingVariant:
    sku = sheet.text(row, "sku") or None
    sheet.compare_code(row, "sku", sku or "")
    regular = sheet.number(row, "regular_price")
    sale = sheet.number(row, "sale_price") if _on_sale(row, sheet) else None
    price = sale if sale is not None else regular
    if price is None:
        sentence = "the product has no price, so the shop does not sell it. It is kept without one."
        sheet.flag(row, "regular_price", "", sentence, "variant.no_price")
    options = _options(row, sheet) if row is not head else ()
    types = _types(row, sheet)
    virtual = bool(types & {"virtual", "downloadable"})
    quantity, tracked = _stock(row, sheet)
    told = [value for _, value in options]
    return IncomingVariant(
        external_id=sheet.text(row, "id")
        or sku
        or "|".join((sheet.text(head, "id") or sheet.text(head, "sku"), *told)),
        sku=sku,
        proposed_sku=None if sku else propose_sku(sheet.text(head, "sku") or sheet.text(head, "title"), told),
        barcode=sheet.text(row, "barcode") or None,
        title=" / ".join(told),
        options=options,
        price=price,
        regular_price=regular,
        compare_at=regular if sale is not None and sale != regular else None,
        cost=sheet.number(row, "cost"),
        weight_grams=_measure(row, "weight", _GRAMS, sheet),
        length_mm=_measure(row, "length", _MILLIMETRES, sheet),
        width_mm=_measure(row, "width", _MILLIMETRES, sheet),
        height_mm=_measure(row, "height", _MILLIMETRES, sheet),
        requires_shipping=not virtual,
        tracked=tracked,
        quantity=quantity,
        quantity_meaning=_meaning(tracked, quantity, sheet),
        low_stock_at=sheet.number(row, "low_stock"),
        oversell_allowed=_backorders(row, sheet),
        kind=_kind(types),
        tax_class=_tax_class(row, head, sheet),
        taxable=sheet.text(row, "tax_status").lower() in {"", "taxable"},
        image_url=next(iter(split_tags(sheet.text(row, "images"))), None),
        position=position,
    )


def _on_sale(row: TitledRow, sheet: Sheet) -> bool:
    """Whether the sale price counts today: the export tells it before its days and after them too."""
    begins, ends = sheet.moment(row, "sale_from"), sheet.moment(row, "sale_to")
    now = sheet.context.now
    if begins is not None and begins.at > now:
        return False
    return ends is None or ends.at + (timedelta(days=1) if ends.day_only else timedelta()) > now


def _options(row: TitledRow, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    pairs = (
        (sheet.text(row, f"attribute{n}_name"), sheet.text(row, f"attribute{n}_value"))
        for n in range(1, ATTRIBUTES_MAX + 1)
    )
    return tuple((name, value) for name, value in pairs if name and value)


def _stock(row: TitledRow, sheet: Sheet) -> tuple[Decimal | None, bool | None]:
    """An empty Stock cell means that WooCommerce does not count this article: unknown, not zero."""
    text = sheet.text(row, "quantity")
    if text.lower() == "parent":
        return None, None
    quantity = sheet.number(row, "quantity", below_zero=True)
    if quantity is None:
        return None, False if sheet.has("quantity") else None
    return quantity, True


def _meaning(tracked: bool | None, quantity: Decimal | None, sheet: Sheet) -> QuantityMeaning:
    if tracked is False:
        return QuantityMeaning.NOT_TRACKED
    if quantity is None:
        return QuantityMeaning.UNKNOWN
    return sheet.context.quantity_meaning or QuantityMeaning.AVAILABLE


def _backorders(row: TitledRow, sheet: Sheet) -> bool | None:
    text = sheet.text(row, "backorders").lower()
    return True if text == "notify" else sheet.yes(row, "backorders")


def _kind(types: frozenset[str]) -> LineKind:
    if "downloadable" in types:
        return LineKind.DIGITAL
    return LineKind.SERVICE if "virtual" in types else LineKind.GOODS


def _tax_class(row: TitledRow, head: TitledRow, sheet: Sheet) -> str:
    own = sheet.text(row, "tax_class")
    return sheet.text(head, "tax_class") if own == "parent" and row is not head else own


def _measure(row: TitledRow, name: str, units: dict[str, Decimal], sheet: Sheet) -> Decimal | None:
    """In grams or millimetres; the unit stands in the column's title."""
    found = sheet.number(row, name)
    if found is None:
        return None
    unit = _UNIT.search(sheet.title(name))
    return (
        found * units.get(unit[1].lower() if unit else "", next(iter(units.values())))
    ).normalize() + Decimal(0)
