"""Proves that events are written whole, read per company, and can be neither changed nor removed by anybody."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import psycopg
import pytest
from django.db import connection
from django.db.utils import Error
from tests.database import Database

from opsroom.kernel.records import events
from opsroom.kernel.records.errors import ReasonTooLong
from opsroom.kernel.values.actor import Actor, program

IMPORTER = program("system.importer")
ANN = Actor(7, "person", frozenset({"desk"}), frozenset({1}), None, "web")


@pytest.mark.django_db
def test_one_event_a_subject_in_the_order_given() -> None:
    ids = events.record(
        "orders.order.tagged",
        "orders.order",
        [30, 10, 20],
        ANN,
        reason=" gift\n",
        data={"tag": "gift"},
        company_id=1,
    )
    assert ids == sorted(ids)
    (one,) = events.timeline("orders.order", 10)
    assert one.id == ids[1]
    assert (one.kind, one.subject_kind, one.subject_id) == ("orders.order.tagged", "orders.order", 10)
    assert (one.actor_id, one.actor_name, one.way) == (7, "person", "web")
    assert (one.from_state, one.to_state, one.reason, one.data) == ("", "", "gift", {"tag": "gift"})
    assert one.company_id == 1
    assert one.at.tzinfo is not None


@pytest.mark.django_db
def test_nothing_happened_to_nobody() -> None:
    before = events.latest_id()
    assert events.record("orders.order.tagged", "orders.order", [], ANN) == []
    assert events.latest_id() == before


@pytest.mark.django_db
def test_a_timeline_shows_its_own_object_oldest_first() -> None:
    first, other, last = (
        events.record("orders.order.noted", "orders.order", [subject], ANN, data={"n": n})[0]
        for subject, n in ((5, 1), (6, 2), (5, 3))
    )
    assert [one.id for one in events.timeline("orders.order", 5)] == [first, last]
    assert [one.id for one in events.timeline("orders.order", 5, limit=1)] == [last]
    assert events.timeline("catalog.sku", 5) == []
    many = events.timelines("orders.order", [5, 6, 7])
    assert {key: [one.id for one in rows] for key, rows in many.items()} == {
        5: [first, last],
        6: [other],
        7: [],
    }


@pytest.mark.django_db
def test_Z3_the_feed_shows_no_other_companys_events() -> None:
    start = events.latest_id()
    mine = events.record("orders.order.noted", "orders.order", [1], ANN, company_id=1)[0]
    events.record("orders.order.noted", "orders.order", [2], ANN, company_id=2)
    events.record("access.user.created", "access.user", [3], IMPORTER)
    assert [one.id for one in events.since(start, ANN.company_ids)] == [mine]
    assert events.latest_id(ANN.company_ids) == mine
    assert events.latest_id([99]) == 0
    assert events.since(mine, [1]) == []


@pytest.mark.django_db
def test_decimals_stay_exact_in_data() -> None:
    events.record("orders.order.noted", "orders.order", [1], ANN, data={"price": Decimal("0.10")})
    assert events.timeline("orders.order", 1)[0].data == {"price": "0.10"}


@pytest.mark.django_db
def test_a_reason_and_data_have_limits() -> None:
    with pytest.raises(ReasonTooLong, match=r"The reason has 501 characters\. Shorten it to 500\."):
        events.record("orders.order.noted", "orders.order", [1], ANN, reason="x" * 501)
    with pytest.raises(ValueError, match="the limit is 16384"):
        events.record("orders.order.noted", "orders.order", [1], ANN, data={"all": "x" * 20_000})
    assert events.timeline("orders.order", 1) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "subject"), [("noted", "orders.order"), ("orders.order.noted", "order")])
def test_kinds_have_their_form(kind: str, subject: str) -> None:
    with pytest.raises(Error, match=r"records_event_(kind|subject)_form"):
        events.record(kind, subject, [1], ANN)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE records_event SET reason = ''", "DELETE FROM records_event", "TRUNCATE records_event"],
)
@pytest.mark.parametrize("role", ["web", "worker", "reader", "owner"])
def test_Z6_no_role_changes_or_removes_an_event(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection], role: str, statement: str
) -> None:
    events.record("orders.order.noted", "orders.order", [1], ANN)
    refused = (
        "events are never changed or removed"
        if role == "owner"
        else "permission denied|read-only transaction"
    )
    with pytest.raises(psycopg.Error, match=refused):
        connect_as(role).execute(statement)
    assert len(events.timeline("orders.order", 1)) == 1
    connection.close()
