"""Shopify's product CSV into products: continuation rows, image rows, blank SKUs; refuses to merge what is doubled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from opsroom.connectors.shopify.product_columns import COLUMNS
from opsroom.ports.file_format import Problem, RecordKind
from opsroom.ports.incoming import (
    IncomingProduct,
    IncomingVariant,
    KitComponent,
    LineKind,
    QuantityMeaning,
)
from opsroom.ports.reading.cells import shown, split_tags
from opsroom.ports.reading.proposed_sku import propose_sku
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow

_LEADING_QUOTE = re.compile(r"'\d")
_GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}
_EXPONENT = re.compile(r"\d([.,]\d+)?[eE]\+?\d+\Z")


class ShopifyProducts(TableFormat):
    """Rows of one handle are one product; the first row with a title carries what all variants share."""

    code = "shopify-products"
    title = "Shopify products (CSV)"
    kind = RecordKind.PRODUCT
    COLUMNS = COLUMNS
    KEY_FIELDS = ("handle",)
    NUMBER_FIELDS = ("price", "compare_at", "cost")
    SIGNATURE = frozenset({"handle", "option1_value", "price"})

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """The handle; blank continues the product above."""
        return sheet.text(row, "handle")

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """None: Shopify's quantity column is what the shop still offers, so it is recognised as available."""
        return []

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One product. Without a handle or a title there is nothing to hold on to."""
        head = next((row for row in rows if sheet.text(row, "title")), rows[0])
        handle = key.strip()
        if not handle:
            sheet.error(rows[0], "handle", "", "the handle is missing. Fill it in.", "product.no_handle")
            return f"row {rows[0].number}", None
        title = sheet.text(head, "title")
        if not title:
            sentence = f'no row of "{shown(handle)}" has a title. The first row of a product carries it.'
            sheet.error(rows[0], "title", "", sentence, "product.no_title")
        _flag_second_title(rows, head, sheet)
        option_names = [_later(rows, sheet, f"option{n}_name") for n in (1, 2, 3)]
        variants = _variants(handle, rows, option_names, sheet)
        if not variants:
            sentence = f'"{shown(handle)}" has pictures but no variant with a price. Add its price.'
            sheet.error(head, "price", "", sentence, "product.no_variant")
        gift_card = bool(sheet.yes(head, "gift_card"))
        product = IncomingProduct(
            external_id=sheet.text(head, "external_id") or handle,
            handle=handle,
            title=title,
            vendor=sheet.text(head, "vendor"),
            product_type=sheet.text(head, "product_type") or sheet.text(head, "category"),
            tags=split_tags(sheet.text(head, "tags")),
            status=_status(head, sheet),
            body_html=sheet.text(head, "body_html"),
            images=tuple(dict.fromkeys(url for row in rows if (url := sheet.text(row, "image")))),
            variants=tuple(_as_gift_card(one) for one in variants) if gift_card else tuple(variants),
        )
        return product.external_id, product


def _flag_second_title(rows: Sequence[TitledRow], head: TitledRow, sheet: Sheet) -> None:
    for row in rows:
        title = sheet.text(row, "title")
        if row is not head and title and title != sheet.text(head, "title"):
            sentence = (
                f'the handle is that of "{shown(sheet.text(head, "title"))}" (row {head.number}), the title is another '
                "one. It was read as a variant of that product; two products need two handles."
            )
            sheet.flag(row, "title", title, sentence, "product.second_title")


def _later(rows: Sequence[TitledRow], sheet: Sheet, name: str) -> str:
    return next((text for row in rows if (text := sheet.text(row, name))), "")


def _status(row: TitledRow, sheet: Sheet) -> str:
    told = sheet.text(row, "status").lower()
    if told:
        return told
    return "draft" if sheet.yes(row, "published") is False else "active"


def _variants(
    handle: str, rows: Sequence[TitledRow], option_names: Sequence[str], sheet: Sheet
) -> list[IncomingVariant]:
    found: list[IncomingVariant] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        if _image_only(row, sheet):
            continue
        values = tuple(sheet.text(row, f"option{n}_value") for n in (1, 2, 3))
        if values in seen:
            sentence = (
                f"the options {shown(' / '.join(filter(None, values))) or 'of this row'} already stand in row "
                f"{seen[values]}. Nothing is merged: change the options or leave one row out."
            )
            sheet.error(
                row, "option1_value", " / ".join(filter(None, values)), sentence, "product.same_options"
            )
            continue
        seen[values] = row.number
        variant = _variant(handle, row, values, option_names, found, sheet)
        if variant is not None:
            found.append(variant)
            sheet.compare_code(row, "sku", variant.sku or "")
    return found


def _image_only(row: TitledRow, sheet: Sheet) -> bool:
    """A row that only adds a picture: nothing a variant has."""
    fields = ("option1_value", "option2_value", "option3_value", "sku", "price", "barcode")
    return (
        not any(sheet.text(row, name) for name in fields)
        and not row.problems
        and (bool(sheet.text(row, "image")) or not sheet.text(row, "title"))
    )


def _variant(
    handle: str,
    row: TitledRow,
    values: tuple[str, ...],
    option_names: Sequence[str],
    before: Sequence[IncomingVariant],
    sheet: Sheet,
) -> IncomingVariant | None:
    price = sheet.number(row, "price")
    if price is None and not sheet.text(row, "price"):
        sentence = (
            "the variant has no price. Shopify always exports one, so the row is probably cut off. Add it."
        )
        sheet.error(row, "price", "", sentence, "variant.no_price")
    options = tuple((name, value) for name, value in zip(option_names, values, strict=True) if value)
    told = tuple(value for name, value in options if (name, value) != ("Title", "Default Title"))
    sku = _code(row, "sku", sheet) or None
    tracked = _tracked(row, sheet)
    quantity = sheet.number(row, "quantity", below_zero=True)
    gift_card = bool(sheet.yes(row, "gift_card"))
    return IncomingVariant(
        external_id=sheet.text(row, "variant_external_id") or _key(handle, values),
        sku=sku,
        proposed_sku=None if sku else propose_sku(handle, told, {one.proposed_sku or "" for one in before}),
        barcode=_code(row, "barcode", sheet) or None,
        title=" / ".join(told),
        options=options,
        price=price,
        compare_at=sheet.number(row, "compare_at") or None,
        cost=sheet.number(row, "cost"),
        weight_grams=_grams(row, sheet),
        requires_shipping=sheet.yes(row, "requires_shipping") is not False and not gift_card,
        tracked=tracked,
        quantity=quantity if tracked is not False else None,
        quantity_meaning=_meaning(tracked, quantity, sheet),
        oversell_allowed=_oversell(row, sheet),
        kind=LineKind.GIFT_CARD if gift_card else LineKind.GOODS,
        gift_card=gift_card,
        components=_components(row, sheet),
        tax_class=sheet.text(row, "tax_code"),
        taxable=sheet.yes(row, "taxable"),
        image_url=sheet.text(row, "variant_image") or None,
        hs_code=sheet.text(row, "hs_code") or None,
        origin_country=sheet.text(row, "origin") or None,
        position=len(before) + 1,
    )


def _grams(row: TitledRow, sheet: Sheet) -> Decimal | None:
    """The weight in grams, or, where only the weight as shown is told, that by its unit."""
    grams, shown_weight = sheet.number(row, "grams"), sheet.number(row, "weight")
    if grams is not None or shown_weight is None:
        return grams
    unit = _GRAMS.get(sheet.text(row, "weight_unit").lower())
    return (shown_weight * unit).normalize() + Decimal(0) if unit is not None else None


def _key(handle: str, values: Sequence[str]) -> str:
    """The channel's own key of a variant in a file without ids: handle and option values."""
    return "|".join((handle, *(value for value in values if value)))


