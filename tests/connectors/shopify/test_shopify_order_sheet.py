"""Shopify's order export as shops really send it: the order in its first row only, and every cent explained."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal

import pytest

from opsroom.connectors.shopify.translate_order_sheet import ShopifyOrderSheet
from opsroom.connectors.shopify.translate_orders import ShopifyOrders
from opsroom.ports.incoming import FulfilledBy, IncomingOrder, LineKind, PaymentCondition

SHEET = ShopifyOrderSheet()
TITLES = """Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total
Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Shipping Name,Shipping Address1,Shipping City
Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Note Attributes,Cancelled at,Payment Method
Refunded Amount,Outstanding Balance,Id,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value
Duties,Shipping Province Name,Payment Terms Name"""
HEADER = [title for row in csv.reader(TITLES.splitlines()) for title in row]
HEAD = {
    "Email": "a@example.com", "Financial Status": "paid", "Fulfillment Status": "unfulfilled", "Currency": "EUR",
    "Subtotal": "20.00", "Shipping": "5.00", "Taxes": "0.00", "Total": "25.00", "Discount Amount": "0.00",
    "Shipping Method": "Standard", "Shipping Name": "Ada", "Shipping Address1": "Mill 1", "Shipping City": "Bonn",
    "Shipping Zip": "'53111", "Shipping Country": "DE", "Shipping Phone": "'+49 228 1", "Refunded Amount": "0.00",
    "Outstanding Balance": "0.00", "Id": "4070039355469", "Source": "web", "Payment Method": "Shopify Payments",
}  # fmt: skip
LINE = {
    "Lineitem quantity": "1", "Lineitem name": "Mug - Blue", "Lineitem price": "20.00", "Lineitem sku": "MUG",
    "Lineitem requires shipping": "true", "Lineitem taxable": "true", "Lineitem fulfillment status": "pending",
    "Lineitem discount": "0.00",
}  # fmt: skip


def sheet(*lines: Mapping[str, str], **head: str) -> str:
    """One order as the export writes it: the first line's row holds the order too, the others leave it blank."""
    told = {key.replace("_", " "): value for key, value in head.items()}
    out = io.StringIO()
    rows = csv.DictWriter(out, HEADER, restval="")
    rows.writeheader()
    for place, line in enumerate(lines or ({},)):
        order = HEAD | told if place == 0 else {"Email": HEAD["Email"]}
        rows.writerow({"Name": "#1411", "Created at": "2026-11-20 04:32:30 -0500"} | order | LINE | line)
    return out.getvalue()


@pytest.fixture
def order(read):  # type: ignore[no-untyped-def]
    """order(*lines, **head) -> (the order, the codes of what is wrong with it)."""

    def reading(*lines: Mapping[str, str], **head: str) -> tuple[IncomingOrder, list[str]]:
        (record,) = read(SHEET, sheet(*lines, **head))
        assert isinstance(record.value, IncomingOrder), record.problems
        return record.value, [problem.code for problem in record.problems]

    return reading


def test_it_is_told_apart_and_keyed_by_shopifys_own_id(order) -> None:
    one, problems = order({}, {"Lineitem price": "0.00", "Lineitem sku": "CUP"})
    assert SHEET.recognise("orders_export_1.csv", sheet().encode()).confidence > 0.9
    assert ShopifyOrders().recognise("orders_export_1.csv", sheet().encode()).confidence == 0
    assert (one.external_id, one.name, one.number, problems) == ("4070039355469", "#1411", "1411", [])
    assert [(line.sku, line.quantity) for line in one.lines] == [("MUG", 1), ("CUP", 1)]
    assert one.placed_at.isoformat() == "2026-11-20T04:32:30-05:00"
    assert (one.ship_to.postcode, one.ship_to.phone) == ("53111", "+49 228 1")


@pytest.mark.parametrize(
    ("tax", "total", "includes", "shares"),
    [
        ("3.99", "25.00", True, [319, 80]),
        ("4.75", "29.75", False, [380, 95]),
        ("3.80", "28.80", False, [380, 0]),
    ],
)
def test_the_total_says_whether_prices_hold_the_tax(
    order, tax: str, total: str, includes: bool, shares: list[int]
) -> None:
    one, problems = order(Taxes=tax, Total=total, Tax_1_Name="DE MwSt 19%", Tax_1_Value=tax)
    assert (one.prices_include_tax, problems) == (includes, [])
    assert {part.rate for part in one.lines[0].taxes} == {Decimal("0.19")}
    assert [
        sum(part.amount_minor for part in line.taxes) for line in (*one.lines, *one.shipping_lines)
    ] == shares


