"""The demo shop goes in one act and comes back as it was; one's own shop beside it feels nothing of either."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import typer
from django.test import Client
from tests import factories
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_products import HEADER, MUG
from tests.workflows.races.room import broken
from tests.workflows.test_from_order_to_invoice import order
from tests.workflows.test_hard_cases import gift_card
from typer.testing import CliRunner

from opsroom.domains.access.actions.close_company import close_company
from opsroom.domains.access.errors import OnlyDemosClose, Refused
from opsroom.domains.access.models import Company, RoleGrant, User
from opsroom.domains.access.queries import all_company_ids, person_actor
from opsroom.domains.billing.models import Invoice
from opsroom.domains.billing.tasks import bill, sweep
from opsroom.domains.catalog.models import Sku
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Site
from opsroom.interfaces.cli import demo as demo_command
from opsroom.interfaces.cli.actor import terminal_actor
from opsroom.kernel.records import jobs
from opsroom.ledgers.money import queries as money
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.bring_back_demo_shop import NoDemoShop, bring_back_demo_shop
from opsroom.workflows.demo_shop import house
from opsroom.workflows.open_own_shop import open_own_shop
from opsroom.workflows.remove_demo_shop import OwnFilesInside, StillLoading, figures_of, remove_demo_shop

pytestmark = pytest.mark.django_db
EMAIL = "owner@example.com"


def sell(company: int, channel: int, number: int) -> None:
    """One paid gift card, invoiced at once."""
    card = order(number, gift_card("50.00"), total=5000, shipping_lines=())
    accept_orders(factories.system("system.demo", company), channel, [card], mode="live")
    bill(company)


class Demo:
    """The demo shop with one invoiced order, as small as it can be; `owner` runs it."""

    def __init__(self, *, loaded: bool = True) -> None:
        maker = factories.system("system.demo")
        self.company, job = house.make_house(maker, email=EMAIL, steps=1)
        if loaded:
            own = factories.system("system.demo", self.company)
            jobs.finish(job, {}, actor=own, fence=jobs.FIRST_FENCE)
        self.owner = User.objects.get(email=EMAIL).pk
        sell(self.company, factories.channel(self.company), 1)

    @property
    def actor(self) -> Any:
        return person_actor(self.owner, way="web", company_id=self.company)


def state(company: int) -> tuple[Any, ...]:
    """Everything of a company that a removal could touch."""
    return (
        sorted(Order.objects.filter(company=company).values_list("number", "state", "total_minor")),
        list(Invoice.objects.filter(company=company).order_by("id").values_list("number", "state")),
        sorted(Sku.objects.filter(company=company).values_list("code", flat=True)),
        money.balances(company),
    )


def test_removing_the_demo_leaves_an_own_import_its_books_and_its_numbers_as_they_are() -> None:
    demo = Demo()
    own = open_own_shop(demo.actor, demo.company)
    assert open_own_shop(demo.actor, demo.company) == own, "one is enough"
    assert terminal_actor()[1].id == own, "on the terminal one's own shop is meant"
    manager = person_actor(demo.owner, way="web", company_id=own)
    assert manager is not None
    mine = Shop(own, 0, manager)
    assert mine.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"}).written == 1
    channel = factories.channel(own)
    sell(own, channel, 7)
    before, demo_before = state(own), state(demo.company)
    figures = figures_of(demo.actor, demo.company)
    assert (figures.name, figures.orders, figures.invoices, figures.own_files) == ("Northbay Goods", 1, 1, ())
    assert state(demo.company) == demo_before, "a dry run"

    removed = remove_demo_shop(demo.actor, demo.company)

    assert (removed.own_company_id, removed.figures) == (own, figures)
    assert state(own) == before
    assert all_company_ids() == {own}
    left = person_actor(demo.owner, way="web", company_id=demo.company)
    assert left is not None
    assert left.company_ids == {own}, "the demo cannot be worked in any more"
    sell(own, channel, 8)
    assert list(Invoice.objects.filter(company=own).order_by("id").values_list("number", flat=True)) == [1, 2]
    Invoice.objects.filter(company=demo.company).update(state="numbered")
    sweep(0)
    assert Invoice.objects.get(company=demo.company).state == "numbered", "no job serves it"
    Invoice.objects.filter(company=demo.company).update(state="issued")
    assert bring_back_demo_shop(factories.system("system.demo")) == demo.company
    assert state(demo.company) == demo_before
    assert all_company_ids() == {own, demo.company}
    assert broken() == []


def test_whoever_has_no_shop_of_their_own_gets_one_and_files_of_theirs_stop_a_removal() -> None:
    demo = Demo()
    inside = Shop(demo.company, 0, demo.actor)
    site = {"site_id": int(Site.objects.filter(company=demo.company).order_by("id")[0].pk)}
    inside.bring(HEADER + MUG, "my-products.csv", answers={"quantity_meaning": "on_hand"}, **site)
    with pytest.raises(OwnFilesInside, match=r"my-products\.csv"):
        remove_demo_shop(demo.actor, demo.company)
    assert all_company_ids() == {demo.company}
    removed = remove_demo_shop(demo.actor, demo.company, with_own_files=True)
    assert removed.figures.own_files == ("my-products.csv",)
    row = Company.objects.get(pk=removed.own_company_id)
    assert (row.is_demo, row.code, row.currency) == (False, "SHOP", "EUR")
    after = person_actor(demo.owner, way="web")
    assert after is not None
    assert (after.company_ids, after.roles) == ({row.pk}, {"admin", "manager", "warehouse", "bookkeeper"})
    bring_back_demo_shop(factories.system("system.demo"))
    with pytest.raises(NoDemoShop):
        bring_back_demo_shop(factories.system("system.demo"))


def test_a_shop_of_strangers_is_not_ones_own_and_only_who_gives_roles_brings_people_along() -> None:
    demo, strangers = Demo(), factories.company()
    kim = factories.user("warehouse", demo.company)
    own = open_own_shop(demo.actor, demo.company)
    assert own != strangers
    late = factories.user("desk", demo.company)
    guest = factories.user("admin", demo.company)
    RoleGrant.objects.create(user_id=guest, company_id=own, role="desk")
    asking = person_actor(guest, way="web", company_id=demo.company)
    assert asking is not None
    assert open_own_shop(asking, demo.company) == own
    assert not RoleGrant.objects.filter(user_id=late, company_id=own).exists()
    assert open_own_shop(demo.actor, demo.company) == own
    assert RoleGrant.objects.get(user_id=late, company_id=own).role == "desk"
    assert RoleGrant.objects.get(user_id=kim, company_id=own).role == "warehouse"
    assert not RoleGrant.objects.filter(user_id=kim, company_id=strangers).exists()


def test_a_half_loaded_demo_a_real_company_and_a_stranger_are_refused() -> None:
    demo = Demo(loaded=False)
    with pytest.raises(StillLoading):
        remove_demo_shop(demo.actor, demo.company)
    real = factories.company()
    with pytest.raises(OnlyDemosClose):
        close_company(factories.actor("admin", real), real)
    for actor in (factories.actor("desk", demo.company), factories.actor("admin", real)):
        with pytest.raises(Refused):
            remove_demo_shop(actor, demo.company)
    assert all_company_ids() == {demo.company, real}


def test_the_settings_show_the_figures_and_remove_after_a_tick(client: Client) -> None:
    demo = Demo()
    path = factories.sign_in_path(demo.company, demo.owner)
    client.get(path)
    client.post(path)
    assert 'href="/settings/demo"' in client.get("/settings").content.decode()
    page = client.get("/settings/demo").content.decode()
    for said in ("Invoices with their numbers", "Start your own shop", "Remove the demo shop"):
        assert said in page, said
    assert 'href="/settings/demo"' in client.get("/import").content.decode()
    client.post("/settings/demo/remove")
    assert all_company_ids() == {demo.company}, "without the tick nothing goes"
    client.post("/settings/demo/own-shop")
    assert "My shop" in client.get("/settings/company").content.decode()
    assert "Work in Northbay Goods (demo)" in client.get("/settings/demo").content.decode()
    assert "Demo data" not in client.get("/settings/demo").content.decode()
    client.post("/settings/demo/remove", {"sure": "on"})
    assert demo.company not in all_company_ids()
    assert client.get("/settings/demo").status_code == 404
    assert 'href="/settings/demo"' not in client.get("/settings").content.decode()


@pytest.fixture
def command() -> Callable[..., tuple[int, str]]:
    app = typer.Typer()
    demo_command.register(app)

    def run(*arguments: str, answer: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(app, list(arguments), input=answer)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


def test_the_terminal_says_what_goes_asks_removes_and_brings_back(
    command: Callable[..., tuple[int, str]],
) -> None:
    with pytest.raises(NoDemoShop):
        command("--remove")
    demo = Demo()
    code, said = command("--remove", "--dry-run", "--json")
    assert (code, json.loads(said)["orders"], json.loads(said)["removed"]) == (0, 1, False)
    code, said = command("--remove", "--json")
    assert (code, "add --yes" in said, all_company_ids()) == (2, True, {demo.company})
    code, said = command("--remove", answer="n\n")
    assert (code, "1 orders, 1 invoices" in said, all_company_ids()) == (1, True, {demo.company})
    code, said = command("--remove", "--yes")
    assert (code, "It was removed." in said, demo.company in all_company_ids()) == (0, True, False)
    code, _ = command("--bring-back")
    assert (code, demo.company in all_company_ids()) == (0, True)