def _code(row: TitledRow, name: str, sheet: Sheet) -> str:
    """A SKU or barcode. Shopify's export puts a quote before digits so that spreadsheets keep leading zeros."""
    text = sheet.text(row, name)
    if _LEADING_QUOTE.match(text):
        text = text[1:]
    if name == "barcode" and _EXPONENT.match(text):
        sentence = (
            f'the barcode "{text}" was shortened by a spreadsheet program; its digits are lost. Export again and do '
            "not save it from the spreadsheet."
        )
        sheet.error(row, name, text, sentence, "variant.barcode_lost")
        return ""
    return text


def _tracked(row: TitledRow, sheet: Sheet) -> bool | None:
    if not sheet.has("tracker"):
        return None
    return bool(sheet.text(row, "tracker"))


def _meaning(tracked: bool | None, quantity: Decimal | None, sheet: Sheet) -> QuantityMeaning:
    """A tracked quantity of Shopify is what is still on offer, unless a person said otherwise."""
    if tracked is False:
        return QuantityMeaning.NOT_TRACKED
    if quantity is None:
        return QuantityMeaning.UNKNOWN
    return sheet.context.quantity_meaning or QuantityMeaning.AVAILABLE


def _oversell(row: TitledRow, sheet: Sheet) -> bool | None:
    policy = sheet.text(row, "policy").lower()
    if policy in {"deny", "continue"}:
        return policy == "continue"
    return sheet.yes(row, "policy")


def _components(row: TitledRow, sheet: Sheet) -> tuple[KitComponent, ...]:
    """Components as "SKU x 2, OTHER x 1"."""
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;]", sheet.text(row, "components")))):
        match = re.fullmatch(r"(.+?)\s*[x×*:]\s*(\d{1,6})", part)
        if match is None:
            sheet.error(
                row,
                "components",
                part,
                f'"{shown(part)}" is no component. Write SKU x 2.',
                "variant.component",
            )
            continue
        found.append(KitComponent(match[1], None, Decimal(match[2])))
    return tuple(found)


def _as_gift_card(variant: IncomingVariant) -> IncomingVariant:
    return replace(variant, gift_card=True, kind=LineKind.GIFT_CARD, requires_shipping=False)
