"""Whoever tampers with the stock book is named, and a drifted balance is put right from its moves and logged."""

from __future__ import annotations

from decimal import Decimal

import psycopg
from django.db import connection
from tests.ledgers.small_warehouse import COMPANY, STRANGER, Warehouse

from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import invariants, queries
from opsroom.ledgers.stock.models import Balance
from opsroom.ledgers.stock.post import reverse
from opsroom.ledgers.stock.rebuild_balances import rebuild_balances

MUG = 501


def tamper(owner: psycopg.Connection, table: str, statement: str) -> None:
    """As somebody who owns the tables would: triggers off, change, triggers on."""
    owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        owner.execute(statement)
    finally:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_drifted_balance_is_named_rebuilt_and_logged(warehouse: Warehouse, packer: Actor) -> None:
    w = warehouse
    w.bring(MUG, 5)
    w.bring(MUG, 2, lot=9)
    row = Balance.objects.get(place_id=w.shelf, lot_id=0)
    Balance.objects.filter(pk=row.pk).update(on_hand=Decimal("7.5"))
    Balance.objects.filter(place_id=w.shelf, lot_id=9).delete()
    assert invariants.broken(COMPANY) == [
        "bin bin-1 has the balance 7.5 for item 501, but its moves add up to 5.",
        "bin bin-1 has no balance for item 501, lot 9, but its moves add up to 2.",
    ]
    assert invariants.broken(STRANGER) == []
    assert rebuild_balances(STRANGER, packer) == []
    changed = rebuild_balances(COMPANY, packer)
    assert [(c.place_id, c.item_id, c.lot_id, c.was, c.now) for c in changed] == [
        (w.shelf, MUG, None, Decimal("7.5"), 5),
        (w.shelf, MUG, 9, 0, 2),
    ]
    assert invariants.broken() == []
    assert (queries.balance(COMPANY, w.shelf, MUG, 9), queries.balance(COMPANY, w.shelf, MUG)) == (2, 7)
    (event,) = events.timeline("stock.balance", row.pk)
    assert (event.kind, event.data["was"], event.data["now"]) == ("stock.balance.rebuilt", "7.5", "5")
    assert rebuild_balances(COMPANY, packer) == []
    assert len(events.timeline("stock.balance", row.pk)) == 1


def test_Z6_a_changed_byte_is_named(
    committed_warehouse: Warehouse, owner_connection: psycopg.Connection
) -> None:
    w = committed_warehouse
    entry, other = w.bring(MUG, 5), w.bring(MUG, 6)
    tamper(owner_connection, "stock_move", f"UPDATE stock_move SET item_id = 999 WHERE entry_id = {entry}")
    found = invariants.broken()
    assert f"Stock entry {entry} (test-1) is not what was booked: its hash differs from its rows." in found
    assert not [sentence for sentence in found if f"entry {other} " in sentence]
    assert "bin bin-1 has no balance for item 999, but its moves add up to 5." in found
    assert not [s for s in invariants.broken(hashes=False) if "hash" in s]


def test_a_removed_move_leaves_an_empty_entry_and_a_lame_reversal(
    committed_warehouse: Warehouse, owner_connection: psycopg.Connection, packer: Actor
) -> None:
    entry = committed_warehouse.bring(MUG, 5)
    mirror = reverse(entry, "undo", packer, company_id=COMPANY)
    tamper(owner_connection, "stock_move", f"DELETE FROM stock_move WHERE entry_id = {entry}")
    found = invariants.broken(hashes=False)
    assert f"Stock entry {entry} (test-1) moves nothing." in found
    assert f"Stock entry {mirror} is not the mirror of entry {entry}, which it reverses." in found


def test_a_trigger_left_off_is_named(
    committed_warehouse: Warehouse, owner_connection: psycopg.Connection
) -> None:
    owner_connection.execute("ALTER TABLE stock_move DISABLE TRIGGER stock_move_append_only")
    try:
        assert invariants.broken() == ["The trigger stock_move_append_only is missing or switched off."]
    finally:
        owner_connection.execute("ALTER TABLE stock_move ENABLE TRIGGER stock_move_append_only")
    assert invariants.broken() == []


def test_a_book_that_says_less_than_nothing_is_named_and_not_papered_over(
    committed_warehouse: Warehouse, owner_connection: psycopg.Connection, packer: Actor
) -> None:
    w = committed_warehouse
    entry = w.bring(MUG, 5)
    turned = f"UPDATE stock_move SET source_id = {w.shelf}, target_id = {w.supplier} WHERE entry_id = {entry}"
    tamper(owner_connection, "stock_move", turned)
    changed = rebuild_balances(COMPANY, packer)
    assert [(c.place_id, c.now) for c in changed] == [(w.supplier, 5)]
    assert "bin bin-1 has the balance 5 for item 501, but its moves add up to -5." in invariants.broken()


def test_the_legs_of_every_entry_sum_to_zero_per_item(warehouse: Warehouse) -> None:
    warehouse.bring(MUG, 5)
    warehouse.bring(MUG, 3, lot=2)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id, item_id, sum(quantity), count(*) FROM stock_leg GROUP BY 1, 2 ORDER BY 1"
        )
        assert [(total, legs) for _, _, total, legs in cursor.fetchall()] == [(0, 2), (0, 2)]
