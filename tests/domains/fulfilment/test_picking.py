"""Picking by scanning: goods move at once, wrong items are refused with what to do, repeats and shorts are harmless."""

from __future__ import annotations

import pytest
from tests import factories
from tests.domains.fulfilment.floor import axis, barcode, floor, mug_and_lamp, mugs, scan, sent, stop, undo

from opsroom.domains.access.models import Task
from opsroom.domains.fulfilment.actions.pick_scan import pick_scan
from opsroom.domains.fulfilment.actions.pick_short import pick_short
from opsroom.domains.fulfilment.actions.skip_pick import skip_pick
from opsroom.domains.fulfilment.actions.take_over_wave import take_over_wave
from opsroom.domains.fulfilment.errors import WaveOfAnother
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Allocation, Location, Stock
from opsroom.ledgers.stock import invariants
from opsroom.ledgers.stock.queries import balance

pytestmark = pytest.mark.django_db


def lies_in(kind: str, site: int, sku: int) -> int:
    places = Location.objects.filter(site=site, kind=kind).values_list("company_id", "place_id")
    return sum(int(balance(company, place, sku)) for company, place in places)


def test_every_scan_moves_one_piece_from_its_bin_into_the_orders_tote() -> None:
    shop = floor("full", totes=2, MUG=5)
    (order,) = shop.take_in(mugs(1001))
    wave = shop.release(order)
    first = pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "mug"))
    assert first.outcome == "accepted"
    assert (lies_in("bin", shop.site, shop.skus["MUG"]), lies_in("tote", shop.site, shop.skus["MUG"])) == (
        4,
        1,
    )
    assert axis(order) == "picking"
    pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "MUG"))
    wave.refresh_from_db()
    assert (wave.state, wave.owner_id, axis(order)) == ("picked", shop.picker.user_id, "picked")
    stock = Stock.objects.get(site=shop.site)
    assert (stock.on_hand, stock.allocated) == (5, 2)
    assert invariants.broken() == []


def test_the_same_scan_sent_again_counts_once() -> None:
    shop = floor("full", MUG=5)
    wave = shop.release(*shop.take_in(mugs(1001)))
    event = scan(stop(wave, "MUG").pk, "MUG", key="from-the-device-1")
    assert pick_scan(shop.picker, shop.company, wave.pk, event).outcome == "accepted"
    assert pick_scan(shop.picker, shop.company, wave.pk, event).outcome == "duplicate"
    assert stop(wave, "MUG").taken == 1
    assert lies_in("bin", shop.site, shop.skus["MUG"]) == 4


def test_a_wrong_item_is_refused_with_what_to_take_instead_and_moves_nothing() -> None:
    shop = floor("full", MUG=5, LAMP=5)
    wave = shop.release(*shop.take_in(mugs(1001)))
    answer = pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "LAMP"))
    assert (answer.outcome, answer.say) == ("conflict", "Wrong item. Take MUG from A-01-1.")
    assert stop(wave, "MUG").taken == 0
    assert lies_in("bin", shop.site, shop.skus["MUG"]) == 5


def test_a_pack_counts_its_pieces_and_never_more_than_are_wanted() -> None:
    shop = floor("full", MUG=9)
    barcode(shop, "MUG", "4000000000015", 2)
    wave = shop.release(*shop.take_in(mugs(1001, 3)))
    pick = stop(wave, "MUG").pk
    assert pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "4000000000015")).outcome == "accepted"
    refused = pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "4000000000015"))
    assert refused.say == "That is a pack of 2, but only 1 more are needed. Take single pieces."
    assert pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "MUG")).outcome == "accepted"
    over = pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "MUG"))
    assert over.say == "MUG is complete. Put it back into A-01-1."


