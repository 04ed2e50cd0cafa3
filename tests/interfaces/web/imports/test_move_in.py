"""A shop moves in under the eyes of its list of steps: nothing is ticked before it is true, every number opens."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories
from tests.interfaces.web.imports.test_import_pages import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_bad_input import GOOD, ORDERS, order
from tests.workflows.imports.test_products import HEADER

from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Channel
from opsroom.project import wiring

pytestmark = pytest.mark.django_db
STEP = re.compile(r'<li( class="done")?>.*?<b>(.*?)</b>.*?<small>(.*?)</small>', re.DOTALL)


@pytest.fixture(autouse=True)
def _connectors() -> None:
    wiring.connect()


def steps(client: Client) -> dict[str, tuple[bool, str]]:
    """Step -> whether it is ticked and what it says, as text."""
    page = client.get("/import/move-in").content.decode()
    return {title: (bool(done), re.sub(r"<[^>]+>", "", text)) for done, title, text in STEP.findall(page)}


@pytest.fixture
def shop() -> Shop:
    company = factories.company()
    return Shop(company, factories.site(company), factories.actor("manager", company))


def test_an_empty_shop_has_a_site_and_nothing_else_ticked(client: Client, shop: Shop) -> None:
    found = steps(enter(client, shop.company))
    assert [title for title, (done, _) in found.items() if done] == ["Set up the site"]
    assert found["Bring the stock in"] == (False, "0 pieces on the shelves.")
    assert found["Ship the first order"] == (False, "Release it on Today, pick, pack and ship.")
    assert (
        found["Open purchase orders"][0]
        is found["What customers still owe"][0]
        is found["Opening balances"][0]
        is False
    )
    assert not any(title.startswith("Compare") for title in found)  # no channel yet: nothing to compare


def test_each_step_is_ticked_by_what_came_in_and_not_before(client: Client, shop: Shop) -> None:
    enter(client, shop.company)
    shop.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    channel = factories.channel(shop.company)
    shop.bring(ORDERS + order() + order("1002", sku="NOPE"), "orders.csv", channel_id=channel)
    found = steps(client)
    assert found["Bring the products in"] == (True, "1 SKU known.")
    assert found["Bring the stock in"] == (True, "1 piece on the shelves.")
    assert found["Bring the open orders in"] == (
        False, "2 open orders here. 1 of them has a SKU that nobody knows here.",
    )  # fmt: skip
    known = Sku.objects.get(code="GOOD-1")
    Sku.objects.create(company_id=shop.company, code="BARE", product_id=known.product_id)
    assert steps(client)["Bring the stock in"] == (
        False, "1 piece on the shelves. 1 SKU without a figure: count or import.",
    )  # fmt: skip


def test_a_channel_is_ticked_only_when_its_figures_agree(client: Client, shop: Shop) -> None:
    enter(client, shop.company)
    shop.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    own = Channel.objects.get(company_id=shop.company)
    name = f"Compare {own.name}"
    assert steps(client)[name] == (
        False, "Export its products once more: what it can still sell must be what we can promise.",
    )  # fmt: skip
    for told, said in ((3, (False, "1 SKU differs from its last file.")),
                       (1, (True, "Every SKU agrees with its last file."))):  # fmt: skip
        file = SimpleUploadedFile("stock.csv", f"SKU,Qty\nGOOD-1,{told}\n".encode(), content_type="text/csv")
        assert client.post("/import/compare", {"file": file, "channel": own.pk}).status_code == 302
        assert steps(client)[name] == said


def test_Z2_each_role_sees_its_own_steps_and_no_figure_of_another_company(client: Client, shop: Shop) -> None:
    other = factories.company()
    foreign = Shop(other, factories.site(other), factories.actor("manager", other))
    for one in (shop, foreign):
        one.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    buyer = steps(enter(client, shop.company, "buyer"))
    assert buyer["Bring the products in"] == (True, "1 SKU known.")
    assert buyer["Bring the stock in"] == (True, "1 piece on the shelves.")
    assert buyer["Open purchase orders"] == (
        False,
        "What is on its way: of each line, the pieces that still come.",
    )
    hidden = {"Customers", "Invite your people", "What customers still owe", "Opening balances"}
    assert not hidden & buyer.keys()  # none of them is a buyer's to see
    assert enter(Client(), shop.company, "warehouse").get("/import/move-in").status_code == 403
