"""Every derived figure of the warehouse is compared with the book: a planted drift of each kind is found and named."""

from __future__ import annotations

import psycopg
import pytest
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse import invariants
from opsroom.domains.warehouse.models import Allocation, Location, Stock
from opsroom.insight.invariants import drifted_states
from opsroom.project import doctor
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders


@pytest.fixture
def sold(committed_db: object) -> dict[str, int]:
    """Five mugs, two orders of two and one; the first is released."""
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=5)
    rows = [
        order(1001, line("MUG", 2, "23.80", 760), total=4760 + 490),
        order(1002, line("MUG", 1, "23.80", 380), total=2380 + 490),
    ]
    accept_orders(demo, channel, rows, mode="live")
    first, second = Order.objects.order_by("id").values_list("id", flat=True)
    release_orders(demo, company, [first])
    assert invariants.broken() == []
    assert list(drifted_states()) == []
    return {"first": first, "second": second, "stock": Stock.objects.get().pk, "site": site}


DRIFTS = {
    "on hand": (
        "UPDATE warehouse_stock SET on_hand = on_hand + 1",
        "says 6 of MUG on hand, but the book says 5.",
    ),
    "unsellable": (
        "UPDATE warehouse_stock SET unsellable = 1",
        "says 1 of MUG unsellable, but the book says 0.",
    ),
    "allocated": (
        "UPDATE warehouse_stock SET allocated = 2",
        "says 2 of MUG allocated, but what is kept for orders and checkouts says 3.",
    ),
    "beyond demand": (
        "UPDATE warehouse_allocation SET quantity = 4 WHERE state = 'soft'",
        "Order C",
    ),
    "empty bin": (
        "UPDATE warehouse_allocation SET location_id = {empty} WHERE state = 'hard'",
        "Released orders are to take 2 of MUG from A-01-2, which holds 0.",
    ),
    "axis": (
        "UPDATE orders_order SET allocation_state = 'short' WHERE id = {second}",
        "is marked short, but has all it wants.",
    ),
}


@pytest.mark.parametrize("kind", sorted(DRIFTS))
def test_a_planted_drift_is_found_and_named(
    kind: str, sold: dict[str, int], owner_connection: psycopg.Connection
) -> None:
    statement, said = DRIFTS[kind]
    empty = Location.objects.get(site_id=sold["site"], code="A-01-2").pk
    owner_connection.execute(statement.format(empty=empty, second=sold["second"]).encode())
    found = invariants.broken()
    assert any(said in sentence for sentence in found), found
    told = dict(doctor.examine())
    assert told["warehouse"] == found


def test_an_allocation_of_another_sku_than_its_demand_is_named(
    sold: dict[str, int], owner_connection: psycopg.Connection
) -> None:
    other = Allocation.objects.filter(order_id=sold["first"]).get()
    owner_connection.execute(
        "UPDATE warehouse_allocation SET order_id = %s WHERE id = %s", [sold["second"], other.pk]
    )
    assert any("for another SKU or order than its demand" in said for said in invariants.broken())


def test_a_status_without_its_event_is_named(
    sold: dict[str, int], owner_connection: psycopg.Connection
) -> None:
    owner_connection.execute(
        "UPDATE orders_order SET fulfilment_state = 'packed' WHERE id = %s", [sold["first"]]
    )
    assert list(drifted_states()) == [
        f"orders.order {sold['first']} has fulfilment_state packed, but its last event says released."
    ]