def test_an_undone_scan_puts_the_piece_back_and_can_be_scanned_again() -> None:
    shop = floor("full", MUG=5)
    wave = shop.release(*shop.take_in(mugs(1001)))
    pick = stop(wave, "MUG").pk
    event = scan(pick, "MUG")
    pick_scan(shop.picker, shop.company, wave.pk, event)
    assert pick_scan(shop.picker, shop.company, wave.pk, undo(pick, event)).outcome == "accepted"
    assert (stop(wave, "MUG").taken, lies_in("bin", shop.site, shop.skus["MUG"])) == (0, 5)
    again = pick_scan(shop.picker, shop.company, wave.pk, undo(pick, event))
    assert again.say == "This scan was taken back before."
    for _ in range(2):
        pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "MUG"))
    assert (stop(wave, "MUG").state, lies_in("bin", shop.site, shop.skus["MUG"])) == ("picked", 3)
    assert invariants.broken() == []


def test_a_short_stop_gives_the_stock_up_tells_the_desk_and_asks_for_a_count() -> None:
    shop = floor("full", MUG=5, LAMP=3)
    (order,) = shop.take_in(mug_and_lamp(1001))
    wave = shop.release(order)
    assert pick_short(shop.picker, shop.company, stop(wave, "LAMP").pk, "not_there") == 1
    stock = Stock.objects.get(site=shop.site, sku=shop.skus["LAMP"])
    assert (stock.on_hand, stock.unsellable, stock.allocated) == (3, 1, 0)
    assert Order.objects.get(pk=order).allocation_state == "short"
    assert set(Task.objects.filter(state="open").values_list("kind", "role")) == {
        ("short", "desk"),
        ("count", "warehouse"),
    }
    pick_scan(shop.picker, shop.company, wave.pk, scan(stop(wave, "MUG").pk, "MUG"))
    assert sent(wave).state == "picked"
    assert invariants.broken() == []


def test_an_order_of_which_nothing_was_found_leaves_the_floor_and_waits_for_stock() -> None:
    shop = floor("full", MUG=2)
    (order,) = shop.take_in(mugs(1001))
    wave = shop.release(order)
    pick_short(shop.picker, shop.company, stop(wave, "MUG").pk, "not_there")
    wave.refresh_from_db()
    assert (sent(wave).state, wave.state, axis(order)) == ("cancelled", "cancelled", "unreleased")
    assert Allocation.objects.get(order_id=order).state == "freed"
    assert Stock.objects.get(site=shop.site).allocated == 0


def test_a_skipped_stop_comes_back() -> None:
    shop = floor("full", MUG=5)
    wave = shop.release(*shop.take_in(mugs(1001)))
    pick = stop(wave, "MUG")
    skip_pick(shop.picker, shop.company, pick.pk)
    assert stop(wave, "MUG").state == "skipped"
    skip_pick(shop.picker, shop.company, pick.pk, resume=True)
    assert stop(wave, "MUG").state == "open"


def test_a_hold_after_release_stops_the_next_scan_and_says_what_to_put_back() -> None:
    shop = floor("full", MUG=5)
    (order,) = shop.take_in(mugs(1001))
    wave = shop.release(order)
    pick = stop(wave, "MUG").pk
    pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "MUG"))
    place_hold(shop.demo, shop.company, [order], "by_hand")
    answer = pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "MUG"))
    number = Order.objects.get(pk=order).number
    assert answer.outcome == "conflict"
    assert answer.say == f"{number} was put on hold or changed after release. Put back 1 × MUG into A-01-1."
    assert stop(wave, "MUG").taken == 1


def test_a_wave_belongs_to_who_started_it_until_it_is_taken_over() -> None:
    shop = floor("full", MUG=5)
    wave = shop.release(*shop.take_in(mugs(1001)))
    pick = stop(wave, "MUG").pk
    pick_scan(shop.picker, shop.company, wave.pk, scan(pick, "MUG"))
    other = factories.actor("warehouse", shop.company, sites=[shop.site])
    with pytest.raises(WaveOfAnother):
        pick_scan(other, shop.company, wave.pk, scan(pick, "MUG"))
    take_over_wave(other, shop.company, wave.pk)
    assert pick_scan(other, shop.company, wave.pk, scan(pick, "MUG")).outcome == "accepted"
