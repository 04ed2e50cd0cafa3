"""Every page there is, on a phone, a desk, on paper and from right to left: no fault, no axe finding, nothing wide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page
from tests import factories
from tests.browser.checks import assert_axe_clean, assert_phone_width, assert_tables_fit, shot
from tests.browser.conftest import DESK, PHONE, Live, PageFaults
from tests.domains.fulfilment.floor import floor
from tests.factories import Shop
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.models import Order
from opsroom.domains.rules.actions.create_rule import create_rule
from opsroom.domains.rules.rules import Act, Condition, Content
from opsroom.ports.incoming import LineKind
from opsroom.project import wiring
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.release_orders import release_orders

# Nothing under way that htmx asked for, and drawn twice since: what a page starts by itself has then been seen.
SETTLED = """async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await drawn();
    for (let frame = 0; frame < 120 && document.querySelector(".htmx-request"); frame++) await drawn();
}"""
# Not for this role; not while there is no second factor; not without what a form would have sent.
REFUSALS = (403, 404, 400)
# There only with a second factor, and only in the demo shop.
NOT_HERE = ("/account/", "/settings/demo")
# What is no page: the stream, health, a script, what signs the visitor out.
NO_PAGE = frozenset({"/events", "/health", "/sw.js", "/offline/sw.js", "/sign-out"})
EVERYBODY = frozenset({"manager", "warehouse", "bookkeeper", "buyer", "admin"})
LINK = re.compile(r'(?:href|hx-get)="(/[^"?#]*)')
# On paper a table is a table, whatever the sheet's width, and nothing is there to be pressed.
PAPER = """() => [
    ...[...document.querySelectorAll("main .tbl")].filter((one) => getComputedStyle(one).display !== "table"),
    ...[...document.querySelectorAll("main :is(.btn, input, select, textarea)")].filter((one) => one.checkVisibility()),
].map((one) => one.outerHTML.slice(0, 120))"""
CUT = "STOOL <b>=1+1</b> with a name that is longer than any column has room for, and still one more word"


@dataclass(slots=True)
class Crew(Shop):
    """A shop whose one person has all the roles there are, so that each page shows all its parts."""

    def person(self, role: str) -> int:
        if role not in self.people:
            self.people[role] = factories.user(EVERYBODY if role == "all" else role, self.company_id)
        return self.people[role]


@pytest.fixture
def shop(live: Live) -> Shop:
    """Orders in every state, a wave half done, an import with a row to fix, a rule: each kind of page has one."""
    found = floor("full", totes=2, MUG=7)
    mug = replace(line("MUG", 1, "23.80", 380), title=CUT)
    orders = [order(n, mug, total=2870) for n in range(1001, 1006)]
    orders += [
        order(1006, line("MUG", 9, "23.80", 3420), total=21910),
        order(1007, mug, total=2870, ship_to=replace(BERLIN, postcode="D 10119", name=CUT)),
        replace(order(1008, line("MUGG", 1, "23.80", 380), total=2870), tags=("fragile, wrapped twice",)),
    ]
    course = replace(line("COURSE", 1, "119.00", 1900), kind=LineKind.DIGITAL, requires_shipping=False)
    orders.append(order(1009, course, total=11900, shipping_lines=()))
    release_orders(found.demo, found.company, found.take_in(*orders)[:3])
    number_invoices(found.demo, found.company, date(2026, 11, 23))
    crew = Crew(found.company, found.site)
    act, asked = (Act("tag", "abroad"),), (Condition("country_is", ("CH",)),)
    create_rule(crew.actor("all"), found.company, Content("Abroad", "all", asked, act))
    buyer = PartyDraft(name=CUT, line1="Kai 3", postcode="2", city="Hamburg", country="DE")
    draft = begin_draft(crew.actor("all"), found.company, new_buyer=buyer)
    add_draft_lines(crew.actor("all"), found.company, draft, [WantedGoods(found.skus["MUG"], 99)])
    wiring.connect()
    client = Client()
    path = factories.sign_in_path(found.company, crew.person("all"))
    client.get(path)
    client.post(path)
    file = SimpleUploadedFile("stock.csv", b"SKU,Quantity\nMUG,one\nMUG,4\n", content_type="text/csv")
    client.post("/import/upload", {"files": [file], "mode": "live", "format": "stock"})
    return crew


def _patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, here)
        elif "<" not in here and "(?P" not in here:
            yield "/" + here.strip("^$").removesuffix(r"\Z")


def addresses() -> list[str]:
    """Every argument-free address that answers GET with a page, from the resolver itself."""
    return sorted(set(_patterns(get_resolver().url_patterns)) - NO_PAGE)


def pages_of(page: Page, *first: str) -> Iterator[tuple[str, int, bool]]:
    """`first`, each argument-free address, and one of each kind that any page links to: path, status, is a page."""
    todo, routes = [*first, *addresses()], {resolve(path).route for path in first}
    for path in todo:
        answer = page.request.get(path, max_redirects=0)
        text = answer.text() if "text" in answer.headers.get("content-type", "") else ""
        # Fragments for htmx, files and addresses that only take a POST are no pages.
        is_page = answer.status != 405 and text.lstrip().lower().startswith("<!doctype html")
        yield path, answer.status, is_page
        for link in LINK.findall(text):
            try:
                route = resolve(link).route
            except Resolver404:
                continue
            if "<" in route and route not in routes:
                routes.add(route)
                todo.append(link)


def look_at(page: Page, path: str, *, dark: bool) -> None:
    """One page on a phone, then from right to left, on a desk, and as it is printed."""
    page.emulate_media(media="screen", color_scheme="dark" if dark else "light")
    page.set_viewport_size(PHONE)
    page.goto(path)
    page.evaluate(SETTLED)
    shot(page, f"every{path.replace('/', '-')}-390")
    assert_axe_clean(page)
    assert_phone_width(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert_phone_width(page)
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size(DESK)
    shot(page, f"every{path.replace('/', '-')}-1440")
    assert_phone_width(page)
    assert_tables_fit(page)
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == [], f"{path} on paper"


def test_every_page_is_whole_in_every_way_it_is_looked_at(
    open_page: Callable[..., Page], page_faults: PageFaults, shop: Crew
) -> None:
    page = open_page("all", phone=True)
    held = Order.objects.get(external_name="#1007", company_id=shop.company_id)
    found, broken, seen = dict[str, int](), list[str](), list[str]()
    for path, status, is_page in pages_of(page, f"/orders/{held.pk}"):
        found[path] = status
        if is_page:
            seen.append(path)
            try:
                # Every other page in the other light: what both have in common is judged in the style guide.
                look_at(page, path, dark=len(seen) % 2 == 0)
            except AssertionError as fault:
                broken.append(f"{path} | " + " ".join(str(fault).split())[:400])
    # A page that refuses says so with its status, which chromium logs as an error.
    refused = tuple(f"status of {status} " for status in REFUSALS)
    page_faults.found = [fault for fault in page_faults.found if not any(one in fault for one in refused)]
    assert broken == [], "\n".join(broken)
    assert {path: status for path, status in found.items() if status not in (200, 302, 405, *REFUSALS)} == {}
    missing = [path for path, status in found.items() if status == 404 and not path.startswith(NOT_HERE)]
    assert missing == []
    # The walk has been where the work is done, not only where the menu leads.
    kinds = {resolve(path).url_name for path in seen}
    assert {"today", "order", "order-hold", "order-address", "wave", "pick", "pack", "stock-item", "import", "invoice",
            "customer", "rule", "channel", "settings-site", "access_user"} <= kinds  # fmt: skip
    # The same pages are there for who may do less; what is not theirs is refused in words, never by a fault.
    other = open_page("warehouse")
    statuses = {path: other.request.get(path, max_redirects=0).status for path in seen}
    assert {path: status for path, status in statuses.items() if status not in (200, 302, *REFUSALS)} == {}
    assert statuses["/"] == statuses["/orders"] == 200


def test_the_walk_knows_the_areas() -> None:
    assert {"/", "/orders", "/stock", "/import", "/fulfil"} <= set(addresses())
    assert all(resolve(path) for path in addresses())
