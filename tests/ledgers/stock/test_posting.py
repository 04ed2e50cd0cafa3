"""Goods are received, picked and shipped: each posting happens once, wholly or not at all, and finds its refusal."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction
from tests.ledgers.small_warehouse import COMPANY, STRANGER, Warehouse, open_warehouse

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.errors import AlreadyReversed, EmptyEntry, KeyReused, ReversalStands, UnknownEntry
from opsroom.ledgers.stock import invariants, queries
from opsroom.ledgers.stock.errors import NotThere, UnknownPlace, UnknownPlaceKind
from opsroom.ledgers.stock.models import Balance, Entry, Move
from opsroom.ledgers.stock.places import create_place
from opsroom.ledgers.stock.post import Posted, StockEntry, StockMove, post_many_entries, reverse, reverse_many

MUG, BOWL = 501, 502


def on_hand(place: int, item: int = MUG, lot: int | None = None) -> Decimal:
    return queries.balance(COMPANY, place, item, lot)


def test_goods_walk_from_supplier_to_customer(warehouse: Warehouse, at_commit: Callable[[], None]) -> None:
    w = warehouse
    w.bring(MUG, 10)
    for source, target in ((w.shelf, w.tote), (w.tote, w.bench), (w.bench, w.door), (w.door, w.customer)):
        w.post([StockMove(MUG, source, target, 3)])
    at_commit()
    assert on_hand(w.supplier) == -10
    assert on_hand(w.shelf) == 7
    assert [on_hand(place) for place in (w.tote, w.bench, w.door)] == [0, 0, 0]
    assert on_hand(w.customer) == 3
    assert invariants.broken() == []


def test_the_same_key_twice_posts_once(warehouse: Warehouse) -> None:
    moves = [StockMove(MUG, warehouse.supplier, warehouse.shelf, 5)]
    first = warehouse.post(
        moves, key="receipt-1", kind="stock.received", ref_kind="purchasing.receipt", ref_id=1
    )
    again = warehouse.post(
        moves, key="receipt-1", kind="stock.received", ref_kind="purchasing.receipt", ref_id=1
    )
    assert again == first
    assert (Entry.objects.count(), Move.objects.count()) == (1, 1)
    assert on_hand(warehouse.shelf) == 5
    assert queries.entry_with_key(COMPANY, "receipt-1") == first
    assert queries.entry_with_key(STRANGER, "receipt-1") is None


def test_the_same_key_with_other_content_is_refused_and_posts_nothing(warehouse: Warehouse) -> None:
    first = warehouse.post([StockMove(MUG, warehouse.supplier, warehouse.shelf, 5)], key="receipt-1")
    with pytest.raises(KeyReused) as refused:
        warehouse.post([StockMove(MUG, warehouse.supplier, warehouse.shelf, 6)], key="receipt-1")
    assert refused.value.facts == {"key": "receipt-1", "entry_id": first}
    assert on_hand(warehouse.shelf) == 5
    assert Entry.objects.count() == 1


def test_a_key_belongs_to_one_company(warehouse: Warehouse, packer: Actor) -> None:
    other = open_warehouse(packer, STRANGER)
    first = warehouse.post([StockMove(MUG, warehouse.supplier, warehouse.shelf, 5)], key="receipt-1")
    second = other.post([StockMove(MUG, other.supplier, other.shelf, 9)], key="receipt-1")
    assert first != second
    assert on_hand(warehouse.shelf) == 5


def test_a_real_place_never_gives_what_it_lacks(warehouse: Warehouse) -> None:
    w = warehouse
    w.bring(MUG, 4)
    with pytest.raises(NotThere) as refused:
        w.post([StockMove(MUG, w.shelf, w.tote, 5), StockMove(BOWL, w.shelf, w.tote, 1)], key="pick-1")
    assert refused.value.message == (
        "bin bin-1 holds 4 of item 501, but 5 should leave it. "
        "Nothing was moved; count the place or take the goods from another one."
    )
    assert [
        (s["item_id"], s["on_hand"], s["wanted"], s["place_id"]) for s in refused.value.facts["shortages"]
    ] == [
        (MUG, 4, 5, w.shelf),
        (BOWL, 0, 1, w.shelf),
    ]
    assert (on_hand(w.shelf), on_hand(w.tote)) == (4, 0)
    assert queries.entry_with_key(COMPANY, "pick-1") is None
    w.post([StockMove(MUG, w.shelf, w.tote, 4)], key="pick-1")  # the refused key is free again
    assert (on_hand(w.shelf), on_hand(w.tote)) == (0, 4)


def test_two_lines_of_one_item_are_judged_by_their_sum(warehouse: Warehouse) -> None:
    w = warehouse
    w.bring(MUG, 5)
    with pytest.raises(NotThere) as refused:
        w.post([StockMove(MUG, w.shelf, w.tote, 3), StockMove(MUG, w.shelf, w.bench, 3)])
    assert (refused.value.facts["on_hand"], refused.value.facts["wanted"]) == (5, 6)
    assert on_hand(w.shelf) == 5


def test_goods_may_pass_through_a_place_within_one_entry(warehouse: Warehouse) -> None:
    w = warehouse
    w.bring(MUG, 5)
    w.post([StockMove(MUG, w.tote, w.bench, 2), StockMove(MUG, w.shelf, w.tote, 2)])
    assert (on_hand(w.shelf), on_hand(w.tote), on_hand(w.bench)) == (3, 0, 2)
    assert not Balance.objects.filter(place_id=w.tote).exists()
    assert invariants.broken() == []


def test_lots_are_kept_apart_and_read_together(warehouse: Warehouse) -> None:
    w = warehouse
    w.bring(MUG, 5, lot=77)
    w.bring(MUG, 2)
    with pytest.raises(NotThere) as refused:
        w.post([StockMove(MUG, w.shelf, w.tote, 6, 77)])
    assert (refused.value.facts["lot_id"], refused.value.facts["on_hand"]) == (77, 5)
    w.post([StockMove(MUG, w.shelf, w.tote, 4, 77)])
    assert (on_hand(w.shelf, MUG, 77), on_hand(w.shelf)) == (1, 3)


def test_fractions_add_up_exactly(warehouse: Warehouse) -> None:
    for number in range(10):
        warehouse.post(
            [StockMove(MUG, warehouse.supplier, warehouse.shelf, Decimal("0.1"))], key=f"pour-{number}"
        )
    assert on_hand(warehouse.shelf) == 1
    assert str(on_hand(warehouse.shelf)) == "1"


def test_another_companys_place_is_unknown(warehouse: Warehouse, packer: Actor) -> None:
    other = open_warehouse(packer, STRANGER)
    for target in (other.shelf, 999_999):
        with pytest.raises(UnknownPlace) as refused:
            warehouse.post([StockMove(MUG, warehouse.supplier, target, 5)])
        assert refused.value.facts == {"place_ids": str(target)}
    assert Entry.objects.count() == 0
    assert Balance.objects.count() == 0


def test_an_empty_posting_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(EmptyEntry):
        warehouse.post([])
    assert Entry.objects.count() == 0


def test_a_place_is_opened_once_and_its_kind_must_be_known(db: None) -> None:
    assert create_place(COMPANY, "bin", "A1") == create_place(COMPANY, "bin", "A1")
    assert create_place(COMPANY, "tote", "A1") != create_place(COMPANY, "bin", "A1")
    with pytest.raises(UnknownPlaceKind, match="'attic' is not a kind of place"):
        create_place(COMPANY, "attic", "A1")


def test_opening_stock_of_a_thousand_skus_is_one_batch(
    warehouse: Warehouse, importer: Actor, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    w = warehouse
    entries = [
        StockEntry(
            f"opening-{item}",
            "stock.opened",
            (StockMove(item, w.supplier, w.shelf, item),),
            "catalog.sku",
            item,
        )
        for item in range(1, 1001)
    ]
    with django_assert_max_num_queries(6):  # savepoint, book, two for balances, release
        posted = post_many_entries(entries, actor=importer, company_id=COMPANY)
    assert all(line.fresh for line in posted)
    assert len({line.entry_id for line in posted}) == 1000
    again = post_many_entries(entries[:10], actor=importer, company_id=COMPANY)
    assert again == [Posted(line.entry_id, False) for line in posted[:10]]
    assert on_hand(w.shelf, 1000) == 1000
    assert invariants.broken() == []


def test_a_batch_with_one_bad_entry_books_none(warehouse: Warehouse, importer: Actor) -> None:
    w = warehouse
    good = StockEntry("parcel-1", "stock.shipped", (StockMove(MUG, w.supplier, w.door, 1),))
    bad = StockEntry("parcel-2", "stock.shipped", (StockMove(BOWL, w.door, w.customer, 1),))
    with pytest.raises(NotThere):
        post_many_entries([good, bad], actor=importer, company_id=COMPANY)
    assert Entry.objects.count() == 0
    assert on_hand(w.door) == 0


def test_reversal_restores_every_balance_and_happens_once(warehouse: Warehouse, packer: Actor) -> None:
    w = warehouse
    w.bring(MUG, 5, lot=3)
    before = queries.balances(COMPANY)
    entry = w.post([StockMove(MUG, w.shelf, w.tote, 2, 3)], ref_kind="orders.order", ref_id=8)
    mirror = reverse(entry, "undo-1", packer, company_id=COMPANY)
    assert queries.balances(COMPANY) == before
    assert reverse(entry, "undo-1", packer, company_id=COMPANY) == mirror
    assert queries.balances(COMPANY) == before
    with pytest.raises(AlreadyReversed) as refused:
        reverse(entry, "undo-2", packer, company_id=COMPANY)
    assert refused.value.facts == {"entry_id": entry, "by_id": mirror}
    with pytest.raises(ReversalStands):
        reverse(mirror, "undo-3", packer, company_id=COMPANY)
    with pytest.raises(UnknownEntry):
        reverse(entry, "undo-4", packer, company_id=STRANGER)
    lines = queries.entries_of_ref(COMPANY, "orders.order", [8])
    assert [(line.entry_id, line.kind, line.reverses, line.reversed_by) for line in lines] == [
        (entry, "stock.moved", None, mirror),
        (mirror, "stock.moved.reversed", entry, None),
    ]
    assert invariants.broken() == []


def test_goods_that_moved_on_cannot_be_taken_back(warehouse: Warehouse, importer: Actor) -> None:
    w = warehouse
    first, second = w.bring(MUG, 5), w.bring(BOWL, 5)
    w.post([StockMove(MUG, w.shelf, w.customer, 1)])
    with pytest.raises(NotThere):
        reverse_many({first: "undo-1", second: "undo-2"}, actor=importer, company_id=COMPANY)
    assert (on_hand(w.shelf), on_hand(w.shelf, BOWL)) == (4, 5)
    (undone,) = reverse_many({second: "undo-2"}, actor=importer, company_id=COMPANY)
    assert undone.fresh
    assert on_hand(w.shelf, BOWL) == 0


def test_a_refused_posting_leaves_the_callers_transaction_alive(warehouse: Warehouse) -> None:
    w = warehouse
    with transaction.atomic():
        w.bring(MUG, 1)
        with pytest.raises(NotThere):
            w.post([StockMove(MUG, w.shelf, w.tote, 2)])
        w.post([StockMove(MUG, w.shelf, w.tote, 1)])
    assert on_hand(w.tote) == 1
