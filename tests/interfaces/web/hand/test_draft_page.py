"""An order taken on the phone, on its pages: found, typed, priced, placed; what cannot be keeps what was typed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish

from opsroom.domains.catalog.models import Sku, SkuBarcode
from opsroom.domains.customers.models import Customer
from opsroom.domains.orders.models import Draft, DraftLine, Order
from opsroom.workflows.grant_terms import grant_terms

pytestmark = pytest.mark.django_db
ANKER = {
    "new": "1", "name": "Jule Sand", "organisation": "Bistro Anker", "email": "jule@anker.example.com",
    "phone": "+49 40 1234", "line1": "Kai 3", "postcode": "20457", "city": "Hamburg", "country": "DE",
}  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    made = furnish(50)
    sku = Sku.objects.get(company_id=made.company, code="MUG")
    Sku.objects.filter(pk=sku.pk).update(price=Decimal("23.80"), cost=Decimal("9"))
    SkuBarcode.objects.create(company_id=made.company, sku=sku, code="4006381333931")
    made.take_in(1)
    return made


@pytest.fixture
def desk(shop: Shop) -> Client:
    return enter(shop.company, "desk")


def begin(desk: Client, **more: str) -> str:
    answer = desk.post("/orders/new", ANKER | more)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def now(path: str) -> dict[str, str]:
    """What the page's forms bring back of the draft as it stands."""
    return {"version": str(Draft.objects.get(pk=int(path.rpartition("/")[2])).version)}


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_phone_call_from_the_first_word_to_the_order(shop: Shop, desk: Client) -> None:
    assert 'href="/orders/new"' in desk.get("/orders").content.decode()
    assert "Nobody is called “anker” here." in text(desk, "/orders/new?q=anker")
    path = begin(desk)
    assert desk.post(f"{path}/lines", {"q": "3 x MUG"}).status_code == 302
    assert desk.post(f"{path}/lines", {"q": "4006381333931", "pieces": "1"}).status_code == 302  # a scan
    assert "4 free" not in (page := text(desk, path))
    assert "49 free" in page
    line = DraftLine.objects.get()
    assert line.quantity == 4
    saved = desk.post(
        path,
        {"purchase_order": "PO 4711", "delivery_method": "DHL Paket", "delivery": "4,90", "version": "4",
         f"pieces-{line.pk}": "5", f"rate-{line.pk}": "19"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert saved.status_code == 200
    assert "€123.90" in (said := saved.content.decode())
    assert "€119.00" in said
    assert "Places one order of €123.90 that is paid before it leaves." in said
    late = desk.post(path, {"purchase_order": "PO 9", "version": "4"}, headers={"HX-Request": "true"})
    assert "changed by somebody else meanwhile" in (told := late.content.decode())
    assert "Nothing of this was saved." in told
    assert "f-version" not in told, "an older page must not come to save over a newer one"
    assert (
        desk.post(f"{path}/place", {"seen": "12390"} | now(path)).headers["Location"]
        == f"/orders/{Order.objects.latest('id').pk}"
    )
    order = Order.objects.latest("id")
    page = text(desk, f"/orders/{order.pk}")
    for words in ("BH-1001", "PO 4711", "Bistro Anker", "By hand", "€123.90"):
        assert words in page, words
    again = desk.post(f"{path}/place", {"seen": "12390"})
    assert again.headers["Location"] == f"/orders/{order.pk}"
    assert Order.objects.count() == 2
    assert "It was placed." in text(desk, path)
    assert "Place order" not in text(desk, path)


def test_what_cannot_be_is_said_at_its_field_and_all_else_is_saved(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG", "pieces": "2"})
    line = DraftLine.objects.get()
    typed = {
        "purchase_order": "PO 1", "ship_by": "2020-01-01", "delivery": "a lot", "tags": "phone, " + "x" * 41,
        "payment": "terms", "note": "Card 4111 1111 1111 1111 12/26", f"pieces-{line.pk}": "0", f"rate-{line.pk}": "x",
    }  # fmt: skip
    answer = desk.post(path, typed | now(path))
    assert answer.status_code == 422
    page = answer.content.decode()
    for said in (
        "That day is past.", "a lot", "is not an amount", "is too long", "A line has 1 to 1,000,000 pieces",
        "is no tax rate",
    ):  # fmt: skip
        assert said in page, said
    stored = Draft.objects.get()
    assert (stored.purchase_order, stored.payment, stored.ship_by, stored.tags) == ("PO 1", "terms", None, [])
    assert stored.note == "Card •••• 1111 12/26"
    assert DraftLine.objects.get().quantity == 2
    assert "This buyer pays before: no terms are granted." in page
    refused = desk.post(f"{path}/place", now(path))
    assert refused.status_code == 422
    assert "is not finished" in refused.content.decode()
    assert Order.objects.count() == 1
    inside = desk.post(path, typed | now(path), headers={"HX-Request": "true"}).content.decode()
    assert "Pieces of MUG: A line has 1 to" in inside
    assert "Everything else is saved." in inside


def test_words_that_can_mean_several_things_ask_which_and_keep_them(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    product = Sku.objects.get(code="MUG").product_id
    cup = Sku.objects.create(company_id=shop.company, product_id=product, code="CUP", price=Decimal("5"))
    answer = desk.post(f"{path}/lines", {"q": "thing", "pieces": "7"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 items may be meant." in page
    assert 'value="thing"' in page
    assert 'value="7"' in page
    assert "none free" in page
    desk.post(f"{path}/lines", {"q": "thing", "pieces": "7", "sku": str(cup.pk)})
    assert DraftLine.objects.get().quantity == 7
    nothing = desk.post(f"{path}/lines", {"q": "nothing like it"})
    assert "Nothing is called “nothing like it”." in nothing.content.decode()
    wrong = desk.post(f"{path}/lines", {"q": "MUG", "pieces": "many"})
    assert "“many” is no number of pieces." in wrong.content.decode()
    found = desk.get(f"{path}/find?q=mug", headers={"HX-Request": "true"}).content.decode()
    assert "49 free" in found
    assert "23.80" in found


def test_over_the_limit_the_page_says_so_before_and_the_order_is_held_after(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "5 x MUG"})
    boss = factories.actor("manager", shop.company)
    buyer = Customer.objects.get(name="Jule Sand")
    grant_terms(boss, shop.company, buyer.pk, terms_days=30, credit_limit_minor=10000, credit_currency="EUR")
    desk.post(path, {"payment": "terms"} | now(path))
    page = text(desk, path)
    assert "Will be held: 19.00 over its limit of 100.00." in page
    desk.post(f"{path}/place", {"seen": "11900"} | now(path))
    order = Order.objects.latest("id")
    page = text(desk, f"/orders/{order.pk}")
    assert f"{order.number} is placed and on hold. Over the credit limit: unpaid invoices 0.00 EUR" in page
    assert order.on_hold
    assert order.allocation_state == "allocated"


def test_another_price_is_a_right_of_its_own_and_stays_in_both_histories(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "2 x MUG"})
    price = f"{path}/lines/{DraftLine.objects.get().pk}/price"
    assert price not in desk.get(path).content.decode()
    assert desk.get(price).status_code == 403
    assert desk.post(price, {"price": "20.00", "reason": "volume"}).status_code == 403
    boss = enter(shop.company, "manager")
    assert price in boss.get(path).content.decode()
    assert "Choose why the price differs" in boss.post(price, {"price": "20.00"}).content.decode()
    once = boss.post(price, {"price": "10.00", "reason": "clearance", "words": "Old stock"})
    assert once.status_code == 422
    assert "That sells MUG 1.19 EUR below what it costs." in (page := once.content.decode())
    assert "Sell below cost" in page
    assert 'value="Old stock"' in page
    assert boss.post(price, {"price": "10.00", "reason": "clearance", "below": "on"}).status_code == 302
    wrong = boss.post(price, {"price": "ten", "discount": "200 %", "reason": "volume"}).content.decode()
    assert "is not an amount" in wrong
    assert "is no discount" in wrong
    boss.post(price, {"price": "23.80", "discount": "10 %", "reason": "volume"})
    page = text(boss, path)
    assert "list 23.80, 10 % off, a larger quantity" in page
    assert "MUG at €23.80 less 10 %, a larger quantity" in page
    desk.post(f"{path}/place", {"seen": "4284"} | now(path))
    page = text(desk, f"/orders/{Order.objects.latest('id').pk}")
    assert "Sold at another price than the list" in page
    assert "MUG 23.80 less 10 % instead of 23.80, a larger quantity" in page


def test_Z2_roles_without_the_right_see_neither_drafts_nor_the_way_to_them(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    for role in ("warehouse", "buyer", "bookkeeper", "marketer", "admin"):
        client = enter(shop.company, role)
        for one in ("/orders/new", "/orders/drafts", "/orders/drafts/export", path, f"{path}/find?q=x"):
            assert client.get(one).status_code == 403, (role, one)
        for one in (path, f"{path}/place", f"{path}/lines", f"{path}/withdraw", "/orders/new"):
            assert client.post(one, {}).status_code == 403, (role, one)
    stranger = enter(factories.company(), "manager")
    for one in (path, f"{path}/find?q=x", f"{path}/address", f"{path}/withdraw"):
        assert stranger.get(one).status_code == 404, one
    for one in (path, f"{path}/place", f"{path}/lines", f"{path}/withdraw"):
        assert stranger.post(one, {"why": "mistake"}).status_code == 404, one
    assert Draft.objects.get().state == "draft"


def test_the_list_has_views_search_and_gives_itself_out(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(path, {"purchase_order": "=PO+1"} | now(path))
    gone = begin(
        desk, name="Old Gull", organisation="", email="gull@example.com", line1="", city="", postcode=""
    )
    desk.post(f"{gone}/withdraw", {"why": "no_answer"})
    page = text(desk, "/orders/drafts")
    assert "1 draft to be placed" in page
    assert "Bistro Anker" in page
    assert "Old Gull" not in page
    assert "Old Gull" in text(desk, "/orders/drafts?view=withdrawn")
    assert "The buyer never answered" in text(desk, gone)
    for asked in ("anker", "jule", "D-1001", "1001", "=PO"):
        assert "Bistro Anker" in text(desk, f"/orders/drafts?q={asked}"), asked
    assert "No draft matches." in text(desk, "/orders/drafts?q=nobody")
    for who, people, buyer, told in (
        (desk, "", "", ""),
        (desk, "1", "", ""),  # an order desk takes no buyers out, whatever its form says
        (enter(shop.company, "manager"), "", "", ""),
        (enter(shop.company, "manager"), "1", "Buyer,Company,", "Jule Sand,Bistro Anker,"),
    ):
        answer = who.post("/orders/drafts/export?view=all", {"form": "csv", "people": people})
        head, *rows = answer.content.decode("utf-8-sig").splitlines()
        assert head.startswith(f"Draft,State,Valid until,{buyer}Their order number")
        assert rows[1].startswith(f"D-1001,Draft,,{told}'=PO+1,0,0.00,EUR,Prepaid")
        assert len(rows) == 2


def test_buyers_are_found_by_company_and_phone_and_named_later(shop: Shop, desk: Client) -> None:
    begin(desk)
    for asked in ("bistro", "1234", "jule@", "Sand"):
        assert "Begin with Jule Sand" in desk.get(f"/orders/new?q={asked}").content.decode(), asked
    bare = desk.post("/orders/new", {"nobody": "1"}).headers["Location"]
    assert "Say who buys." in text(desk, bare)
    draft_id = bare.rsplit("/", 1)[1]
    twice = desk.post(f"/orders/new?draft={draft_id}", ANKER)
    assert twice.status_code == 422
    assert "is the e-mail of a buyer we know" in (page := twice.content.decode())
    assert "This is another buyer with the same e-mail" in page
    assert 'value="Kai 3"' in page
    buyer = Customer.objects.get(name="Jule Sand")
    assert desk.post(f"/orders/new?draft={draft_id}", {"customer": str(buyer.pk)}).headers["Location"] == bare
    assert "Hamburg" in text(desk, bare)


def test_an_address_that_cannot_be_asks_once_and_the_bill_may_go_elsewhere(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    bad = {"name": "Jule Sand", "line1": "Kai 9", "postcode": "2", "city": "Hamburg", "country": "DE"}
    asked = desk.post(f"{path}/address", bad)
    assert asked.status_code == 422
    assert "is no postcode of Germany" in asked.content.decode()
    assert desk.post(f"{path}/address", bad | {"anyway": "1"}).status_code == 302
    assert "A parcel would not arrive." in (page := text(desk, path))
    assert "Billed to the same" in page
    good = bad | {"line1": "Amt 1", "postcode": "20457", "vat_number": "DE123456789"}
    desk.post(f"{path}/address?bill=1", good)
    page = text(desk, path)
    assert "Kai 9" in page
    assert "Amt 1" in page
    stored = Draft.objects.get()
    assert stored.bill_to is not None
    assert stored.bill_to.vat_number == "DE123456789"
    other = begin(desk, name="Else", email="else@example.com", organisation="")
    desk.post(f"{other}/address", {"party": str(stored.ship_to_id)})
    assert "Kai 9" not in text(desk, other), "the address of another buyer is not theirs"


def test_a_list_that_changed_since_is_said_and_taken_on_request(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "2 x MUG"})
    assert "The list has changed since" not in text(desk, path)
    Sku.objects.filter(company_id=shop.company, code="MUG").update(price=Decimal("25"))
    assert "MUG: 23.80 here, 25.00 in the list." in text(desk, path)
    assert "€47.60" in text(desk, path), "nothing changes by itself"
    assert desk.post(f"{path}/prices").status_code == 302
    page = text(desk, path)
    assert "it comes to €50.00" in page
    assert "The list has changed since" not in page
    assert "Today's prices taken" in page.replace("&#x27;", "'")
    assert enter(shop.company, "buyer").post(f"{path}/prices").status_code == 403
    assert (
        "/orders/new?q=jule%40anker.example.com"
        in desk.get(f"/customers/{Draft.objects.get().customer_id}").content.decode()
    )
