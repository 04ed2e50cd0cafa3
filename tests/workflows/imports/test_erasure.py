"""A buyer who came in by a file is erased everywhere but on their invoice; nothing else about the shop changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests import factories
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import products, stock

from opsroom.domains.access.errors import Refused
from opsroom.domains.access.models import Comment
from opsroom.domains.billing.actions.issue_invoices import issue_invoices
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.write_note import write_note
from opsroom.domains.orders.errors import OpenOrdersOfPerson
from opsroom.domains.orders.models import Order
from opsroom.insight.data_map import tables
from opsroom.insight.lists import orders as order_list
from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.insight.lists.subjects import subject_of
from opsroom.kernel.values.field_kinds import FieldKind
from opsroom.workflows.comment_on import comment_on
from opsroom.workflows.erase_person import Erased, erase_person
from opsroom.workflows.importing.uploads import folder
from opsroom.workflows.let_go import let_go
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db
MARK = "Zqxcanary"
TITLES = (
    "Order number,Ordered at,Payment,Currency,Customer number,Customer name,Email,Phone,Street,Postcode,City,Country,"
    "SKU,Item,Quantity,Unit price,Customer note,Gift message,Engraving\n"
)
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
PROFILE = (
    "Customer number,Customer name,E-mail,Address,City,Postcode,Country\n"
    f"K7,{MARK},{MARK}@example.com,{MARK} Lane 2,Bremen,28195,DE\n"
)


def row(number: str, key: str, name: str) -> str:
    return (
        f"{number},{YESTERDAY},paid,EUR,{key},{name},{name}@example.com,+4930{name},{name} Lane 1,10115,Berlin,DE,"
        f"MUG,Thing,1,10.00,for {name} 4111 1111 1111 1111,love {name},{name}\n"
    )


def where(mark: str) -> dict[str, int]:
    """Table -> rows in whose text the mark stands, over every table there is."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f"SELECT count(*) FROM {name} t WHERE t::text ILIKE %s", [f"%{mark}%"])
            found[name] = int(cursor.fetchone()[0])
    return {name: count for name, count in found.items() if count}