def test_two_taxes_skip_what_is_not_taxable_and_a_delivery_without_tax(order) -> None:
    cover = {"Lineitem name": "Cover", "Lineitem taxable": "false", "Lineitem requires shipping": "false"}
    told = {"Tax_1_Name": "County 3%", "Tax_1_Value": "0.60", "Tax_2_Name": "State 4%", "Tax_2_Value": "0.80"}
    one, problems = order(
        {}, cover | {"Lineitem price": "2.00"}, Subtotal="22.00", Taxes="1.40", Total="28.40", **told
    )
    assert problems == []
    assert [[tax.amount_minor for tax in line.taxes] for line in one.lines] == [[60, 80], []]
    assert (one.lines[1].kind, one.shipping_lines[0].taxes) == (LineKind.SERVICE, ())


def test_the_orders_discount_counts_those_of_its_lines_and_is_shared_out(order) -> None:
    within, problems = order(
        {"Lineitem discount": "8.88"}, {}, Subtotal="31.12", Discount_Amount="8.88", Total="36.12"
    )
    assert ([line.discount_minor for line in within.lines], problems) == ([888, 0], [])
    code, problems = order(
        {},
        {"Lineitem price": "10.00"},
        Subtotal="27.00",
        Discount_Amount="3.00",
        Discount_Code="X",
        Total="32.00",
    )
    assert ([line.discount_minor for line in code.lines], problems) == ([200, 100], [])


@pytest.mark.parametrize(("shipping", "price"), [("0.00", 500), ("5.00", 500)])
def test_a_code_for_free_delivery_takes_nothing_off_the_goods(order, shipping: str, price: int) -> None:
    one, problems = order(Shipping=shipping, Discount_Code="FREESHIP", Discount_Amount="5.00", Total="20.00")
    (delivery,) = one.shipping_lines
    assert (delivery.price_minor, delivery.discount_minor, one.lines[0].discount_minor) == (price, 500, 0)
    assert problems == []


@pytest.mark.parametrize(
    ("status", "head", "condition"),
    [
        ("pending", {"Payment_Method": "Cash on Delivery (COD)"}, PaymentCondition.COD),
        ("pending", {"Payment_Terms_Name": "Net 30"}, PaymentCondition.TERMS),
        ("pending", {"Payment_Method": "custom"}, PaymentCondition.PENDING),
        ("authorized", {}, PaymentCondition.AUTHORISED),
        ("paid", {"Source": "amazon-us"}, PaymentCondition.MARKETPLACE),
        ("paid", {"Payment_Method": "Amazon Pay"}, PaymentCondition.CAPTURED),
        ("partially_refunded", {"Refunded_Amount": "1.54"}, PaymentCondition.PART_REFUNDED),
        ("voided", {"Cancelled_at": "2026-11-21 04:32:30 -0500"}, PaymentCondition.VOIDED),
    ],
)
def test_how_the_money_stands(order, status: str, head: dict[str, str], condition: PaymentCondition) -> None:
    one, problems = order(Financial_Status=status, **head)
    assert (one.payment, problems) == (condition, [])
    assert sum(refund.amount_minor for refund in one.refunds) == (154 if "Refunded_Amount" in head else 0)


def test_what_was_paid_of_an_order_in_part_is_its_total_less_what_is_open(order) -> None:
    one, _ = order(Financial_Status="partially_paid", Outstanding_Balance="15.00", Payment_Method="manual")
    assert (one.payment, [pay.amount_minor for pay in one.payments]) == (PaymentCondition.PENDING, [1000])


def test_a_line_sent_in_part_is_asked_about_and_one_put_back_is_not_shipped(order) -> None:
    three = {"Lineitem quantity": "3", "Lineitem price": "6.00", "Lineitem fulfillment status": "partial"}
    back = {"Lineitem price": "2.00", "Lineitem fulfillment status": "restocked"}
    one, problems = order(three, back, Fulfillment_Status="partial")
    assert [(line.quantity, line.quantity_first) for line in one.lines] == [(3, 3), (0, 1)]
    assert problems == ["line.partly_shipped"]


def test_the_test_gateway_the_till_the_duties_and_the_notes(order) -> None:
    assert order(Payment_Method="(for testing) Bogus Gateway")[0].test
    nowhere = dict.fromkeys(("Shipping_Address1", "Shipping_City", "Shipping_Zip", "Shipping_Method"), "")
    assert order(Source="pos", **nowhere)[0].fulfilled_by is FulfilledBy.TILL
    assert order(Source="pos")[0].fulfilled_by is FulfilledBy.US
    abroad, problems = order(
        Duties="4.00", Total="29.00", Shipping_Province="ON", Note_Attributes="Gift message: Hi\nx: y"
    )
    assert ([line.kind for line in abroad.lines], problems) == ([LineKind.GOODS, LineKind.FEE], [])
    assert (abroad.ship_to.region, abroad.ship_to.region_code, abroad.gift_message) == ("ON", "ON", "Hi")
