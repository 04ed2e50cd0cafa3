"""The stock book read back: what is where, an item's history with what was on hand, never another company's rows."""

from __future__ import annotations

from decimal import Decimal

from tests.ledgers.small_warehouse import COMPANY, STRANGER, Warehouse, open_warehouse

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import queries
from opsroom.ledgers.stock.post import StockMove

MUG, BOWL = 501, 502


def test_balances_are_narrowed_by_place_item_and_kind(warehouse: Warehouse, packer: Actor) -> None:
    w = warehouse
    other = open_warehouse(packer, STRANGER)
    other.bring(MUG, 99)
    w.bring(MUG, 5)
    w.bring(BOWL, 2, lot=9)
    w.post([StockMove(MUG, w.shelf, w.tote, 5)])
    real = ("bin", "tote")
    lines = queries.balances(COMPANY, kinds=real)
    assert [(b.place_id, b.place_kind, b.place_code, b.item_id, b.lot_id, b.on_hand) for b in lines] == [
        (w.shelf, "bin", "bin-1", BOWL, 9, Decimal(2)),
        (w.tote, "tote", "tote-1", MUG, None, Decimal(5)),
    ]
    assert [b.item_id for b in queries.balances(COMPANY, place_ids=[w.tote, other.shelf])] == [MUG]
    assert [b.on_hand for b in queries.balances(COMPANY, item_ids=[BOWL])] == [2, -2]
    assert queries.balances(COMPANY, place_ids=[]) == []
    assert queries.balance(COMPANY, other.shelf, MUG) == 0


def test_an_items_history_runs_along(warehouse: Warehouse, packer: Actor) -> None:
    w = warehouse
    open_warehouse(packer, STRANGER).bring(MUG, 99)
    w.bring(MUG, 10)
    w.bring(BOWL, 3)
    w.post([StockMove(MUG, w.shelf, w.tote, 4)], kind="stock.picked", ref_kind="orders.order", ref_id=8)
    w.post([StockMove(MUG, w.tote, w.customer, 3)], kind="stock.shipped", ref_kind="orders.order", ref_id=8)
    w.post([StockMove(MUG, w.customer, w.loss, 1)], kind="stock.written_off")
    history = queries.moves_of_item(COMPANY, MUG)
    assert [(m.kind, m.quantity, m.source_kind, m.target_kind, m.running) for m in history] == [
        ("stock.shipped", 3, "tote", "customer", 7),
        ("stock.picked", 4, "bin", "tote", 10),
        ("stock.received", 10, "supplier", "bin", 10),
    ]
    assert {(m.actor_id, m.actor_name) for m in history} == {(7, "person")}
    on_the_shelf = queries.moves_of_item(COMPANY, MUG, place_ids=[w.shelf])
    assert [m.running for m in on_the_shelf] == [6, 10]
    older = queries.moves_of_item(COMPANY, MUG, before=history[0].move_id, limit=1)
    assert [m.move_id for m in older] == [history[1].move_id]
    assert older[0].running == 10
    assert [m.quantity for m in queries.moves_of_item(STRANGER, MUG)] == [99]


def test_what_was_booked_for_an_order_is_found_by_it(warehouse: Warehouse) -> None:
    w = warehouse
    w.bring(MUG, 10)
    entry = w.post(
        [StockMove(MUG, w.shelf, w.tote, 4), StockMove(MUG, w.shelf, w.bench, 1)],
        ref_kind="orders.order",
        ref_id=8,
    )
    w.post([StockMove(MUG, w.shelf, w.tote, 1)], ref_kind="orders.order", ref_id=9)
    found = queries.moves_of_ref(COMPANY, "orders.order", [8])
    assert [(m.entry_id, m.target_id, m.quantity, m.running) for m in found] == [
        (entry, w.tote, 4, None),
        (entry, w.bench, 1, None),
    ]
    assert queries.moves_of_ref(STRANGER, "orders.order", [8]) == []
    assert [e.entry_id for e in queries.entries_of_ref(COMPANY, "orders.order", [8])] == [entry]
    assert queries.entries_of_ref(STRANGER, "orders.order", [8]) == []
