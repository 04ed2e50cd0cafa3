"""Nobody edits the money book: not by right, not as the owner, not by adding to what is closed; tampering is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import psycopg
import pytest
from psycopg import errors
from tests.ledgers.small_warehouse import COMPANY, STRANGER

from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BALANCE_SLOTS_COUNT
from opsroom.ledgers.money import chart, invariants, queries
from opsroom.ledgers.money.models import Balance
from opsroom.ledgers.money.post import MoneyTransfer, post_transfers, reverse
from opsroom.ledgers.money.rebuild_balances import rebuild_balances

MONDAY = date(2026, 11, 23)
TABLES = ["money_entry", "money_transfer"]
CHANGES = [
    "UPDATE {} SET id = id",
    "UPDATE {} SET id = id WHERE false",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
]
INSERT_ENTRY = (
    "INSERT INTO money_entry (company_id, key, request_hash, kind, actor_name, business_date{columns})"
    " VALUES (41, 'forged', repeat('a', 64), 'money.moved', 'system.thief', '2026-11-23'{values}) RETURNING id"
)
INSERT_TRANSFER = (
    "INSERT INTO money_transfer (entry_id, position, source_id, target_id, minor, currency)"
    " VALUES (%s, 9, %s, %s, 1, 'EUR')"
)
Connect = Callable[..., psycopg.Connection]


@pytest.fixture
def booked(committed_db: object, packer: Actor) -> int:
    """One committed entry over 100.00 EUR."""
    return sell(packer, "k1")


def sell(actor: Actor, key: str) -> int:
    transfers = [MoneyTransfer("revenue", "customer_receivable", 10_000, "EUR")]
    return post_transfers(
        key=key, kind="billing.invoiced", transfers=transfers, on_date=MONDAY, actor=actor, company_id=COMPANY
    )


def accounts() -> tuple[int, int]:
    ids = chart.account_ids(COMPANY, ["revenue", "customer_receivable"])
    return ids["revenue"], ids["customer_receivable"]


@pytest.mark.parametrize("role", ["web", "worker", "reader"])
def test_Z6_no_restricted_role_may_change_the_money_book(booked: int, connect_as: Connect, role: str) -> None:
    connection = connect_as(role)
    for change, table in product(CHANGES, TABLES):
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            connection.execute(change.format(table))
    assert connection.execute("SELECT count(*) FROM money_transfer").fetchone() == (1,)


def test_Z6_triggers_refuse_the_owner_too(booked: int, owner_connection: psycopg.Connection) -> None:
    for change, table in product(CHANGES, TABLES):
        with pytest.raises(errors.IntegrityConstraintViolation, match="is append-only: "):
            owner_connection.execute(change.format(table))
    assert owner_connection.execute("SELECT count(*) FROM money_transfer").fetchone() == (1,)


@pytest.mark.parametrize("role", ["web", "owner"])
def test_Z6_a_closed_entry_takes_no_more_transfers(booked: int, connect_as: Connect, role: str) -> None:
    with pytest.raises(errors.IntegrityConstraintViolation, match=f"entry {booked} was closed by its own"):
        connect_as(role).execute(INSERT_TRANSFER, [booked, *accounts()])
    assert queries.balance(COMPANY, "revenue", "EUR") == -10_000


def test_an_entry_without_transfers_fails_at_commit(booked: int, connect_as: Connect) -> None:
    connection = connect_as("web", autocommit=False)
    connection.execute(INSERT_ENTRY.format(columns="", values=""))
    with pytest.raises(errors.IntegrityConstraintViolation, match="transfers nothing"):
        connection.commit()


@pytest.mark.parametrize(
    ("columns", "values"), [(", xid", ", '99999999'"), (", at", ", now() + interval '1 day'")]
)
def test_Z6_an_entry_cannot_be_kept_open_for_another_transaction(
    booked: int, connect_as: Connect, columns: str, values: str
) -> None:
    connection = connect_as("web", autocommit=False)
    connection.execute(INSERT_ENTRY.format(columns=columns, values=values))
    with pytest.raises(errors.IntegrityConstraintViolation, match="claims to be of another transaction"):
        connection.commit()


def test_a_crooked_reversal_fails_at_commit(booked: int, connect_as: Connect) -> None:
    connection = connect_as("web", autocommit=False)
    forged = INSERT_ENTRY.format(columns=", reverses_id", values=f", {booked}")
    (entry,) = connection.execute(forged).fetchone() or (0,)
    connection.execute(INSERT_TRANSFER, [entry, *reversed(accounts())])
    with pytest.raises(errors.IntegrityConstraintViolation, match=f"is not the mirror of entry {booked}"):
        connection.commit()


def test_another_companys_account_is_refused_by_the_table(booked: int, connect_as: Connect) -> None:
    foreign = chart.account_ids(STRANGER, ["revenue"])["revenue"]
    connection = connect_as("web", autocommit=False)
    (entry,) = connection.execute(INSERT_ENTRY.format(columns="", values="")).fetchone() or (0,)
    with pytest.raises(
        errors.IntegrityConstraintViolation, match="names an account that is not its company's"
    ):
        connection.execute(INSERT_TRANSFER, [entry, foreign, accounts()[1]])


@pytest.mark.parametrize("change", ["company_id = 42", "kind = 'asset'", "code = 'renamed'"])
def test_an_account_keeps_its_nature(booked: int, connect_as: Connect, change: str) -> None:
    with pytest.raises(errors.IntegrityConstraintViolation):
        connect_as("web").execute(f"UPDATE money_account SET {change}")


def test_a_drifted_balance_is_named_rebuilt_and_logged(db: None, packer: Actor) -> None:
    sell(packer, "k1")
    row = Balance.objects.get(account__code="revenue")
    Balance.objects.filter(pk=row.pk).update(minor=-9_999)
    assert invariants.broken(COMPANY) == [
        "Account revenue has the balance -9999 in minor units of EUR, but its transfers add up to -10000.",
        "All balances in EUR add up to 1 minor units instead of 0.",
    ]
    assert invariants.broken(STRANGER) == []
    assert rebuild_balances(STRANGER, packer) == []
    (changed,) = rebuild_balances(COMPANY, packer)
    assert (changed.account, changed.currency, changed.was, changed.now) == (
        "revenue",
        "EUR",
        -9_999,
        -10_000,
    )
    assert invariants.broken() == []
    (event,) = events.timeline("money.balance", changed.balance_id)
    assert (event.kind, event.data["was"], event.data["now"]) == ("money.balance.rebuilt", -9_999, -10_000)
    assert rebuild_balances(COMPANY, packer) == []


def test_a_balance_is_the_sum_of_what_each_server_process_added(db: None, packer: Actor) -> None:
    sell(packer, "k1")
    row = Balance.objects.get(account__code="revenue")
    Balance.objects.filter(account__code="revenue").update(
        slot=(row.slot + 1) % BALANCE_SLOTS_COUNT
    )  # another's
    sell(packer, "k2")
    assert sorted(Balance.objects.filter(account__code="revenue").values_list("minor", flat=True)) == [
        -10_000,
        -10_000,
    ]
    assert queries.balance(COMPANY, "revenue", "EUR") == -20_000
    assert queries.balances(COMPANY)["revenue", "EUR"] == -20_000
    assert invariants.broken() == []


def test_Z6_tampering_is_named(booked: int, owner_connection: psycopg.Connection, packer: Actor) -> None:
    mirror = reverse(booked, "undo", packer, company_id=COMPANY, on_date=MONDAY)
    other = sell(packer, "k2")
    owner_connection.execute("ALTER TABLE money_transfer DISABLE TRIGGER USER")
    try:
        owner_connection.execute(f"UPDATE money_transfer SET minor = 9000 WHERE entry_id = {booked}")
        owner_connection.execute(f"DELETE FROM money_transfer WHERE entry_id = {other}")
        found = invariants.broken()
    finally:
        owner_connection.execute("ALTER TABLE money_transfer ENABLE TRIGGER USER")
    assert found == [
        "The trigger money_transfer_append_only is missing or switched off.",
        "The trigger money_transfer_guard is missing or switched off.",
        "Account customer_receivable has the balance 10000 in minor units of EUR, but its transfers add up to -1000.",
        "Account revenue has the balance -10000 in minor units of EUR, but its transfers add up to 1000.",
        f"Money entry {other} (k2) transfers nothing.",
        f"Money entry {mirror} is not the mirror of entry {booked}, which it reverses.",
        f"Money entry {booked} (k1) is not what was booked: its hash differs from its rows.",
        f"Money entry {other} (k2) is not what was booked: its hash differs from its rows.",
    ]
