"""Every list leaves the program exactly as it is seen, or says here why it does not; a new page has to choose."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from openpyxl import load_workbook
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, furnish
from tests.workflows.imports.conftest import _connectors as connectors  # noqa: F401 - kinds of files have names
from tests.workflows.test_from_order_to_invoice import BERLIN, line

from opsroom.domains.access.matrix import ROLES
from opsroom.domains.access.models import User
from opsroom.domains.channels.models import Channel, Import
from opsroom.domains.customers.models import Customer
from opsroom.domains.rules.actions.create_rule import create_rule
from opsroom.domains.rules.rules.values import Act, Condition, Content
from opsroom.workflows.hand_over import hand_over

pytestmark = pytest.mark.django_db
HOSTILE = '=HYPERLINK("http://x","y")'

# List -> where it leaves.
EXPORTS = {
    "/orders": "/orders/export",
    "/orders/drafts": "/orders/drafts/export",
    "/stock": "/stock/export",
    "/stock/bins": "/stock/bins/export",
    "/stock/moves": "/stock/moves/export",
    "/stock/suppliers": "/stock/suppliers/export",
    "/customers": "/customers/export",
    "/money": "/money/export",
    "/money/owed": "/money/owed/export",
    "/stock/purchases": "/stock/purchases/export",
    "/tasks": "/tasks/export",
    "/import": "/import/export",
    "/channels": "/channels/export",
    "/improve": "/improve/export",
    "/handover": "/handover/export",
    "/settings/sites": "/settings/sites/export",
    "/settings/data-map": "/settings/data-map/export",
}
# Page -> why it has none.
NO_EXPORT = {
    "/orders/lines/export": "the list of orders in another shape, offered where that leaves",
    "/": "numbers, each of which opens a list that has one",
    "/today/progress": "a card of Today",
    "/today/release": "a dry run",
    "/fulfil": "work in hand; its orders leave from Orders by their view",
    "/fulfil/commands": "a sheet of paper",
    "/fulfil/scan": "one field",
    "/orders/fix-addresses": "forms; its orders leave from Orders, view bad_address",
    "/orders/match-skus": "forms; its orders leave from Orders, view unknown_sku",
    "/orders/new": "a form",
    "/orders/year": "figures of the demo shop's past year, each of which opens its orders",
    "/orders/views": "the names of saved lists",
    "/stock/approvals": "decisions that wait; what was decided stands in the record",
    "/customers/erasures": "decisions that wait; nobody is named there",
    "/mentions": "one's own notices; the comments stand where they were written",
    "/mentions/told": "a part of the bar",
    "/handover/new": "a form",
    "/tasks/owners": "a form",
    "/improve/rules/new": "a form",
    "/channels/new": "a form",
    "/stock/suppliers/new": "a form",
    "/import/compare": "a form",
    "/import/templates": "each leaves as a file of its own, which another shop can read",
    "/import/move-in": "steps of moving in, each with its own page",
    "/money/opening": "a form",
    "/settings": "places",
    "/settings/company": "a form",
    "/settings/demo": "a form",
    "/settings/health": "what was checked; `opsroom doctor --json` gives it out",
    "/settings/jobs": "work under way; the rows that failed leave as files of their jobs",
    "/settings/series": "a form",
    "/settings/sites/new": "a form",
    "/settings/users": "administrators take no list out",
    "/settings/users/invite": "a form",
    "/settings/users/rights": "the matrix of the program itself",
    "/palette": "answers to one search",
    "/health": "for watchers",
    "/events": "the live stream",
    "/sw.js": "a script",
}
EMPTY = (
    "/money",
    "/money/owed",
    "/orders/drafts",
    "/stock/suppliers",
    "/stock/purchases",
)  # their own tests have rows
NOT_OURS = ("/account", "/sign-", "/styleguide")  # one's own account, the door, invented rows


def addresses() -> list[str]:
    """Every argument-free address, from the resolver itself."""

    def walk(patterns: list[object], before: str = "") -> list[str]:
        found = []
        for one in patterns:
            here = before + str(getattr(one, "pattern", ""))
            if hasattr(one, "url_patterns"):
                found += walk(one.url_patterns, here)
            elif "<" not in here and "(?P" not in here:
                found.append("/" + here.strip("^$").removesuffix(r"\Z"))
        return found

    return sorted(set(walk(get_resolver().url_patterns)))


class Seen(HTMLParser):
    """The first table of a page: its titles, and of each row the words of its cells without what stands small."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.rows: list[list[str]] = []
        self._part, self._cell, self._quiet, self._mark = "", "", 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("thead", "tbody", "tfoot"):
            self._part = tag
        if self._part == "tbody" and tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self._cell, self._quiet = "", 0
        if tag in ("small", "label", "button"):
            self._quiet += 1
        self._mark = tag == "span" and "mg" in str(dict(attrs).get("class")).split()

    def handle_endtag(self, tag: str) -> None:
        self._mark = False
        if tag in ("small", "label", "button"):
            self._quiet = max(0, self._quiet - 1)
        if tag in ("th", "td"):
            words = " ".join(self._cell.split())
            if self._part == "thead" and tag == "th":
                self.titles.append(words)
            elif self._part == "tbody":
                self.rows[-1].append(words)

    def handle_data(self, data: str) -> None:
        if not self._quiet and not self._mark:
            self._cell += data


