"""A shop sees what lies where and for whom; a stranger's stock, another site's bins and costs stay hidden."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put, sku

from opsroom.domains.access.models import Approval
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.models import Sku
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse import invariants
from opsroom.domains.warehouse.models import Allocation, Location, Stock
from opsroom.insight.lists import stock
from opsroom.insight.metrics.board import nav_counts
from opsroom.kernel.records import events
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders

pytestmark = pytest.mark.django_db


class House:
    """Three mugs at one site, two orders of two; a lamp nobody counted, a print nobody tracks."""

    def __init__(self) -> None:
        self.company = factories.company()
        self.channel = factories.channel(self.company)
        self.site = factories.site(self.company, channels=(self.channel,))
        demo = factories.system("system.demo", self.company)
        self.mug = put(demo, self.company, self.site, MUG=3)["MUG"]
        Sku.objects.filter(pk=self.mug).update(cost="4.10")
        self.lamp = sku(self.company, "LAMP")
        self.print = sku(self.company, "PRINT")
        Sku.objects.filter(pk=self.print).update(tracked=False)
        rows = [order(n, line("MUG", 2, "23.80", 760), total=4760 + 490) for n in (1, 2)]
        accept_orders(demo, self.channel, rows, mode="live")

    def bin(self, code: str) -> int:
        return Location.objects.get(site_id=self.site, code=code).pk


@pytest.fixture
def house() -> House:
    return House()


def enter(client: Client, company: int, role: str, **more: object) -> Client:
    path = factories.sign_in_path(company, factories.user(role, company, **more))  # type: ignore[arg-type]
    client.get(path)
    client.post(path)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def row_of(page: str, code: str) -> str:
    found = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*>{code}</a>.*?</tr>", page)
    assert found, f"{code} is not listed"
    return found.group()


def test_unknown_stock_is_never_a_zero(client: Client, house: House) -> None:
    page = text(enter(client, house.company, "manager"), "/stock")
    assert "Not tracked" in row_of(page, "PRINT")
    assert "Never counted" in row_of(page, "LAMP")
    assert ">0<" not in row_of(page, "PRINT") + row_of(page, "LAMP")
    assert ">1<" in row_of(page, "MUG"), "one mug is still wanted"
    assert "1 item is short" in page


def test_every_view_and_filter_is_an_address(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    assert "LAMP" not in text(manager, "/stock?view=short")
    assert "MUG" in text(manager, "/stock?view=short")
    assert "LAMP" in text(manager, "/stock?q=lam")
    assert "PRINT" not in text(manager, f"/stock?site={house.site}&zone=A")
    assert "Nothing matches." in text(manager, "/stock?q=nothing-like-it")
    assert "view=odd was left out" in text(manager, "/stock?view=odd")
    assert "colour=red was left out" in text(manager, "/stock?colour=red")


def test_Z4_costs_are_for_those_who_may_see_them(client: Client, house: House) -> None:
    buyer = enter(client, house.company, "buyer")
    assert "€12.30" in text(buyer, "/stock")
    assert "€4.10" in text(buyer, f"/stock/{house.mug}")
    packer = enter(Client(), house.company, "warehouse", sites=[house.site])
    for path in ("/stock", f"/stock/{house.mug}", "/stock/moves"):
        page = text(packer, path)
        assert "€" not in page
        assert "Unit cost" not in page


def test_Z2_a_person_of_one_site_sees_nothing_of_another(client: Client, house: House) -> None:
    other = factories.site(house.company, code="FAR")
    packer = enter(client, house.company, "warehouse", sites=[other])
    page = text(packer, "/stock")
    assert "Never counted" in row_of(page, "MUG")
    assert ">3<" not in row_of(page, "MUG")
    one = text(packer, f"/stock/{house.mug}")
    assert "A-01-1" not in one
    assert "No move matches." in text(packer, "/stock/moves")
    answer = packer.post(f"/stock/{house.mug}/count", {"at": house.bin("A-01-1"), "pieces": "9", "go": "1"})
    assert answer.status_code == 422
    assert Stock.objects.get(sku=house.mug).on_hand == 3


def test_Z3_a_foreign_item_is_as_good_as_missing(client: Client, house: House) -> None:
    stranger = enter(client, factories.company(), "manager")
    assert (
        stranger.get(f"/stock/{house.mug}").status_code == stranger.get("/stock/99999999").status_code == 404
    )
    assert "MUG" not in text(stranger, "/stock")
    assert stranger.post(f"/stock/{house.mug}/alias", {"alias": "X"}).status_code == 404


def test_one_item_says_how_free_comes_about_and_for_whom(client: Client, house: House) -> None:
    page = text(enter(client, house.company, "manager"), f"/stock/{house.mug}")
    first, second = Order.objects.order_by("id")
    assert "1 short" in page
    assert first.number in page
    assert second.number in page
    assert "A-01-1" in page
    assert "Opening stock" in page
    assert "Free to promise" in page


def test_what_was_picked_waits_for_no_picker(client: Client, house: House) -> None:
    demo = factories.system("system.demo", house.company)
    first = Order.objects.order_by("id")[0]
    release_orders(demo, house.company, [first.pk])
    visitor = enter(client, house.company, "manager")
    bins = r'aria-label="Bins, table".*?</table>'
    (table,) = re.findall(bins, text(visitor, f"/stock/{house.mug}"))
    assert '<td class="num m-2" data-l="To pick">2</td>' in table
    assert "picked for orders" not in table
    # Whatever moved them, they stand at dispatch now.
    Allocation.objects.filter(order=first).update(state="picked")
    (table,) = re.findall(bins, text(visitor, f"/stock/{house.mug}"))
    assert '<td class="num m-2" data-l="To pick"></td>' in table
    assert "2 picked for orders" in table


def test_a_count_says_first_who_loses_and_then_the_shelf_wins(client: Client, house: House) -> None:
    packer = enter(client, house.company, "warehouse", sites=[house.site])
    path, at = f"/stock/{house.mug}/count", house.bin("A-01-1")
    form = text(packer, path)
    assert ">3<" not in form, "the count is blind"
    key = re.search(r'name="key" value="([0-9a-f]+)"', form).group(1)  # type: ignore[union-attr]
    dry = packer.post(path, {"at": at, "pieces": "1", "key": key}).content.decode()
    first = Order.objects.order_by("id").first()
    assert first is not None
    assert "2 pieces fewer than the book says." in dry
    assert "will be short of it" in dry
    assert Stock.objects.get(sku=house.mug).on_hand == 3
    for _ in range(2):
        packer.post(path, {"at": at, "pieces": "1", "key": key, "go": "1"})
    assert Stock.objects.get(sku=house.mug).on_hand == 1
    assert invariants.broken() == []
    moves = text(packer, "/stock/moves?kind=count")
    assert moves.count(">MUG</a>") == 1
    assert "Kim Example" in moves


def test_nonsense_is_refused_in_words_and_changes_nothing(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    at = house.bin("A-01-1")
    for pieces in ("-1", "1.5", "many", "", "99999999999"):
        answer = manager.post(f"/stock/{house.mug}/count", {"at": at, "pieces": pieces, "go": "1"})
        assert answer.status_code == 422
        assert "Enter whole pieces" in answer.content.decode()
    answer = manager.post(f"/stock/{house.mug}/move", {"at": at, "to": at, "pieces": "1", "go": "1"})
    assert "lie in A-01-1 already" in answer.content.decode()
    assert manager.get(f"/stock/{house.mug}/burn").status_code == 404
    assert Stock.objects.get(sku=house.mug).on_hand == 3


def test_goods_are_moved_taken_out_of_sale_and_corrected(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    at, path = house.bin("A-01-1"), f"/stock/{house.mug}"
    manager.post(f"{path}/move", {"at": at, "to": house.bin("A-01-2"), "pieces": "1", "key": "a", "go": "1"})
    manager.post(f"{path}/quarantine", {"at": at, "pieces": "1", "key": "b", "go": "1", "note": "cracked"})
    manager.post(
        f"{path}/adjust", {"at": at, "pieces": "+2".strip("+"), "reason": "found", "key": "c", "go": "1"}
    )
    stock = Stock.objects.get(sku=house.mug)
    assert (stock.on_hand, stock.unsellable, stock.allocated) == (5, 1, 4)
    assert invariants.broken() == []
    page = text(manager, "/stock/moves")
    assert "cracked" in page
    assert "Found again" in page


def test_Z5_beyond_the_limit_another_person_is_asked(client: Client, house: House) -> None:
    packer = enter(client, house.company, "warehouse", sites=[house.site])
    facts = {"at": house.bin("A-01-1"), "pieces": "60", "reason": "found", "key": "x", "go": "1"}
    answer = packer.post(f"/stock/{house.mug}/adjust", facts)
    assert answer.status_code == 403
    assert "Nothing was changed yet." in answer.content.decode()
    asked = Approval.objects.get()
    assert asked.facts["pieces"] == 60
    assert Stock.objects.get(sku=house.mug).on_hand == 3
    assert packer.get("/stock/approvals").status_code == 403
    stranger = enter(Client(), factories.company(), "manager")
    assert stranger.post(f"/stock/approvals/{asked.pk}", {"agree": "1"}).status_code == 404
    manager = enter(Client(), house.company, "manager")
    assert "1 correction to decide" in text(manager, "/stock")
    assert "+60 of MUG in A-01-1" in text(manager, "/stock/approvals")
    manager.post(f"/stock/approvals/{asked.pk}", {"agree": "1"})
    assert packer.post(f"/stock/{house.mug}/adjust", facts | {"pieces": "61"}).status_code == 403
    assert packer.post(f"/stock/{house.mug}/adjust", facts).status_code == 302
    assert Stock.objects.get(sku=house.mug).on_hand == 63
    assert packer.post(f"/stock/{house.mug}/adjust", facts | {"key": "y"}).status_code == 403, "spent once"


def test_the_bar_counts_what_the_list_shows(client: Client, house: House) -> None:
    actor = factories.actor("manager", house.company)
    assert (
        nav_counts(actor)["stock"]
        == stock.counts(actor)["short"]
        == len(stock.page(actor, stock.parse({"view": ["short"]})))
    )


def test_another_spelling_is_added_and_taken_back(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    manager.post(f"/stock/{house.mug}/alias", {"alias": "mug-old"})
    page = text(manager, f"/stock/{house.mug}")
    removal = re.search(r'action="(/stock/\d+/alias/\d+/remove)"', page)
    assert removal
    assert "mug-old" in page
    manager.post(removal.group(1))
    after = text(manager, f"/stock/{house.mug}")
    assert "means this item too" not in after
    manager.post(f"/stock/{house.mug}/alias?alias=mug-old")
    assert "means this item too" in text(manager, f"/stock/{house.mug}")
    buyer_less = enter(Client(), house.company, "bookkeeper")
    assert buyer_less.post(f"/stock/{house.mug}/alias", {"alias": "x"}).status_code == 403


def undo_of(client: Client, path: str) -> str:
    """Presses the undo that the page offers."""
    found = re.search(
        r'<form method="post" action="([^"]+)"><input[^>]*><button type="submit">Undo', text(client, path)
    )
    assert found, "no undo is offered"
    address = found.group(1).replace("&amp;", "&")
    assert client.post(address).status_code == 302
    return address


def test_a_person_changes_what_is_known_of_an_item_and_takes_it_back(client: Client, house: House) -> None:
    manager, path = enter(client, house.company, "manager"), f"/stock/{house.lamp}"
    told = {"weight_g": "1250", "length_mm": "300", "width_mm": "200", "height_mm": "", "tracked": "on"}
    wrong = manager.post(f"{path}/details", told | {"weight_g": "0", "height_mm": "tall"})
    page = re.sub(r"\s+", " ", wrong.content.decode())
    assert wrong.status_code == 422
    for said in ("Weight in grams:", "Height in mm:", "not a whole number", 'value="tall"'):
        assert said in page, said
    assert manager.post(f"{path}/details", told).status_code == 302
    lamp = Sku.objects.get(pk=house.lamp)
    assert (lamp.weight_g, lamp.length_mm, lamp.height_mm, lamp.tracked, lamp.shippable) == (
        1250,
        300,
        None,
        True,
        False,
    )
    (event,) = events.timeline("catalog.sku", house.lamp)
    assert (event.kind, event.data["before"]) == (
        "catalog.sku.edited",
        {"weight_g": None, "length_mm": None, "width_mm": None, "shippable": True},
    )
    assert "1,250 g" in text(manager, path)
    manager.post(f"{path}/details", told | {"weight_g": "1300"})
    undo_of(manager, path)
    lamp.refresh_from_db()
    assert (lamp.weight_g, lamp.length_mm, lamp.shippable) == (1250, 300, False), (
        "only that change is taken back"
    )


def test_an_item_that_open_orders_want_stays_counted_until_they_have_left(
    client: Client, house: House
) -> None:
    manager = enter(client, house.company, "manager")
    answer = manager.post(f"/stock/{house.mug}/details", {"weight_g": "350", "shippable": "on"})
    assert answer.status_code == 422
    assert "Open orders want it: " in answer.content.decode()
    mug = Sku.objects.get(pk=house.mug)
    assert (mug.tracked, mug.weight_g) == (True, None), "nothing of it was saved"
    manager.post(f"/stock/{house.print}/details", {"tracked": "on", "shippable": "on"})
    assert Sku.objects.get(pk=house.print).tracked


def test_a_barcode_means_one_item_and_both_ways_can_be_undone(client: Client, house: House) -> None:
    manager, path = enter(client, house.company, "manager"), f"/stock/{house.lamp}"
    manager.post(f"{path}/barcode", {"barcode": " 4006381 333931 "})
    undo_of(manager, path)
    assert catalog.barcodes_of([house.lamp]) == {}
    manager.post(f"{path}/barcode", {"barcode": "4006381333931"})
    manager.post(f"/stock/{house.mug}/barcode", {"barcode": "4006381333931"})
    assert "already stands on LAMP" in text(manager, f"/stock/{house.mug}")
    manager.post(f"/stock/{house.mug}/barcode", {"barcode": "müll"})
    assert "cannot be a barcode" in text(manager, f"/stock/{house.mug}")
    manager.post(f"{path}/barcode/remove", {"barcode": "4006381333931"})
    undo_of(manager, path)
    assert catalog.barcodes_of([house.lamp, house.mug]) == {house.lamp: ["4006381333931"]}
    kinds = [one.kind.rpartition(".")[2] for one in events.timeline("catalog.sku", house.lamp)]
    assert kinds == ["barcode_added", "barcode_removed", "barcode_added", "barcode_removed", "barcode_added"]


def test_who_may_not_change_items_is_offered_nothing_and_refused(client: Client, house: House) -> None:
    packer, path = enter(client, house.company, "warehouse"), f"/stock/{house.mug}"
    page = text(packer, path)
    assert f"{path}/details" not in page
    assert f"{path}/barcode" not in page
    for act, given in (
        ("details", {"weight_g": "1"}),
        ("barcode", {"barcode": "123"}),
        ("barcode/remove", {}),
    ):
        assert packer.post(f"{path}/{act}", given).status_code == 403, act
    stranger = enter(Client(), factories.company(), "manager")
    assert stranger.post(f"{path}/details", {"weight_g": "1"}).status_code == 404
