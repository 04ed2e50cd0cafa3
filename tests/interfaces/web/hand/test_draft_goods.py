"""Goods on a draft as people say and scan them: cartons, sizes, sites that serve, prices no book holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.hand.test_draft_page import begin, now, text
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish

from opsroom.domains.catalog.models import Product, Sku, SkuBarcode
from opsroom.domains.channels.models import Channel
from opsroom.domains.orders.models import Draft, DraftLine
from opsroom.domains.warehouse.models import ChannelSite, Site

pytestmark = pytest.mark.django_db
CARTON = "4006381333931"


@pytest.fixture
def shop() -> Shop:
    made = furnish(50)
    sku = Sku.objects.get(company_id=made.company, code="MUG")
    Sku.objects.filter(pk=sku.pk).update(price=Decimal("23.80"), cost=Decimal("9"))
    SkuBarcode.objects.create(company_id=made.company, sku=sku, code=CARTON, quantity=12)
    made.take_in(1)
    return made


@pytest.fixture
def desk(shop: Shop) -> Client:
    return enter(shop.company, "desk")


def on_draft() -> dict[str, int]:
    return dict(DraftLine.objects.values_list("sku__code", "quantity"))


def test_the_barcode_of_a_carton_adds_what_is_in_it_and_its_code_one_piece(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    assert "only 49 of 60 free" in desk.get(f"{path}/find?q={CARTON}&pieces=5").content.decode()
    desk.post(f"{path}/lines", {"q": CARTON})
    assert on_draft() == {"MUG": 12}
    desk.post(f"{path}/lines", {"q": f"2 x {CARTON}"})
    assert on_draft() == {"MUG": 36}
    desk.post(f"{path}/lines", {"q": "MUG"})
    assert on_draft() == {"MUG": 37}


def test_a_size_is_a_name_and_never_a_number_of_pieces(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    product = Product.objects.create(company_id=shop.company, handle="poster", title="30x40 Poster Berlin")
    for code in ("30x40-POSTER", "5 X 7"):
        Sku.objects.create(company_id=shop.company, product_id=product.pk, code=code, price=Decimal("5"))
        product = Product.objects.create(company_id=shop.company, handle=code, title=f"Card {code}")
    assert desk.post(f"{path}/lines", {"q": "30x40-POSTER"}).status_code == 302
    assert on_draft() == {"30x40-POSTER": 1}
    assert desk.post(f"{path}/lines", {"q": "30x40 Poster Berlin"}).status_code == 302
    assert on_draft() == {"30x40-POSTER": 2}
    assert desk.post(f"{path}/lines", {"q": "5 X 7"}).status_code == 302
    assert on_draft() == {"30x40-POSTER": 2, "5 X 7": 1}
    for said in ("2 x MUG", "3× MUG", "4 xMUG"):
        assert desk.post(f"{path}/lines", {"q": said}).status_code == 302, said
    assert on_draft()["MUG"] == 9
    assert desk.post(f"{path}/lines", {"q": "30x40-FRAME"}).status_code == 422
    assert on_draft()["MUG"] == 9


def test_free_is_what_sites_that_serve_orders_by_hand_have(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    find = f"{path}/find?q=MUG"
    assert "49 free" in desk.get(find).content.decode()
    assert "49 free" in text(desk, path)
    hand = Channel.objects.get(connector="by_hand")
    row = ChannelSite.objects.create(channel_id=hand.pk, site_id=factories.site(shop.company), position=1)
    assert "none free" in desk.get(find).content.decode(), "the mugs lie at a site that serves others"
    assert "none free" in text(desk, path)
    row.delete()
    Site.objects.filter(pk=shop.site).update(active=False)
    assert "none free" in desk.get(find).content.decode(), "nobody sends from a site that is closed"


@pytest.mark.parametrize(("price", "pieces"), [("1234567890123", "1"), ("999999999999", "1000000")])
def test_more_than_the_books_hold_gets_a_sentence(shop: Shop, price: str, pieces: str) -> None:
    boss = enter(shop.company, "manager")
    path = begin(boss)
    boss.post(f"{path}/lines", {"q": "MUG", "pieces": pieces})
    line = DraftLine.objects.get()
    before = Draft.objects.get().total_minor
    answer = boss.post(f"{path}/lines/{line.pk}/price", {"price": price, "reason": "agreed"})
    assert answer.status_code == 422
    assert "That comes to more than 9,999,999,999.99 EUR." in answer.content.decode()
    assert (Draft.objects.get().total_minor, DraftLine.objects.get().unit_price) == (before, Decimal("23.80"))


def test_pieces_and_delivery_that_come_to_too_much_are_said_at_their_field(shop: Shop, desk: Client) -> None:
    Sku.objects.filter(code="MUG").update(price=Decimal("1000000"))
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    line = DraftLine.objects.get()
    typed = {f"pieces-{line.pk}": "10000", "delivery": "10000000000", "purchase_order": "PO 1"}
    answer = desk.post(path, typed | now(path))
    assert answer.status_code == 422
    assert answer.content.decode().count("That comes to more than 9,999,999,999.99 EUR.") == 2
    assert (Draft.objects.get().purchase_order, DraftLine.objects.get().quantity) == ("PO 1", 1)
    much = desk.post(f"{path}/lines", {"q": "MUG", "pieces": "10000"})
    assert much.status_code == 422
    assert "That comes to more than" in much.content.decode()


def test_a_sku_that_is_not_sold_any_more_is_named_and_stops_the_order(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    Sku.objects.filter(code="MUG").update(active=False)
    assert "MUG is not sold any more. Take it off." in text(desk, path)
    assert desk.post(f"{path}/place", now(path)).status_code == 422
    assert Draft.objects.get().state == "draft"
