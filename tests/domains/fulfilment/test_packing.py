"""Packing by scanning: each piece verified, the label at once, goods at dispatch; then shipped, or taken back."""

from __future__ import annotations

import pytest
from tests import factories
from tests.domains.fulfilment.floor import (
    axis,
    floor,
    mug_and_lamp,
    mugs,
    packing_line,
    scan,
    sent,
    stop,
    undo,
)
from tests.domains.fulfilment.test_picking import lies_in

from opsroom.domains.billing.models import Invoice
from opsroom.domains.fulfilment.actions.pack_scan import pack_scan
from opsroom.domains.fulfilment.actions.pick_scan import pick_scan
from opsroom.domains.fulfilment.actions.pick_short import pick_short
from opsroom.domains.fulfilment.actions.void_label import void_label
from opsroom.domains.fulfilment.errors import NoLabelToVoid
from opsroom.domains.fulfilment.models import Parcel
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Stock
from opsroom.ledgers.stock import invariants
from opsroom.workflows.ship_orders import ship_orders
from opsroom.workflows.take_back_orders import take_back_orders

pytestmark = pytest.mark.django_db


def test_scan_to_pack_needs_no_picking_and_closes_with_a_test_label() -> None:
    shop = floor("scan_to_pack", MUG=5)
    (order,) = shop.take_in(mugs(1001))
    row = sent(shop.release(order))
    line = packing_line(row, "MUG").pk
    assert pack_scan(shop.picker, shop.company, row.pk, scan(line, "MUG")).outcome == "accepted"
    assert (sent(row.wave).state, axis(order)) == ("packing", "packing")
    pack_scan(shop.picker, shop.company, row.pk, scan(line, "MUG"))
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.is_test_label) == ("labelled", True)
    assert (sent(row.wave).state, axis(order)) == ("packed", "packed")
    assert lies_in("dispatch", shop.site, shop.skus["MUG"]) == 2
    assert Stock.objects.get(site=shop.site).on_hand == 5
    assert invariants.broken() == []


def test_wrong_and_surplus_pieces_are_refused_and_an_undo_takes_one_out() -> None:
    shop = floor("scan_to_pack", MUG=5, LAMP=5)
    row = sent(shop.release(*shop.take_in(mug_and_lamp(1001))))
    mug = packing_line(row, "MUG").pk
    wrong = pack_scan(shop.picker, shop.company, row.pk, scan(mug, "LAMP"))
    assert (wrong.outcome, wrong.say) == ("conflict", "Wrong item. Take MUG.")
    event = scan(mug, "MUG")
    pack_scan(shop.picker, shop.company, row.pk, event)
    assert pack_scan(shop.picker, shop.company, row.pk, event).outcome == "duplicate"
    over = pack_scan(shop.picker, shop.company, row.pk, scan(mug, "MUG"))
    assert over.say == "MUG is complete. Put it back."
    pack_scan(shop.picker, shop.company, row.pk, undo(mug, event))
    assert packing_line(row, "MUG").packed == 0


def test_full_profile_picks_packs_and_ships_through_tote_bench_and_dispatch() -> None:
    shop = floor("full", totes=1, MUG=5)
    (order,) = shop.take_in(mugs(1001))
    wave = shop.release(order)
    row = sent(wave)
    early = pack_scan(shop.picker, shop.company, row.pk, scan(packing_line(row, "MUG").pk, "MUG"))
    assert early.say == "It is not picked yet. Finish its picks first."
    for _ in range(2):
        pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "MUG"))
    for _ in range(2):
        pack_scan(shop.picker, shop.company, row.pk, scan(packing_line(row, "MUG").pk, "MUG"))
    assert lies_in("dispatch", shop.site, shop.skus["MUG"]) == 2
    shipped = ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    assert shipped.fulfilment_order_ids == (row.pk,)
    stock = Stock.objects.get(site=shop.site)
    assert (stock.on_hand, stock.allocated, axis(order)) == (3, 0, "shipped")
    assert invariants.broken() == []