@pytest.fixture
def shop() -> Shop:
    """A row in every list, some of them with a formula for a name."""
    shop = furnish(3)
    shop.take_in(1001, ship_to=replace(BERLIN, postcode="1"))
    shop.take_in(1002, line("MUGG", 1, "23.80", 380))
    manager = factories.actor("manager", shop.company)
    Channel.objects.filter(pk=shop.channel).update(name=HOSTILE)
    Customer.objects.update(name=HOSTILE)
    Import.objects.filter(pk=factories.import_row(shop.company, shop.channel)).update(file_name=HOSTILE)
    content = Content(HOSTILE, "all", (Condition("country_is", ("DE",)),), (Act("tag", "x"),))
    create_rule(manager, shop.company, content)
    hand_over(manager, shop.company, shop.site, "day", HOSTILE)
    return shop


@pytest.fixture
def boss(shop: Shop) -> Client:
    client, pk = Client(), factories.user(set(ROLES), shop.company)
    User.objects.filter(pk=pk).update(name="=Boss")
    path = factories.sign_in_path(shop.company, pk)
    client.post(path)
    return client


def test_every_page_is_a_list_that_leaves_or_says_why_it_does_not(boss: Client) -> None:
    chosen = {*EXPORTS, *EXPORTS.values(), *NO_EXPORT}
    unsaid = []
    for path in addresses():
        if path in chosen or path.startswith(NOT_OURS):
            continue
        answer = boss.get(path)
        if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            unsaid.append(path)
    assert unsaid == [], "give the list an export, or say above why it has none"
    assert set(EXPORTS) | set(EXPORTS.values()) <= set(addresses())


@pytest.mark.parametrize("path", sorted(EXPORTS))
def test_X1_each_list_offers_its_export_and_no_cell_of_it_is_a_formula(boss: Client, path: str) -> None:
    page = boss.get(path).content.decode()
    body = boss.post(EXPORTS[path], {"form": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert len(rows) > 1 or path in EMPTY, "this test has a row in the list"
    assert f'href="{EXPORTS[path]}' in page or len(rows) == 1, "the list shows no way out"
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?!\d)", cell)]
    assert len({len(row) for row in rows}) == 1
    book = load_workbook(io.BytesIO(boss.post(EXPORTS[path], {"form": "xlsx"}).content)).active
    cells = [cell for row in book for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert next(["" if c.value is None else str(c.value) for c in row] for row in book) == rows[0]
    assert book.max_row == len(rows)


@pytest.mark.parametrize(
    "path", ["/tasks", "/import", "/channels", "/improve", "/settings/sites", "/settings/data-map"]
)
def test_a_list_leaves_with_the_columns_and_words_that_are_seen(boss: Client, path: str) -> None:
    seen = Seen()
    with time_machine.travel(timezone.now(), tick=False):  # "5 min ago" must not become 6 between the two
        seen.feed(boss.get(path).content.decode())
        body = boss.post(EXPORTS[path], {"form": "csv"}).content.decode("utf-8-sig")
    titles = [title for title in seen.titles if title not in ("", "Act")]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [title for title in rows[0] if not title.endswith(", more")] == titles
    at = [seen.titles.index(title) for title in titles]
    offset = max(len(row) for row in seen.rows) - len(seen.titles)
    for row, told in zip(seen.rows, rows, strict=True):
        shown = [unescape(row[place + offset]) for place in at]
        given = [told[title].removeprefix("'") for title in titles]
        assert [_plain(one) for one in shown] == [_plain(one) for one in given]


def _plain(words: str) -> str:
    return "" if words == "–" else words.replace(",", "").replace(" ", "")


@pytest.mark.parametrize("path", sorted(set(EXPORTS.values())))
def test_Z2_who_may_not_export_or_not_see_the_list_gets_nothing(shop: Shop, path: str) -> None:
    for role in ("warehouse", "admin"):
        client = Client()
        client.post(factories.sign_in_path(shop.company, factories.user(role, shop.company)))
        assert client.get(path).status_code == 403, role
        assert client.post(path, {"form": "csv"}).status_code == 403, role
    stranger = factories.company()
    client = Client()
    client.post(factories.sign_in_path(stranger, factories.user("manager", stranger)))
    body = client.post(path, {"form": "csv"}).content.decode("utf-8-sig")
    own = 1 if path != "/settings/data-map/export" else 2
    assert len(list(csv.reader(io.StringIO(body)))) == 1 or own == 2
