"""Nobody edits the stock book: not by right, not as the owner, not by adding to what is closed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import psycopg
import pytest
from psycopg import errors
from tests.ledgers.small_warehouse import COMPANY, Warehouse

CHANGES = [
    "UPDATE {} SET id = id",
    "UPDATE {} SET id = id WHERE false",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
]
TABLES = ["stock_entry", "stock_move"]
INSERT_ENTRY = (
    "INSERT INTO stock_entry (company_id, key, request_hash, kind, actor_name{columns})"
    " VALUES (41, 'forged', repeat('a', 64), 'stock.moved', 'system.thief'{values}) RETURNING id"
)
INSERT_MOVE = (
    "INSERT INTO stock_move (entry_id, position, source_id, target_id, item_id, quantity)"
    " VALUES (%s, 9, %s, %s, 501, 1)"
)
Connect = Callable[..., psycopg.Connection]


@pytest.mark.parametrize("role", ["web", "worker", "reader"])
def test_Z6_no_restricted_role_may_change_the_stock_book(
    committed_warehouse: Warehouse, connect_as: Connect, role: str
) -> None:
    committed_warehouse.bring(501, 5)
    connection = connect_as(role)
    for change, table in product(CHANGES, TABLES):
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            connection.execute(change.format(table))
    assert connection.execute("SELECT count(*) FROM stock_move").fetchone() == (1,)


def test_Z6_triggers_refuse_the_owner_too(
    committed_warehouse: Warehouse, owner_connection: psycopg.Connection
) -> None:
    committed_warehouse.bring(501, 5)
    for change, table in product(CHANGES, TABLES):
        with pytest.raises(errors.IntegrityConstraintViolation, match="is append-only: "):
            owner_connection.execute(change.format(table))
    assert owner_connection.execute("SELECT count(*) FROM stock_move").fetchone() == (1,)


@pytest.mark.parametrize("role", ["web", "owner"])
def test_Z6_a_closed_entry_takes_no_more_moves(
    committed_warehouse: Warehouse, connect_as: Connect, role: str
) -> None:
    entry = committed_warehouse.bring(501, 5)
    with pytest.raises(errors.IntegrityConstraintViolation, match=f"entry {entry} was closed by its own"):
        connect_as(role).execute(
            INSERT_MOVE, [entry, committed_warehouse.supplier, committed_warehouse.shelf]
        )
    assert connect_as(role).execute("SELECT count(*) FROM stock_move").fetchone() == (1,)


def test_an_entry_without_moves_fails_at_commit(committed_warehouse: Warehouse, connect_as: Connect) -> None:
    connection = connect_as("web", autocommit=False)
    connection.execute(INSERT_ENTRY.format(columns="", values=""))
    with pytest.raises(errors.IntegrityConstraintViolation, match="moves nothing"):
        connection.commit()
    assert connect_as("web").execute("SELECT count(*) FROM stock_entry").fetchone() == (0,)


@pytest.mark.parametrize(
    ("columns", "values", "said"),
    [
        (", xid", ", '99999999'", "no move can be added"),
        (", at", ", now() + interval '1 day'", "no move can be added"),
    ],
)
def test_Z6_an_entry_cannot_be_kept_open_for_another_transaction(
    committed_warehouse: Warehouse, connect_as: Connect, columns: str, values: str, said: str
) -> None:
    connection = connect_as("web", autocommit=False)
    (entry,) = connection.execute(INSERT_ENTRY.format(columns=columns, values=values)).fetchone() or (0,)
    with pytest.raises(errors.IntegrityConstraintViolation, match=said):
        connection.execute(INSERT_MOVE, [entry, committed_warehouse.supplier, committed_warehouse.shelf])
    connection.rollback()
    connection.execute(INSERT_ENTRY.format(columns=columns, values=values))
    with pytest.raises(errors.IntegrityConstraintViolation, match="claims to be of another transaction"):
        connection.commit()


def test_a_crooked_reversal_fails_at_commit(committed_warehouse: Warehouse, connect_as: Connect) -> None:
    w = committed_warehouse
    original = w.bring(501, 5)
    connection = connect_as("web", autocommit=False)
    forged = INSERT_ENTRY.format(columns=", reverses_id", values=f", {original}")
    (entry,) = connection.execute(forged).fetchone() or (0,)
    connection.execute(INSERT_MOVE, [entry, w.shelf, w.supplier])
    with pytest.raises(errors.IntegrityConstraintViolation, match=f"is not the mirror of entry {original}"):
        connection.commit()


@pytest.mark.parametrize(
    ("quantity", "same", "constraint"),
    [
        ("0", False, "quantity_above_zero"),
        ("-1", False, "quantity_above_zero"),
        ("1", True, "goes_elsewhere"),
    ],
)
def test_the_tables_themselves_refuse_one_sided_moves(
    committed_warehouse: Warehouse, connect_as: Connect, quantity: str, same: bool, constraint: str
) -> None:
    w = committed_warehouse
    connection = connect_as("web", autocommit=False)
    (entry,) = connection.execute(INSERT_ENTRY.format(columns="", values="")).fetchone() or (0,)
    with pytest.raises(errors.CheckViolation, match=constraint):
        connection.execute(
            "INSERT INTO stock_move (entry_id, position, source_id, target_id, item_id, quantity)"
            " VALUES (%s, 1, %s, %s, 501, %s)",
            [entry, w.shelf, w.shelf if same else w.tote, quantity],
        )


def test_the_balance_of_a_real_place_cannot_be_written_negative(
    committed_warehouse: Warehouse, owner_connection: psycopg.Connection
) -> None:
    committed_warehouse.bring(501, 5)
    with pytest.raises(errors.CheckViolation, match="stock_balance_not_negative"):
        owner_connection.execute(
            "UPDATE stock_balance SET on_hand = -1 WHERE place_id = %s", [committed_warehouse.shelf]
        )
    with pytest.raises(errors.ForeignKeyViolation, match="stock_balance_nature_of_place"):
        owner_connection.execute(
            "UPDATE stock_balance SET unbounded = true WHERE place_id = %s", [committed_warehouse.shelf]
        )


@pytest.mark.parametrize("change", ["company_id = 42", "kind = 'loss'", "unbounded = true"])
def test_a_place_keeps_its_nature(committed_warehouse: Warehouse, connect_as: Connect, change: str) -> None:
    with pytest.raises(errors.IntegrityConstraintViolation):
        connect_as("web").execute(f"UPDATE stock_place SET {change} WHERE company_id = {COMPANY}")
    connect_as("web").execute(
        "UPDATE stock_place SET code = 'renamed' WHERE id = %s", [committed_warehouse.shelf]
    )