def test_what_was_short_stays_open_the_rest_ships_and_is_invoiced() -> None:
    shop = floor("full", MUG=5, LAMP=3)
    (order,) = shop.take_in(mug_and_lamp(1001))
    wave = shop.release(order)
    pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "MUG"))
    pick_short(shop.picker, shop.company, stop(wave, "LAMP").pk, "not_there")
    row = sent(wave)
    pack_scan(shop.picker, shop.company, row.pk, scan(packing_line(row, "MUG").pk, "MUG"))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    found = Order.objects.get(pk=order)
    assert (found.state, found.fulfilment_state, found.allocation_state) == ("open", "part_shipped", "short")
    assert Invoice.objects.get().gross_minor == 2380 + 490
    assert Stock.objects.get(site=shop.site, sku=shop.skus["LAMP"]).on_hand == 3


def test_a_hold_stops_the_bench_at_its_next_scan_and_the_goods_go_back() -> None:
    shop = floor("full", MUG=5)
    (order,) = shop.take_in(mugs(1001))
    wave = shop.release(order)
    for _ in range(2):
        pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "MUG"))
    place_hold(shop.demo, shop.company, [order], "by_hand")
    row = sent(wave)
    answer = pack_scan(shop.picker, shop.company, row.pk, scan(packing_line(row, "MUG").pk, "MUG"))
    assert answer.say.endswith("was put on hold or changed after release. Put back 2 × MUG into A-01-1.")
    taken = take_back_orders(shop.picker, shop.company, [order], reason="on hold")
    assert taken.order_ids == (order,)
    assert sum(one.pieces for one in taken.put_back) == 2
    assert lies_in("bin", shop.site, shop.skus["MUG"]) == 5
    stock = Stock.objects.get(site=shop.site)
    assert (stock.allocated, axis(order), sent(wave).state) == (2, "unreleased", "cancelled")
    assert invariants.broken() == []


def test_an_order_taken_back_can_be_released_and_shipped_again() -> None:
    shop = floor("paper", MUG=5)
    (order,) = shop.take_in(mugs(1001))
    shop.release(order)
    take_back_orders(shop.demo, shop.company, [order], reason="by hand")
    again = sent(shop.release(order))
    ship_orders(shop.picker, shop.company, shop.site, [again.pk])
    assert (axis(order), Stock.objects.get(site=shop.site).on_hand) == ("shipped", 3)
    assert take_back_orders(shop.demo, shop.company, [order], reason="by hand").skipped == (order,)


def test_a_voided_label_is_replaced_and_one_that_left_cannot_be_voided() -> None:
    shop = floor("scan_to_pack", MUG=5)
    row = sent(shop.release(*shop.take_in(mugs(1001))))
    for _ in range(2):
        pack_scan(shop.picker, shop.company, row.pk, scan(packing_line(row, "MUG").pk, "MUG"))
    old = Parcel.objects.get()
    fresh = void_label(shop.picker, shop.company, old.pk)
    old.refresh_from_db()
    assert (old.state, Parcel.objects.get(pk=fresh).state) == ("voided", "labelled")
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    with pytest.raises(NoLabelToVoid):
        void_label(shop.picker, shop.company, fresh)


def test_Z2_a_warehouse_person_of_another_site_can_do_none_of_it() -> None:
    shop = floor("scan_to_pack", MUG=5)
    row = sent(shop.release(*shop.take_in(mugs(1001))))
    elsewhere = factories.site(shop.company)
    stranger = factories.actor("warehouse", shop.company, sites=[elsewhere])
    from opsroom.domains.access.errors import Refused

    line = packing_line(row, "MUG").pk
    pick = stop(row.wave, "MUG").pk
    for attempt in (
        lambda: pick_scan(stranger, shop.company, row.wave_id, scan(pick, "MUG")),
        lambda: pack_scan(stranger, shop.company, row.pk, scan(line, "MUG")),
        lambda: pick_short(stranger, shop.company, pick, "not_there"),
        lambda: ship_orders(stranger, shop.company, shop.site, [row.pk]),
        lambda: take_back_orders(stranger, shop.company, [row.order_id], reason="x"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert (stop(row.wave, "MUG").taken, packing_line(row, "MUG").packed, sent(row.wave).state) == (
        0,
        0,
        "released",
    )
