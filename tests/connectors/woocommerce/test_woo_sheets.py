"""WooCommerce's CSV files as shops have them: product titles of other languages, orders of the common plugins."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from opsroom.connectors.woocommerce.translate_order_sheet import WooOrderSheet
from opsroom.connectors.woocommerce.translate_products import WooProducts
from opsroom.ports.incoming import PaymentCondition

LANGUAGES = {
    "German": "ID,Typ,Artikelnummer,Name,Veröffentlicht,Lager,Gewicht (kg),Angebotspreis,Regulärer Preis,"
    "Übergeordnetes Produkt,Attribut 1 Name,Attribut 1 Wert(e)",
    "Spanish": "ID,Tipo,SKU,Nombre,Publicado,Inventario,Peso (kg),Precio rebajado,Precio normal,Superior,"
    "Nombre del atributo 1,Valor(es) del atributo 1",
    "French": "ID,Type,UGS,Nom,Publié,Stock,Poids (kg),Tarif promo,Tarif régulier,Parent,Nom de l’attribut 1,"
    "Valeur(s) de l’attribut 1",
    "Dutch": "ID,Type,SKU,Naam,Gepubliceerd,Voorraad,Gewicht (kg),Actieprijs,Reguliere prijs,Hoofd,"
    "Naam eigenschap 1,Waarde(n) eigenschap 1",
}
ROWS = '\n10,variable,TEE,Tee,1,,,,,,Size,"M, L"\n11,variation,TEE-M,Tee - M,1,5,"1,250","14,90","19,90",TEE,Size,M\n'
PLACE = {
    "billing_first_name": "Anna", "billing_last_name": "Rossi", "billing_address_1": "Via B 10",
    "billing_postcode": "73030", "billing_city": "Lecce", "billing_country": "IT", "billing_phone": "0832",
}  # fmt: skip


def table(*rows: Mapping[str, str]) -> str:
    """A CSV of these rows, every title of any of them in its header."""
    header: Sequence[str] = list(dict.fromkeys(title for row in rows for title in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("header", LANGUAGES.values(), ids=LANGUAGES)
def test_a_product_file_of_another_language_is_known_and_read_alike(read, header: str) -> None:
    assert WooProducts().recognise("wc-product-export.csv", (header + ROWS).encode()).confidence > 0.9
    (record,) = read(WooProducts(), header + ROWS)
    (variant,) = record.value.variants
    assert (variant.sku, variant.price, variant.compare_at) == ("TEE-M", Decimal("14.90"), Decimal("19.90"))
    assert (variant.weight_grams, variant.quantity, variant.options) == (1250, 5, (("Size", "M"),))


def test_a_product_file_made_by_hand_has_no_ids_and_a_past_sale_is_no_price(read) -> None:
    header = "Type,SKU,Name,Published,Date sale price ends,Sale price,Regular price,Categories\n"
    text = header + "simple,MUG,Mug,1,2026-01-31,5,9,Cups\nsimple,CUP,Cup,1,2030-01-31,5,9,Cups\n"
    assert WooProducts().recognise("products.csv", text.encode()).confidence > 0.9
    mug, cup = (record.value for record in read(WooProducts(), text))
    assert (mug.external_id, mug.variants[0].price, cup.variants[0].price) == ("MUG", 9, 5)


def test_a_list_of_orders_with_a_type_and_a_price_is_no_list_of_products() -> None:
    head = "Pedido,Data,Tipo,SKU,Nome,Quantidade,Preço\n7,2025-11-24,Online,TEE,Camisa,1,19.90\n"
    assert WooProducts().recognise("x.csv", head.encode()).confidence == 0


@pytest.mark.parametrize(
    ("quantity", "cost", "total", "price"),
    [
        ("7", "8.39", "58.76", "8.394286"),
        ("3", "3.33", "10.00", "3.333333"),
        ("2", "8.39", "16.78", "8.39"),
        ("2", "8.39", "16.50", "8.39"),
    ],
)
def test_an_exact_line_beats_its_rounded_piece(
    read, quantity: str, cost: str, total: str, price: str
) -> None:
    row = PLACE | {
        "order_number": "1", "order_date": "2025-08-05 11:10:58", "status": "processing", "order_total": total,
        "order_currency": "EUR", "sku": "A", "item_name": "A", "quantity": quantity, "item_cost": cost,
        "item_total": total,
    }  # fmt: skip
    (record,) = read(WooOrderSheet(), table(row))
    assert record.value.lines[0].unit_price == Decimal(price)


def test_lines_packed_into_one_row_are_told_apart_with_their_discounts_and_the_fee(read) -> None:
    row = PLACE | {
        "order_id": "77", "order_number": "1077", "order_date": "2025-08-05 11:10:58", "status": "completed",
        "shipping_total": "5", "fee_total": "1.50", "tax_total": "0", "cart_discount": "2", "order_total": "36.50",
        "order_subtotal": "32", "order_currency": "EUR", "payment_method": "stripe", "wt_import_key": "77",
        "line_item_1": "name:Book|product_id:5|sku:BK|quantity:2|total:22.50|sub_total:24",
        "line_item_2": "name:Pad|product_id:6|sku:PD|quantity:1|total:7.50|sub_total:8",
    }  # fmt: skip
    text = table(row)
    assert WooOrderSheet().recognise("orders.csv", text.encode()).confidence > 0.6
    (record,) = read(WooOrderSheet(), text)
    order = record.value
    assert (order.external_id, order.name, order.payment, record.problems) == (
        "77",
        "1077",
        PaymentCondition.CAPTURED,
        (),
    )
    assert [(line.sku, line.unit_price, line.discount_minor) for line in order.lines[:2]] == [
        ("BK", 12, 150),
        ("PD", 8, 50),
    ]
    assert (order.lines[2].unit_price, order.shipping_lines[0].discount_minor) == (Decimal("1.50"), 0)
    assert [len(one.lines) for one in order.fulfilments] == [2]
    assert (order.ship_to.line1, order.customer.phone) == ("Via B 10", "0832")
    (broken,) = read(WooOrderSheet(), text.replace("quantity:1|", ""))
    assert broken.problems[0].sentence == (
        'Row 2: "name:Pad|product_id:6|sku:PD|total:7.50|sub_total:8" is no line: its name, quantity or total is '
        "missing. Export the order again."
    )


@pytest.mark.parametrize(
    ("status", "method", "condition"),
    [
        ("Processing", "Credit Card (Stripe)", PaymentCondition.CAPTURED),
        ("Processing", "Cash on delivery", PaymentCondition.COD),
        ("Pending payment", "Bank transfer", PaymentCondition.PENDING),
        ("On hold", "Bank transfer", PaymentCondition.PENDING),
        ("Cancelled", "Bank transfer", PaymentCondition.VOIDED),
        ("Storniert", "Bank transfer", PaymentCondition.VOIDED),
        ("En cours", "Carte", PaymentCondition.CAPTURED),
        ("Rimborsato", "Carta", PaymentCondition.REFUNDED),
        ("Processing", "UPI QR Code", PaymentCondition.CAPTURED),
        ("Processing", "Rechnung", PaymentCondition.TERMS),
        ("Partially sewn", "Bank transfer", PaymentCondition.PENDING),
    ],
)
def test_prices_told_after_their_discount_and_what_a_status_means(
    read, status: str, method: str, condition: PaymentCondition
) -> None:
    row = {
        "Order Number": "741", "Order Status": status, "Order Date": "2025-11-24 09:15", "First Name (Billing)": "Ada",
        "Address 1&2 (Billing)": "1 Mill Lane", "City (Billing)": "Bristol", "Postcode (Billing)": "BS1",
        "Country Code (Billing)": "GB", "Payment Method Title": method, "Cart Discount Amount": "3",
        "Order Subtotal Amount": "30", "Order Shipping Amount": "5", "Order Total Amount": "38.4",
        "Order Total Tax Amount": "6.4",
    }  # fmt: skip
    lines = (
        row | {"SKU": "MUG", "Item Name": "Mug", "Quantity (- Refund)": "2", "Item Cost": "9"},
        row | {"SKU": "CUP", "Item Name": "Cup", "Quantity (- Refund)": "1", "Item Cost": "9"},
    )
    assert WooOrderSheet().recognise("orders.csv", table(*lines).encode()).confidence > 0.6
    (record,) = read(WooOrderSheet(), table(*lines))
    order = record.value
    assert (order.payment, order.cancelled_at is not None, [found.code for found in record.problems]) == (
        condition,
        condition is PaymentCondition.VOIDED,
        ["order.unknown_status"] if status == "Partially sewn" else [],
    )
    assert ([line.discount_minor for line in order.lines], order.ship_to.name) == ([0, 0], "Ada")
