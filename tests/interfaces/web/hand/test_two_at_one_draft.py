"""Two people at one draft: nobody overwrites the other, and nobody places what they have not seen."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from tests.interfaces.web.hand.test_draft_page import begin, now
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish

from opsroom.domains.catalog.models import Sku
from opsroom.domains.orders.models import Draft, DraftLine, Order
from opsroom.kernel.records.events import timeline

pytestmark = pytest.mark.django_db
OTHER = {"name": "Jule Sand", "line1": "Other 9", "postcode": "10115", "city": "Berlin", "country": "DE"}
INSIDE = {"HX-Request": "true"}


@pytest.fixture
def shop() -> Shop:
    made = furnish(50)
    Sku.objects.filter(company_id=made.company, code="MUG").update(price=Decimal("23.80"))
    made.take_in(1)
    return made


@pytest.fixture
def desk(shop: Shop) -> Client:
    return enter(shop.company, "desk")


@pytest.fixture
def boss(shop: Shop) -> Client:
    return enter(shop.company, "manager")


def fields(page: str) -> dict[str, str]:
    """What the form of a draft would send, had nobody touched it."""
    form = page[page.index('id="draft"') : page.index('class="abar"')]
    found = dict(re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', form))
    found["note"] = (re.findall(r'<textarea[^>]* name="note"[^>]*>([^<]*)</textarea>', form) or [""])[0]
    return found


def test_a_save_on_an_older_page_takes_nothing_of_the_other_back_not_even_when_repeated(
    shop: Shop, desk: Client, boss: Client
) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    line = DraftLine.objects.get()
    mine = fields(desk.get(path).content.decode()) | {"note": "Ring twice"}
    theirs = mine | {f"pieces-{line.pk}": "7", "purchase_order": "PO-B", "note": ""}
    assert boss.post(path, theirs).status_code == 302
    refused = desk.post(path, mine)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "changed by somebody else meanwhile" in page
    assert "What the next person should know: you typed “Ring twice”." in page
    assert "Pieces of MUG: you typed “1”." in page
    again = fields(page)
    assert (again[f"pieces-{line.pk}"], again["purchase_order"], again["note"]) == ("7", "PO-B", "")
    assert desk.post(path, again | {"note": "Ring twice"}).status_code == 302
    stored = Draft.objects.get()
    assert (DraftLine.objects.get().quantity, stored.purchase_order, stored.note) == (7, "PO-B", "Ring twice")


def test_an_address_that_another_changed_is_seen_before_it_is_placed(
    shop: Shop, desk: Client, boss: Client
) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    page = desk.get(path).content.decode()
    (version,) = re.findall(r'id="f-place-version" name="version" value="(\d+)"', page)
    seen = {"seen": str(Draft.objects.get().total_minor), "version": version}
    assert boss.post(f"{path}/address", OTHER).status_code == 302
    refused = desk.post(f"{path}/place", seen)
    assert refused.status_code == 422
    now = refused.content.decode()
    assert "changed by somebody else meanwhile" in now
    assert "Other 9" in now
    inside = desk.post(f"{path}/place", seen, headers=INSIDE).content.decode()
    assert "Nothing was placed." in inside
    assert "f-place-version" not in inside
    assert desk.post(f"{path}/place", seen | {"seen": ""}).status_code == 422, "no total is no way around"
    for version in ("", "x", "²", "-1", "0"):
        told = desk.post(f"{path}/place", {"seen": seen["seen"], "version": version})
        assert told.status_code == 422, "no version is no way around"
    assert desk.post(f"{path}/place", {"seen": seen["seen"]}).status_code == 422
    assert desk.post(path, {"note": "Mine"}).status_code == 422
    assert Draft.objects.get().note == "", "nor is it for what the other wrote"
    assert Order.objects.count() == 1
    (version,) = re.findall(r'id="f-place-version" name="version" value="(\d+)"', now)
    done = desk.post(f"{path}/place", seen | {"version": version}, headers=INSIDE)
    order = Order.objects.latest("id")
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, f"/orders/{order.pk}")
    assert order.ship_to is not None
    assert order.ship_to.line1 == "Other 9"


def test_a_line_goes_with_the_save_beside_it_and_a_saved_field_keeps_the_page_up_to_date(
    shop: Shop, desk: Client
) -> None:
    path = begin(desk)
    product = Sku.objects.get(code="MUG").product_id
    Sku.objects.create(company_id=shop.company, product_id=product, code="CUP", price=Decimal("5"))
    for code in ("MUG", "CUP"):
        desk.post(f"{path}/lines", {"q": code})
    mug, cup = DraftLine.objects.order_by("position")
    page = fields(desk.get(path).content.decode())
    wrong = page | {f"pieces-{mug.pk}": "3", f"pieces-{cup.pk}": "0", "ship_by": "soon", "drop": str(cup.pk)}
    answer = desk.post(path, wrong, headers=INSIDE).content.decode()
    assert f'<div id="line-{cup.pk}" hx-swap-oob="delete">' in answer
    assert "is no day" in answer
    assert "A line has 1 to" not in answer, "what was wrong on the line went with it"
    assert list(DraftLine.objects.values_list("sku__code", "quantity")) == [("MUG", 3)]
    version = Draft.objects.get().version
    assert f'id="f-version" name="version" value="{version}"' in answer
    assert f'id="f-place-version" name="version" value="{version}"' in answer
    last = desk.post(path, {"version": str(version), "drop": str(mug.pk)}, headers=INSIDE)
    assert (last.status_code, last.headers["HX-Redirect"]) == (204, path)
    assert not DraftLine.objects.exists()


def test_a_tax_field_that_is_emptied_is_asked_for_again(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    line = DraftLine.objects.get()
    assert line.tax_rate == Decimal("0.19")
    answer = desk.post(path, {f"rate-{line.pk}": " "} | now(path), headers=INSIDE).content.decode()
    assert "Say the tax rate of MUG." in answer
    assert (DraftLine.objects.get().tax_rate, Draft.objects.get().total_minor) == (None, None)


def test_a_tax_rate_that_brings_an_agreed_price_below_cost_is_asked_about_like_the_price(
    shop: Shop, desk: Client, boss: Client
) -> None:
    """Ten for a mug that costs 9.00: with 7 % tax it leaves 9.35, with 19 % only 8.40."""
    Sku.objects.filter(company_id=shop.company, code="MUG").update(cost=Decimal("9"))
    path = begin(desk)
    desk.post(f"{path}/lines", {"q": "MUG"})
    line = DraftLine.objects.get()
    rate = f"rate-{line.pk}"
    desk.post(path, {rate: "7"} | now(path))
    boss.post(f"{path}/lines/{line.pk}/price", {"price": "10.00", "reason": "clearance"})

    def stored() -> tuple[Decimal | None, str]:
        return DraftLine.objects.get().tax_rate, Draft.objects.get().purchase_order

    said = desk.post(
        path, {rate: "19", "purchase_order": "PO 1"} | now(path), headers=INSIDE
    ).content.decode()
    assert "At this rate MUG sells 0.60 EUR below what it costs. Somebody who may set prices" in said
    assert ("Sell below cost</button>" in said, stored()) == (False, (Decimal("0.07"), "PO 1"))
    desk.post(path, {rate: "19", "below": "1"} | now(path), headers=INSIDE)
    assert stored()[0] == Decimal("0.07"), "it is no word of theirs"
    for headers in (INSIDE, {}):
        said = boss.post(path, {rate: "19"} | now(path), headers=headers).content.decode()
        assert ("Sell below cost</button>" in said, stored()[0]) == (True, Decimal("0.07"))
    asked = timeline("orders.draft", Draft.objects.get().pk)
    boss.post(path, {rate: "19", "below": "1"} | now(path), headers=INSIDE)
    assert stored()[0] == Decimal("0.19")
    (told,) = timeline("orders.draft", Draft.objects.get().pk)[len(asked) :]
    assert (told.kind, told.data["below_cost"], told.reason) == (
        "orders.draft.price_overridden", True, "Stock is cleared",
    )  # fmt: skip
    assert desk.post(path, {rate: "7"} | now(path), headers=INSIDE).status_code == 200
    assert stored()[0] == Decimal("0.07"), "above cost again nobody is asked"
