"""Today tells a manager what to do and a stranger's shop nothing; its numbers are the lists' own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.kernel.records import jobs
from opsroom.kernel.records.models import Job
from opsroom.workflows.accept_orders import accept_orders

pytestmark = pytest.mark.django_db


def open_page(client: Client, company: int, role: str) -> str:
    path = factories.sign_in_path(company, factories.user(role, company))
    client.get(path)
    client.post(path)
    answer = client.get("/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_empty_shop_says_what_to_do_first(client: Client) -> None:
    page = open_page(client, factories.company(), "manager")
    assert "No order is open." in page
    steps = re.findall(r"<li[^>]*><span class=\"fno\".*?<b>(.*?)</b>", page, re.S)
    assert steps == [
        "Import products", "Import stock", "Import open orders", "Invite your people", "Release the first orders",
    ]  # fmt: skip
    assert page.count("btn pri") == 1
    assert 'href="/import"' in page


def test_groups_and_tiles_say_the_same_number_as_their_list(client: Client) -> None:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=2)
    accept_orders(
        demo, channel, [order(n, line("MUG", 1, "23.80", 380), total=2870) for n in (1, 2, 3)], mode="live"
    )
    page = open_page(client, company, "manager")
    assert re.search(r'class="gn"[^>]*>2</a>.*?<b>orders ready to release</b>', page, re.S)
    assert re.search(r'class="gn"[^>]*>1</a>.*?<b>order short of stock</b>', page, re.S)
    # The one mug that lacks, with the one order that waits for it.
    assert re.search(r"<b>MUG</b></a>.*?<b>1 piece</b>.*?>1 order<", page, re.S)
    assert "Release 2 ready" in page
    assert "style=" not in page
    assert "Mara" not in page


def test_work_that_stopped_is_told_until_it_goes_on_or_a_day_is_past(client: Client) -> None:
    company = factories.company()
    manager = factories.actor("manager", company)
    full, dead, old = (
        jobs.start("imports.commit", f"Importing {name}.csv", manager, 100, company_id=company)
        for name in ("full", "dead", "old")
    )
    jobs.fail(full, "The disk is full: that of the database.", actor=manager)
    jobs.fail(old, "It was given up.", actor=manager)
    yesterday = timezone.now() - timedelta(hours=25)
    Job.objects.filter(pk=old).update(ended_at=yesterday)
    Job.objects.filter(pk=dead).update(heartbeat_at=yesterday, note="40 rows imported")
    page = open_page(client, company, "manager")
    assert "The disk is full: that of the database." in page
    assert "40 rows imported. Nobody works on it now" in page
    assert page.count("Stopped</span>") == 2
    assert "old.csv" not in page


def test_Z2_a_buyer_may_look_but_is_not_offered_what_only_the_desk_may_do(client: Client) -> None:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=2)
    accept_orders(demo, channel, [order(1, line("MUG", 1, "23.80", 380), total=2870)], mode="live")
    page = open_page(client, company, "buyer")
    assert "order ready to release" in page
    assert "/today/release" not in page
    assert client.get("/today/release").status_code == 403


def test_the_dry_run_of_the_release_says_what_goes_where_and_releases_nothing(client: Client) -> None:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=2)
    rows = [order(n, line("MUG", 1, "23.80", 380), total=2870) for n in (1, 2, 3)]
    accept_orders(demo, channel, rows, mode="live")
    assert 'href="/today/release"' in open_page(client, company, "manager")
    dry = client.get("/today/release", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in dry
    assert "Release 2 ready orders" in dry
    assert "2 pieces" in dry
    assert "1 wave" in dry
    assert "Release 2 ready" in client.get("/").content.decode()
    client.post("/orders/bulk?view=ready", {"scope": "view", "action": "release"})
    after = client.get("/").content.decode()
    assert "orders wait for picking" in after
    assert "/today/release" not in after
