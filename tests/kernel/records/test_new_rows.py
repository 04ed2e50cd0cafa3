"""Rows that name each other go in by one statement, exactly as told; a change that missed takes everything back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import factories

from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.orders.models import Order, OrderLine
from opsroom.domains.orders.states import ORDER, PAYMENT
from opsroom.kernel.records import events, transition
from opsroom.kernel.records.models import Event
from opsroom.kernel.records.new_events import add_births, add_events, add_steps
from opsroom.kernel.records.new_rows import Change, NewRows, question_of_ids, table
from opsroom.kernel.records.questions import ask

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)


def test_ids_are_ascending_each_tables_own_and_given_out_once() -> None:
    wanted = {"customers_customer": 3, "customers_party": 0, "orders_order": 2}
    first, again = ask(question_of_ids(wanted), question_of_ids(wanted))
    assert {name: len(ids) for name, ids in first.items()} == wanted
    for name in ("customers_customer", "orders_order"):
        assert [*first[name], *again[name]] == sorted({*first[name], *again[name]})


def test_rows_that_name_each_other_are_one_statement_and_stand_exactly_as_told() -> None:
    company = factories.company()
    channel = factories.channel(company)
    (ids,) = ask(question_of_ids({"customers_customer": 1, "customers_party": 1, "orders_order": 1}))
    (buyer,), (party,), (order,) = ids.values()
    rows = NewRows()
    # The order stands first although it names the others: its keys are looked at when all are there.
    rows.add(
        table(Order, "id", "company_id", "channel_id", "external_id", "number", "currency", "placed_at",
              "accepted_at", "customer_id", "ship_to_id", "site_ids", "payment_state"),
        [(order, company, channel, "1", "SH-1", "EUR", NOON, NOON, buyer, party, [7, 8], "captured")],
    )  # fmt: skip
    rows.add(
        table(
            OrderLine,
            "order_id",
            "position",
            "kind",
            "quantity",
            "unit_price",
            "tax_rate",
            "net_minor",
            "tax_minor",
            "gross_minor",
            "personalisation",
        ),
        [(order, 1, "goods", 2, Decimal("0.1234"), Decimal("0.19"), 10, 2, 12, [["Name", 'Zoë "Z" <b>\n']])],
    )
    rows.add(table(Customer, "id", "company_id", "name"), [(buyer, company, "Œuvre, née O'Neil\\")])
    rows.add(
        table(Party, "id", "company_id", "customer_id", "problems"),
        [(party, company, buyer, [{"code": "x"}])],
    )
    with CaptureQueriesContext(connection) as sent:
        rows.write()
    assert len(sent) == 1
    found = Order.objects.select_related("customer", "ship_to").get(pk=order)
    assert (found.placed_at, found.site_ids, found.customer.name) == (NOON, [7, 8], "Œuvre, née O'Neil\\")
    assert found.ship_to.problems == [{"code": "x"}]
    line = found.lines.get()
    assert (line.unit_price, line.tax_rate) == (Decimal("0.1234"), Decimal("0.19"))
    assert line.personalisation == [["Name", 'Zoë "Z" <b>\n']]
    assert (line.cancelled, line.title) == (0, "")  # what is not told is the table's own default


def test_nothing_to_write_sends_nothing() -> None:
    rows = NewRows()
    rows.add(table(Customer, "company_id", "name"), [])
    with CaptureQueriesContext(connection) as sent:
        rows.write()
    assert len(sent) == 0


def test_a_change_that_touches_too_few_takes_the_new_rows_back() -> None:
    company = factories.company()
    rows = NewRows()
    rows.add(table(Customer, "company_id", "name"), [(company, "Ada")])
    missed = "UPDATE customers_customer SET name = 'x' WHERE id = %s RETURNING id"
    rows.change(Change("missed", missed, [0], rows=1, otherwise=LookupError("nobody there")))
    with pytest.raises(LookupError, match="nobody there"), transaction.atomic():
        rows.write()
    assert not Customer.objects.filter(company_id=company).exists()


def test_a_row_whose_key_leads_nowhere_is_refused_with_all_of_them() -> None:
    company = factories.company()
    rows = NewRows()
    rows.add(table(Customer, "company_id", "name"), [(company, "Ada")])
    rows.add(table(Party, "company_id", "customer_id", "problems"), [(company, 0, [])])
    with pytest.raises(IntegrityError), transaction.atomic():
        written_and_judged(rows)
    assert not Customer.objects.filter(company_id=company).exists()


def written_and_judged(rows: NewRows) -> None:
    """As a commit does it."""
    rows.write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_events_are_those_that_the_engine_itself_would_write() -> None:
    company = factories.company()
    channel, actor = factories.channel(company), factories.actor("manager", company)
    order = Order.objects.create(
        company_id=company, channel_id=channel, external_id="1", number="N1", currency="EUR", placed_at=NOON,
        accepted_at=NOON, site_ids=[],
    )  # fmt: skip
    rows = NewRows()
    add_events(rows, "orders.order.accepted", "orders.order", [1, 2], actor, {"mode": "live"}, company)
    add_births(rows, ORDER, Order, [(order.pk, "open", {"a": 1})], actor, company)
    add_steps(rows, ORDER, Order, "state", "close", [(order.pk, "open")], actor, company)
    start = Event.objects.latest("id").pk
    rows.write()
    columns = [f.name for f in Event._meta.concrete_fields if f.name not in ("id", "at", "xid")]
    ours = list(Event.objects.filter(id__gt=start).order_by("id").values_list(*columns))
    before = Event.objects.latest("id").pk
    events.record(
        "orders.order.accepted", "orders.order", [1, 2], actor, data={"mode": "live"}, company_id=company
    )
    transition.born(ORDER, Order, [(order.pk, "open", {"a": 1})], actor)
    theirs = list(Event.objects.filter(id__gt=before).order_by("id").values_list(*columns))
    assert len(ours) == 4
    assert theirs == ours[:3]
    assert ours[3][:5] == ("orders.order.closed", "orders.order", order.pk, "open", "closed")


def test_a_state_or_a_step_the_machine_does_not_know_is_refused_before_anything_is_sent() -> None:
    company = factories.company()
    actor, rows = factories.actor("manager", company), NewRows()
    with pytest.raises(ValueError, match="knows no state 'opened'"):
        add_births(rows, ORDER, Order, [(1, "opened", {})], actor, company)
    with pytest.raises(ValueError, match="cannot close from"):
        add_steps(rows, ORDER, Order, "state", "close", [(1, "cancelled")], actor, company)
    with pytest.raises(TypeError, match="is not ruled by"):
        add_births(rows, PAYMENT, Order, [(1, "captured", {})], actor, company, field="state")