def outside_personal_fields(mark: str) -> dict[str, int]:
    """Table -> rows with the mark in a column that the data map does not call personal."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name, table in tables().items():
            columns = [f't."{one}"' for one, kind in table.fields.items() if kind is not FieldKind.PERSONAL]
            cursor.execute(
                f"SELECT count(*) FROM {name} t WHERE ROW({', '.join(columns)})::text ILIKE %s", [f"%{mark}%"]
            )
            found[name] = int(cursor.fetchone()[0])
    return {name: count for name, count in found.items() if count}


def files_with(mark: str) -> list[str]:
    return [path.name for path in folder().rglob("*") if path.is_file() and mark in path.read_text()]


def ship_all(shop: Shop) -> None:
    ids = list(Order.objects.values_list("id", flat=True))
    released = release_orders(shop.manager, shop.company, ids)
    ship_orders(shop.manager, shop.company, shop.site, released.fulfilment_order_ids)


def test_P4_E4_Y2_an_erased_buyer_is_left_on_their_invoice_and_nowhere_else(shop: Shop) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    shop.bring(stock([("MUG", "B-1", 9)], "On hand"), "stock.csv", answers={"quantity_meaning": "on_hand"})
    profile = shop.bring(PROFILE, "customers.csv", format="customers")
    shop.bring(TITLES + row("1001", "K7", MARK) + row("1002", "K8", "Ottilie"), "orders.csv", format="orders")
    order = Order.objects.get(external_id="1001")
    write_note(shop.manager, shop.company, order.pk, f"{MARK} rang")
    for kind, pk, said in (
        ("orders.order", order.pk, "she rang twice"),
        ("customers.customer", order.customer_id, "always late"),
        ("channels.import", profile.import_id, f"{MARK} is in it"),
        ("channels.import", profile.import_id, "a good file"),
    ):
        comment_on(shop.manager, subject_of(shop.manager, kind, int(pk or 0)), said)
    place_hold(shop.manager, shop.company, [order.pk], "by_hand", details={order.pk: f"{MARK} calls back"})
    let_go(shop.manager, shop.company, [order.pk])
    admin = factories.actor("admin", shop.company)
    assert outside_personal_fields(MARK) == {}
    assert (order.customer_note, where("4111 1111")) == (f"for {MARK} •••• 1111", {})
    assert files_with(MARK) == [], "a file is dropped once every row of it is in"

    with pytest.raises(Refused):
        erase_person(shop.manager, shop.company, int(order.customer_id or 0), approved=True)
    with pytest.raises(OpenOrdersOfPerson, match=order.number):
        erase_person(admin, shop.company, int(order.customer_id or 0), approved=True)
    assert Customer.objects.get(pk=order.customer_id).name == MARK

    ship_all(shop)
    number_invoices(factories.system("system.worker", shop.company), shop.company, datetime.now(UTC).date())
    before = figures()
    erased = erase_person(admin, shop.company, int(order.customer_id or 0), approved=True)
    assert erased == Erased(orders=1, addresses=1, addresses_kept=1, files=0)
    assert figures() == before
    assert outside_personal_fields(MARK) == {}
    assert where(MARK) == {"customers_party": 1}, "the address of the invoice"
    left = list(Comment.objects.order_by("id").values_list("text", flat=True))
    assert left == ["", "", "", "a good file"], "about them, about their order, naming them; not the others"

    # The address serves the paper of the invoice, which is made after the erasure here, and no list or page.
    issue_invoices(factories.system("system.worker", shop.company), shop.company)
    invoice = Invoice.objects.get(order=order)
    assert (
        invoice.state,
        customers.invoice_parties(shop.company, [invoice.bill_to_id or 0])[invoice.bill_to_id or 0].name,
    ) == ("issued", MARK)
    assert customers.parties(shop.company, [order.ship_to_id or 0])[order.ship_to_id or 0].lines == ["DE"]
    assert customers.find(shop.manager, MARK) == []
    listed = order_list.page(
        shop.manager, OrderFilter(view="all", text=MARK), now=datetime.now(UTC), time_zone="UTC"
    )
    assert list(listed) == []

    # The other buyer is untouched; a second time nothing changes; the profile's undo says why nothing is left.
    assert Party.objects.filter(name="Ottilie").exists()
    assert erase_person(admin, shop.company, int(order.customer_id or 0), approved=True).addresses == 0
    assert shop.undo(profile.import_id) == (
        0, [(2, "This person was erased since; nothing of the row is left to take back.")]
    )  # fmt: skip


def test_P4_comments_go_that_name_the_buyers_company_or_telephone_and_none_that_only_look_like_it(
    shop: Shop,
) -> None:
    shop.bring(PROFILE, "customers.csv", format="customers")
    other = shop.bring(PROFILE.replace("K7", "K8").replace(MARK, "Ottilie"), "others.csv", format="customers")
    stein, ottilie = Customer.objects.order_by("id")
    Customer.objects.filter(pk=stein.pk).update(name="Stein", phone="+49 40 1234567")
    Party.objects.filter(customer_id=stein.pk).update(name="Stein", organisation="Bistro Anker")
    Party.objects.create(company_id=shop.company, customer_id=stein.pk, organisation="Siemens")
    Party.objects.filter(customer_id=ottilie.pk).update(organisation="Siemens")
    for said in (
        "the Steinzeug is in it", "bistro  anker as well", "ring 040 / 123 45 67", "ring 123 45 68", "Stein rang",
        "all of Siemens",
    ):  # fmt: skip
        comment_on(shop.manager, subject_of(shop.manager, "channels.import", other.import_id), said)
    erase_person(factories.actor("admin", shop.company), shop.company, stein.pk, approved=True)
    left = list(Comment.objects.order_by("id").values_list("text", flat=True))
    assert left == ["the Steinzeug is in it", "", "", "ring 123 45 68", "", "all of Siemens"], (
        "another buys for it too"
    )


def figures() -> list[Any]:
    """What an erasure must leave alone: amounts of orders, both books, and how many events there are of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT sum(total_minor) FROM orders_order), (SELECT sum(minor) FROM money_transfer),"
            " (SELECT sum(quantity) FROM stock_move), (SELECT sum(gross_minor) FROM billing_invoice),"
            " (SELECT count(*) FROM records_event WHERE kind <> 'customers.customer.erased')"
        )
        return list(cursor.fetchone())
