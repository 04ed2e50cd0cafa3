"""One order's whole way: taken in, allocated, released, shipped, told to its channel, invoiced, booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import factories

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.channels.models import Outgoing
from opsroom.domains.fulfilment.models import FulfilmentOrder, Parcel, Pick, Wave
from opsroom.domains.orders.models import Order
from opsroom.domains.payments.models import Payment
from opsroom.domains.warehouse.actions.set_stock import StockRow, set_stock
from opsroom.domains.warehouse.models import Allocation, Stock
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money import invariants as money_invariants
from opsroom.ledgers.money import queries as money
from opsroom.ledgers.stock import invariants as stock_invariants
from opsroom.ledgers.stock import queries as stock_book
from opsroom.ports.incoming import (
    FulfilledBy,
    IncomingAddress,
    IncomingCustomer,
    IncomingLine,
    IncomingOrder,
    IncomingPayment,
    IncomingShippingLine,
    IncomingTax,
    IncomingTotals,
    LineKind,
    Party,
    PaymentCondition,
)
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders
from opsroom.workflows.undo_orders import undo_orders

pytestmark = pytest.mark.django_db
BERLIN = IncomingAddress(
    name="Mara Klein", line1="Torstraße 12", postcode="10119", city="Berlin", country_code="DE"
)


def sku(company: int, code: str) -> int:
    product = Product.objects.create(company_id=company, handle=code.lower(), title=f"Thing {code}")
    return Sku.objects.create(company_id=company, product=product, code=code, currency="EUR").pk


def line(code: str, quantity: int, gross_each: str, tax_minor: int, external_id: str = "1") -> IncomingLine:
    return IncomingLine(
        external_id=external_id,
        sku=code,
        variant_external_id=None,
        title=f"Thing {code}",
        quantity=Decimal(quantity),
        unit_price=Decimal(gross_each),
        taxes=(IncomingTax("VAT", Decimal("0.19"), tax_minor),),
    )


def order(number: int, *lines: IncomingLine, total: int, **more: object) -> IncomingOrder:
    facts: dict[str, object] = {
        "external_id": str(number),
        "name": f"#{number}",
        "placed_at": datetime(2026, 11, 23, 8, number % 60, tzinfo=UTC),
        "currency": "EUR",
        "lines": lines,
        "prices_include_tax": True,
        "totals": IncomingTotals(total_minor=total),
        "payment": PaymentCondition.CAPTURED,
        "customer": IncomingCustomer(external_id=f"c{number}", name="Mara Klein"),
        "ship_to": BERLIN,
        "bill_to": BERLIN,
        "shipping_lines": (
            IncomingShippingLine(
                "s", "DHL Paket", "dhl", 490, taxes=(IncomingTax("VAT", Decimal("0.19"), 78),)
            ),
        ),
    }
    return IncomingOrder(**(facts | more))  # type: ignore[arg-type]


@pytest.fixture
def shop() -> tuple[Actor, int, int, int]:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    return factories.system("system.demo", company), company, channel, site


def put(actor: Actor, company: int, site: int, **pieces: int) -> dict[str, int]:
    ids = {code: sku(company, code) for code in pieces}
    rows = [StockRow(ids[code], "A-01-1", count) for code, count in pieces.items()]
    set_stock(actor, site, rows, "opening", company_id=company, ref=("warehouse.site", site), opening=True)
    return ids


def test_a_paid_order_with_stock_goes_all_the_way_and_both_books_balance(shop) -> None:
    actor, company, channel, site = shop
    ids = put(actor, company, site, MUG=5)
    (accepted,) = accept_orders(
        actor, channel, [order(1001, line("MUG", 2, "23.80", 760), total=4760 + 490)], mode="live"
    )
    row = Order.objects.get(pk=accepted.order_id)
    assert (row.allocation_state, row.fulfilment_state, row.payment_state) == (
        "allocated",
        "unreleased",
        "captured",
    )
    assert (row.net_minor, row.tax_minor, row.total_minor) == (4412, 838, 5250)
    stock = Stock.objects.get(sku=ids["MUG"], site=site)
    assert (stock.on_hand, stock.allocated) == (5, 2)
    assert Payment.objects.get(order=row).amount_minor == 5250

    released = release_orders(actor, company, [row.pk])
    assert released.order_ids == (row.pk,)
    assert released.skipped == ()
    assert Pick.objects.get(wave_id=released.wave_ids[0]).quantity == 2
    assert Allocation.objects.get(order=row).state == "hard"

    shipped = ship_orders(actor, company, site, released.fulfilment_order_ids)
    row.refresh_from_db()
    assert (row.state, row.fulfilment_state) == ("closed", "shipped")
    stock.refresh_from_db()
    assert (stock.on_hand, stock.allocated) == (3, 0)
    assert Outgoing.objects.filter(key=f"shipment:{released.fulfilment_order_ids[0]}").count() == 1
    assert Wave.objects.get().state == "done"
    assert Parcel.objects.get().state == "shipped"

    assert Invoice.objects.get(pk=shipped.invoice_ids[0]).number is None
    number_invoices(actor, company, date(2026, 11, 23))
    invoice = Invoice.objects.get()
    assert (invoice.display_number, invoice.gross_minor, invoice.tax_minor) == ("INV-000001", 5250, 838)
    assert money.balance(company, "customer_prepayments", "EUR") == 0
    assert money.balance(company, "customer_receivable", "EUR") == 0
    assert money.balance(company, "tax_payable:DE", "EUR") == -838
    assert stock_invariants.broken() == []
    assert money_invariants.broken() == []


def test_the_same_shipment_twice_moves_tells_and_invoices_once(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    (accepted,) = accept_orders(
        actor, channel, [order(1001, line("MUG", 2, "23.80", 760), total=5250)], mode="live"
    )
    released = release_orders(actor, company, [accepted.order_id or 0])
    ship_orders(actor, company, site, released.fulfilment_order_ids)
    again = ship_orders(actor, company, site, released.fulfilment_order_ids)
    assert again.fulfilment_order_ids == ()
    assert [s.why for s in again.skipped] == ["It has left already."]
    assert Outgoing.objects.count() == 1
    assert Invoice.objects.count() == 1
    assert Stock.objects.get(site=site).on_hand == 3


def test_rank_decides_who_gets_the_last_units_not_arrival(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, LAMP=3)
    late = order(
        1002, line("LAMP", 2, "11.90", 380), total=2380 + 490, ship_by=datetime(2026, 11, 25, tzinfo=UTC)
    )
    soon = order(
        1001, line("LAMP", 2, "11.90", 380), total=2380 + 490, ship_by=datetime(2026, 11, 24, tzinfo=UTC)
    )
    accept_orders(actor, channel, [late, soon], mode="live")
    states = dict(Order.objects.values_list("external_id", "allocation_state"))
    assert states == {"1001": "allocated", "1002": "short"}
    refused = release_orders(actor, company, list(Order.objects.values_list("id", flat=True)))
    assert len(refused.order_ids) == 1
    assert [s.why for s in refused.skipped] == ["Stock is short for it."]


def test_the_same_order_again_changes_nothing_and_a_second_unit_is_never_taken(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    one = order(1001, line("MUG", 2, "23.80", 760), total=5250)
    accept_orders(actor, channel, [one], mode="live")
    (again,) = accept_orders(actor, channel, [one], mode="live")
    assert again.effect == "same"
    assert Order.objects.count() == 1
    assert Stock.objects.get(site=site).allocated == 2
    assert money.balance(company, "customer_prepayments", "EUR") == -5250


def test_an_unknown_sku_is_seen_allocated_as_far_as_known_and_cannot_be_released(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    strange = order(
        1001, line("MUG", 1, "23.80", 380), line("NOBODY", 1, "10.00", 160, "2"), total=2380 + 1000 + 490
    )
    (accepted,) = accept_orders(actor, channel, [strange], mode="live")
    row = Order.objects.get(pk=accepted.order_id)
    assert row.has_unknown_sku
    assert Stock.objects.get(site=site).allocated == 1
    refused = release_orders(actor, company, [row.pk])
    assert [s.why for s in refused.skipped] == ["A line has a SKU nobody knows. Match it first."]
    assert FulfilmentOrder.objects.count() == 0


def test_history_takes_no_stock_books_no_money_and_makes_no_task(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    accept_orders(actor, channel, [order(1001, line("MUG", 2, "23.80", 760), total=5250)], mode="history")
    row = Order.objects.get()
    assert (row.state, row.allocation_state, row.mode) == ("closed", "not_needed", "history")
    assert Stock.objects.get(site=site).allocated == 0
    assert money.balances(company) == {}
    assert row.ship_by is None


def test_a_count_below_what_was_promised_takes_the_goods_from_the_last_in_rank(shop) -> None:
    actor, company, channel, site = shop
    ids = put(actor, company, site, MUG=4)
    first = order(1001, line("MUG", 2, "23.80", 760), total=5250, ship_by=datetime(2026, 11, 24, tzinfo=UTC))
    second = order(1002, line("MUG", 2, "23.80", 760), total=5250, ship_by=datetime(2026, 11, 25, tzinfo=UTC))
    accept_orders(actor, channel, [first, second], mode="live")
    counted = set_stock(
        actor,
        site,
        [StockRow(ids["MUG"], "A-01-1", 3)],
        "count:1",
        company_id=company,
        ref=("warehouse.site", site),
    )
    loser = Order.objects.get(external_id="1002")
    assert counted.losing_order_ids == (loser.pk,)
    stock = Stock.objects.get(site=site)
    assert (stock.on_hand, stock.allocated) == (3, 3)


def test_undoing_an_import_frees_stock_and_money_and_keeps_what_was_touched(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=9)
    batch = factories.import_row(company, channel)
    orders = [order(n, line("MUG", 1, "23.80", 380), total=2380 + 490) for n in (1001, 1002)]
    accept_orders(actor, channel, orders, mode="live", import_id=batch)
    touched = Order.objects.get(external_id="1001")
    release_orders(actor, company, [touched.pk])
    removed, kept = undo_orders(actor, batch, company_id=company)
    assert len(removed) == 1
    assert kept == [(touched.pk, f"{touched.number}: It was released since, so it stays.")]
    assert Stock.objects.get(site=site).allocated == 1
    assert money.balance(company, "customer_prepayments", "EUR") == -2870
    assert money_invariants.broken() == []


def test_a_marketplace_order_is_booked_but_never_picked_and_its_tax_is_not_ours(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    sold = order(
        1001, line("MUG", 2, "23.80", 760), total=5250, fulfilled_by=FulfilledBy.MARKETPLACE,
        payment=PaymentCondition.MARKETPLACE, invoice_issuer=Party.MARKETPLACE, tax_remitter=Party.MARKETPLACE,
    )  # fmt: skip
    batch = factories.import_row(company, channel)
    accept_orders(actor, channel, [sold], mode="live", import_id=batch)
    row = Order.objects.get()
    assert (row.state, row.fulfilment_state, row.allocation_state) == ("closed", "elsewhere", "not_needed")
    stock = Stock.objects.get(site=site)
    assert (stock.on_hand, stock.allocated) == (5, 0), "our shelf is not the marketplace's"
    assert release_orders(actor, company, [row.pk]).order_ids == ()
    (move,) = stock_book.moves_of_ref(company, "orders.order", [row.pk])
    assert (move.source_kind, move.target_kind, move.quantity) == ("external", "customer", 2)
    assert money.balance(company, "tax_payable:DE", "EUR") == 0
    assert money.balance(company, "revenue", "EUR") == -4000
    assert money.balance(company, "shipping_revenue", "EUR") == -412
    assert Invoice.objects.count() == 0
    undo_orders(actor, batch, company_id=company)
    assert money.balances(company) == {}
    assert stock_invariants.broken() == [] == money_invariants.broken()


def test_a_till_sale_is_money_and_goods_already_gone(shop) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    sold = order(1001, line("MUG", 1, "23.80", 380), total=2870, fulfilled_by=FulfilledBy.TILL)
    accept_orders(actor, channel, [sold], mode="live")
    accept_orders(actor, channel, [sold], mode="live")
    assert money.balance(company, "customer_prepayments", "EUR") == 0
    assert money.balance(company, "customer_receivable", "EUR") == 0
    assert money.balance(company, "revenue", "EUR") == -2000
    assert Stock.objects.get(site=site).on_hand == 5


def test_an_order_of_which_nothing_ships_is_invoiced_when_paid_and_then_its_import_cannot_take_it_back(
    shop,
) -> None:
    actor, company, channel, _ = shop
    course = replace(line("COURSE", 1, "119.00", 1900), kind=LineKind.DIGITAL, requires_shipping=False)
    paid = order(1001, course, total=11900, shipping_lines=())
    waits = order(1002, course, total=11900, shipping_lines=(), payment=PaymentCondition.PENDING)
    given_back = order(1003, course, total=11900, shipping_lines=(), payment=PaymentCondition.REFUNDED)
    batch = factories.import_row(company, channel)
    importer = factories.system("system.importer", company)

    accept_orders(importer, channel, [paid, waits, given_back], mode="live", import_id=batch)
    accept_orders(importer, channel, [paid, waits, given_back], mode="live", import_id=batch)
    number_invoices(actor, company, date(2026, 11, 23))
    number_invoices(actor, company, date(2026, 11, 23))

    (invoice,) = Invoice.objects.select_related("order")
    assert (invoice.order.external_id, invoice.display_number, invoice.gross_minor) == (
        "1001",
        "INV-000001",
        11900,
    )
    assert money.balance(company, "revenue", "EUR") == -10000
    assert Order.objects.get(external_id="1002").state == "open"

    later = replace(waits, payment=PaymentCondition.CAPTURED, updated_at=datetime(2026, 11, 24, tzinfo=UTC))
    accept_orders(importer, channel, [later], mode="live", import_id=batch)
    number_invoices(actor, company, date(2026, 11, 24))

    assert Order.objects.get(external_id="1002").state == "closed"
    assert list(Invoice.objects.order_by("id").values_list("order__external_id", "number")) == [
        ("1001", 1),
        ("1002", 2),
    ]
    assert money.balance(company, "customer_prepayments", "EUR") == 0, (
        "what came back before has gone back too"
    )
    removed, kept = undo_orders(importer, batch, company_id=company)
    assert [why.split(": ")[1] for _, why in kept] == ["It was invoiced since, so it stays."] * 2
    assert len(removed) == 1
    assert money_invariants.broken() == []


@pytest.mark.parametrize(
    ("payments", "holder"),
    [
        ((), ""),
        ((IncomingPayment("p1", "capture", "Market Pay", "success", 5250, "EUR"),), "market_pay"),
    ],
    ids=["told in one word", "told with its payment"],
)
def test_what_a_marketplace_guaranteed_and_later_tells_as_paid_is_owed_once(shop, payments, holder) -> None:
    actor, company, channel, site = shop
    put(actor, company, site, MUG=5)
    sold = order(1001, line("MUG", 2, "23.80", 760), total=5250, payment=PaymentCondition.MARKETPLACE)
    (accepted,) = accept_orders(actor, channel, [sold], mode="live")
    released = release_orders(actor, company, [accepted.order_id or 0])
    ship_orders(actor, company, site, released.fulfilment_order_ids)
    number_invoices(actor, company, date(2026, 11, 23))
    (promise,) = [a for a, _ in money.balances(company) if a.startswith("receivable:")]

    told = replace(
        sold,
        payment=PaymentCondition.CAPTURED,
        updated_at=datetime(2026, 11, 24, tzinfo=UTC),
        payments=payments,
    )
    accept_orders(actor, channel, [told], mode="live")
    accept_orders(actor, channel, [told], mode="live")

    stands = {account: minor for (account, _), minor in money.balances(company).items()}
    standing = {a: m for a, m in stands.items() if a.startswith(("receivable:", "customer_"))}
    assert standing == {(f"receivable:{holder}" if holder else promise): 5250}
    assert money_invariants.broken() == []
