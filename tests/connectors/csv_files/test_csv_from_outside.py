"""Order files as marketplaces and shops in other languages write them: right kind, right cents, no row in silence."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from importlib.metadata import entry_points

import pytest

from opsroom.connectors.csv_files.translate_amazon import AmazonOrders
from opsroom.connectors.csv_files.translate_orders import CsvOrders
from opsroom.connectors.csv_files.translate_stock import CsvStock
from opsroom.ports.incoming import FulfilledBy, PaymentCondition, QuantityMeaning

FORMATS = [one for entry in entry_points(group="opsroom.connectors") for one in entry.load().formats]
ETSY = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Discount Amount,Order Shipping,Item Total,Currency,Date Paid,"
    "Date Shipped,Ship Name,Ship Address1,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,SKU\n"
    "11/24/25,Bowl,Pat B,1,25.00,2.50,0.00,22.50,USD,11/24/25,11/25/25,Pat B,2 Elm St,Austin,TX,78701,United States,31,"
    "Color:Blue,BOWL\n"
)
EBAY = (
    "\nSales Record Number,Order Number,Ship To Name,Ship To Address 1,Ship To City,Ship To Zip,Ship To Country,"
    "Item Title,Custom Label,Quantity,Sold For,Shipping And Handling,Total Price,Sale Date,Paid On Date,"
    "Shipped On Date\n\n"
    "1,12-1,Al,1 Oak Rd,Leeds,LS1 1AA,United Kingdom,,,3,,£3.20,£30.70,24-Nov-25,24-Nov-25,\n"
    "1,12-1,,,,,,Lamp,LAMP,1,£12.50,,,,,\n"
    "1,12-1,,,,,,Shade,SHADE,2,£7.50,,,,,\n"
)
AMAZON = (
    "order-id\torder-item-id\tpurchase-date\tsku\tproduct-name\tquantity-purchased\tcurrency\titem-price\titem-tax\t"
    "shipping-price\tship-service-level\trecipient-name\tship-address-1\tship-city\tship-postal-code\tship-country\n"
    "026-1\t11\t2025-11-20T10:00:00-08:00\tMUG\tMug\t2\tGBP\t25.98\t4.33\t4.99\tStandard\tAl\t1 Rd\tBath\tBA1\tGB\n"
    "026-1\t12\t2025-11-20T10:00:00-08:00\tCUP\tCup\t1\tGBP\t9.99\t1.67\t0.00\tStandard\tAl\t1 Rd\tBath\tBA1\tGB\n"
)
FRENCH = (
    "Numéro de commande\tDate\tNom du client\tAdresse\tCode postal\tVille\tPays\tRéférence\tProduit\tQuantité\t"
    "Prix unitaire\tFrais de port\tTotal\tMode de paiement\tStatut\n"
    "C-7\t24/11/2025\tZoé L\t1 rue A\t75001\tParis\tFR\tTAS\tTasse\t2\t12,50\t4,90\t29,90\tCarte\tPayée\n"
)
GERMAN = (
    "sep=;\nBestellnummer;Bestelldatum;Vorname;Nachname;Straße;PLZ;Ort;Artikelnummer;Bezeichnung;Menge;Einzelpreis;MwSt;"
    "Gesamtbetrag;Zahlungsart;Status;;\n"
    "B-1;24.11.2025;Jörg;Weiß;Weg 1;53111;Bonn;TAS;Tasse;2;12,50;19 %;25,00 €;Rechnung;offen;;\n"
    "B-2;24.11.2025;Änne;Groß;Weg 2;53111;Bonn;TAS;Tasse;1;12,50;19 %;12,50 €;PayPal;storniert;;\n"
)


def best(text: str) -> str:
    """The kind that is sure of the file first."""
    return str(max(FORMATS, key=lambda one: one.recognise("x.csv", text.encode()).confidence).code)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(ETSY, "orders"), (EBAY, "orders"), (AMAZON, "amazon-orders"), (FRENCH, "orders"), (GERMAN, "orders")],
)
def test_no_list_of_orders_is_taken_for_a_list_of_stock(text: str, kind: str) -> None:
    assert best(text) == kind
    assert CsvStock().recognise("x.csv", text.encode()).confidence == 0


def test_etsy_is_paid_shipped_and_explained_by_its_own_columns(read) -> None:
    (record,) = read(CsvOrders(), ETSY)
    order = record.value
    assert (order.payment, order.lines[0].discount_minor, record.problems) == (
        PaymentCondition.CAPTURED,
        250,
        (),
    )
    assert (order.ship_to.name, order.ship_to.postcode, len(order.fulfilments)) == ("Pat B", "78701", 1)


def test_ebay_tells_the_currency_by_its_sign_and_the_order_in_a_row_of_its_own(read) -> None:
    (record,) = read(CsvOrders(), EBAY)
    order = record.value
    assert (order.currency, order.totals.total_minor, record.problems) == ("GBP", 3070, ())
    assert [(line.sku, line.quantity) for line in order.lines] == [("LAMP", 1), ("SHADE", 2)]
    assert order.placed_at.date() == datetime(2025, 11, 24).date()  # noqa: DTZ001 - only its day is compared
    (nameless,) = read(CsvOrders(), EBAY.replace("Shade,SHADE", ","))
    assert [line.quantity for line in nameless.value.lines] == [1, 2]
    assert [found.code for found in nameless.problems] == ["line.no_sku"]


def test_amazon_prices_are_for_the_row_and_its_delivery_is_summed_up(read) -> None:
    (record,) = read(AmazonOrders(), AMAZON)
    order = record.value
    assert [(line.unit_price, line.external_id) for line in order.lines] == [
        (Decimal("12.99"), "11"),
        (Decimal("9.99"), "12"),
    ]
    assert (order.shipping_lines[0].price_minor, order.payment) == (499, PaymentCondition.MARKETPLACE)
    assert (order.prices_include_tax, order.fulfilled_by, record.problems) == (True, FulfilledBy.US, ())
    (waits,) = read(
        AmazonOrders(), AMAZON.replace("order-item-id\t", "order-status\t").replace("\t11\t", "\tPending\t")
    )
    assert waits.value.payment is PaymentCondition.PENDING
    (none,) = read(AmazonOrders(), AMAZON.replace("item-price", "days-past-promise"))
    assert none.problems[0].sentence.startswith("This report has no prices (item-price)")


def test_other_languages_map_by_title_and_say_paid_cancelled_and_on_account(read) -> None:
    (french,) = read(CsvOrders(), FRENCH)
    assert (french.value.payment, french.value.lines[0].sku, french.problems) == (
        PaymentCondition.CAPTURED,
        "TAS",
        (),
    )
    open_one, gone = (record.value for record in read(CsvOrders(), GERMAN))
    assert (open_one.payment, open_one.customer.name, open_one.cancelled_at) == (
        PaymentCondition.TERMS,
        "Jörg Weiß",
        None,
    )
    assert (gone.cancelled_at, gone.totals.total_minor) == (gone.placed_at, 1250)


@pytest.mark.parametrize(
    ("status", "method", "condition"),
    [
        ("processing", "PayPal", PaymentCondition.CAPTURED),
        ("processing", "Nachnahme", PaymentCondition.COD),
        ("completed", "Rechnung", PaymentCondition.TERMS),
        ("bezahlt", "Rechnung", PaymentCondition.CAPTURED),
    ],
)
def test_how_far_an_order_is_does_not_pay_it(
    read, status: str, method: str, condition: PaymentCondition
) -> None:
    one = read(CsvOrders(), GERMAN.replace("Rechnung;offen", f"{method};{status}"))[0]
    assert one.value.payment is condition


def test_a_line_of_totals_is_neither_an_order_nor_part_of_the_last_one(read, sentences) -> None:
    named = read(CsvOrders(), GERMAN + "Summe;;;;;;;;;3;;;37,50 €;;;;\n")
    assert (
        sentences(named)[-1]
        == 'Row 4: "Summe" without a date is a line of totals, not an order. Leave the row out.'
    )
    bare = read(CsvOrders(), GERMAN + ";;;;;;;;;3;;;37,50 €;;;;\n")
    assert [len(record.value.lines) for record in bare] == [1, 1]
    assert sentences(bare) == [
        "Row 4: the row names neither order nor article, as totals at the end of a file do. It was left out."
    ]


def test_shopifys_inventory_export_counts_what_lies_there_place_by_place(read) -> None:
    text = (
        "Handle,Title,SKU,Location,Bin name,Committed (not editable),Available (not editable),On hand (current)\n"
        "mug,Mug,MUG,Ottawa,A1,2,5,7\nplate,Plate,PLATE,Ottawa,,0,not stocked,not stocked\n"
    )
    assert best(text) == "stock"
    mug, plate = (record.value for record in read(CsvStock(), text))
    assert (mug.quantity, mug.meaning, mug.bin) == (7, QuantityMeaning.ON_HAND, "A1")
    assert plate.quantity is None


SYSTEMS = {
    "Wix": "Order number,Date created,Contact email,Item,Variant,SKU,Qty,Price,Recipient name,Delivery country,"
    "Delivery city,Delivery address,Delivery zip/postal code,Payment status,Shipping rate,Total,Currency\n"
    "7,2025-11-24,a@example.com,Mug,Blue,M1,2,12.5,Ada,US,NYC,1 Rd,10001,Paid,5,30,USD\n",
    "Shopware": "orderNumber;invoiceAmount;invoiceShipping;orderTime;currency;paymentName;paymentStatus;"
    "shippingFirstname;shippingLastname;shippingStreet;shippingZipcode;shippingCity;articleNumber;articleName;quantity;"
    "price\n7;30,00;5,00;24.11.2025 09:15;USD;PayPal;Komplett bezahlt;Ada;L;1 Rd;10001;NYC;M1;Mug;2;12,50\n",
    "Squarespace": "Order ID,Email,Financial Status,Currency,Subtotal,Shipping,Amount Refunded,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,Shipping Address1,Shipping City,"
    "Shipping Zip\n7,a@example.com,PAID,USD,25,5,0,30,2025-11-24 09:15:10 -0500,2,Mug,12.50,M1,Ada,1 Rd,NYC,10001\n",
    "Magento": "Order #,Purchased On,Ship-to Name,Grand Total (Purchased),Status,SKU,Product Name,Qty Ordered,Price,"
    'Shipping,Currency,Ship-to Street,Ship-to City,Ship-to Zip\n7,"Nov 24, 2025 9:15:10 AM",Ada,$30.00,processing,M1,'
    "Mug,2,$12.50,$5.00,USD,1 Rd,NYC,10001\n",
}


@pytest.mark.parametrize("text", SYSTEMS.values(), ids=SYSTEMS)
def test_what_other_shop_systems_export_needs_no_mapping(read, text: str) -> None:
    assert best(text) == "orders"
    (record,) = read(CsvOrders(), text)
    order = record.value
    assert (order.name, order.currency, order.payment, record.problems) == (
        "7",
        "USD",
        PaymentCondition.CAPTURED,
        (),
    )
    assert [(line.sku, line.title, line.quantity, line.unit_price) for line in order.lines] == [
        ("M1", "Mug", 2, Decimal("12.5"))
    ]
    assert (order.totals.total_minor, order.shipping_lines[0].price_minor) == (3000, 500)
    assert (order.ship_to.line1, order.ship_to.postcode, order.placed_at.date().isoformat()) == (
        "1 Rd",
        "10001",
        "2025-11-24",
    )


def test_a_tax_and_its_rate_are_two_columns(read) -> None:
    text = "Order,Date,SKU,Quantity,Price,Tax %,Tax,Total\n1,2025-11-20,A,1,10.00,19 %,1.90,11.90\n"
    (record,) = read(CsvOrders(), text)
    assert (record.value.totals.tax_minor, record.value.prices_include_tax, record.problems) == (
        190,
        False,
        (),
    )
