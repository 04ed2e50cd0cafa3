"""What stands around a page: places by role, the demo mark, no word of another company, the device's own theme."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests import factories

from opsroom.domains.catalog.models import Product, Sku
from opsroom.interfaces.web.shell import PLACES, Place

pytestmark = pytest.mark.django_db


def sign_in(client: Client, company: int, role: str) -> Client:
    path = factories.sign_in_path(company, factories.user(role, company))
    client.get(path)
    client.post(path)
    return client


def labels(page: str) -> list[str]:
    nav = page.partition('<nav aria-label="Main"')[2].partition("</nav>")[0]
    return re.findall(r"<span>([^<]+)</span>", nav)


def styleguide(client: Client) -> str:
    answer = client.get("/styleguide")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_bar_shows_only_places_that_stand_and_are_allowed(client: Client) -> None:
    page = styleguide(sign_in(client, factories.company(), "admin"))
    assert "Today" in labels(page)
    assert "Customers" not in labels(page)
    assert "Orders" not in labels(page)


def test_the_shop_and_the_person_are_named_and_a_real_shop_is_not_marked_as_demo(client: Client) -> None:
    page = styleguide(sign_in(client, factories.company(), "manager"))
    assert 'class="demo"' not in page
    assert "Operations manager" in page
    assert re.search(r'class="av"[^>]*>[A-Z]{1,2}</button>', page)


def test_the_theme_is_the_device_s_until_a_person_chooses(client: Client) -> None:
    sign_in(client, factories.company(), "manager")
    assert "data-theme=" not in styleguide(client)
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in styleguide(client)
    client.cookies["theme"] = 'x" onload="1'
    assert "data-theme=" not in styleguide(client)


def test_H1_every_page_carries_the_policy_and_no_inline_style(client: Client) -> None:
    sign_in(client, factories.company(), "manager")
    answer = client.get("/styleguide")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert not re.search(r"<[^>]+\sstyle\s*=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_A1_strangers_see_neither_style_guide_nor_palette(client: Client) -> None:
    for path in ("/styleguide", "/palette?q=a", "/sw.js", "/styleguide/scan"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in")


def test_the_palette_offers_places_by_name_and_says_when_nothing_matches(client: Client) -> None:
    sign_in(client, factories.company(), "manager")
    found = client.get("/palette", {"q": "tod"}, headers={"HX-Request": "true"}).content.decode()
    assert 'role="option"' in found
    assert 'href="/"' in found
    assert "<html" not in found
    nothing = client.get("/palette", {"q": "<zz>"}, headers={"HX-Request": "true"}).content.decode()
    assert "Nothing matches “&lt;zz&gt;”" in nothing
    assert "<html" in client.get("/palette", {"q": "tod"}).content.decode()


def test_Z3_the_palette_finds_our_records_and_nothing_of_another_company(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsroom.interfaces.web.palette.views.stands", lambda href: True)
    ours, theirs = factories.company(), factories.company()
    for company, code in ((ours, "MUG-OURS"), (theirs, "MUG-THEIRS")):
        product = Product.objects.create(company_id=company, handle=code.lower(), title=f"Thing {code}")
        Sku.objects.create(company_id=company, product=product, code=code, currency="EUR")
    sign_in(client, ours, "manager")
    found = client.get("/palette", {"q": "mug-"}, headers={"HX-Request": "true"}).content.decode()
    assert "MUG-OURS" in found
    assert "MUG-THEIRS" not in found


def test_Z2_the_palette_offers_a_warehouse_person_no_customers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsroom.interfaces.web.palette.views.stands", lambda href: True)
    monkeypatch.setattr("opsroom.interfaces.web.shell.stands", lambda href: True)
    company = factories.company()
    sign_in(client, company, "warehouse")
    found = client.get("/palette", headers={"HX-Request": "true"}).content.decode()
    assert 'href="/fulfil"' in found
    assert 'href="/customers"' not in found
    assert 'href="/money"' not in found


def test_the_service_worker_keeps_static_files_only_and_is_asked_for_anew(client: Client) -> None:
    sign_in(client, factories.company(), "manager")
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] in {"no-cache", "no-store"}
    listed = re.search(r"const FILES = (\[.*?\]);", answer.content.decode())
    assert listed is not None
    assert set(re.findall(r'"([^"]+)"', listed.group(1))) == {
        "/static/app.css", "/static/app.js", "/static/icons.svg", "/static/mark.svg",
        "/static/django_htmx/htmx-2.min.js",
    }  # fmt: skip


def test_H2_what_names_a_person_stands_between_the_marks_that_are_never_kept(client: Client) -> None:
    company = factories.company()
    sign_in(client, company, "manager")
    page = styleguide(client)
    private = re.findall(r"<!--private-->(.*?)<!--/private-->", page, re.DOTALL)
    assert len(private) == 1
    rest = page.replace(private[0], "")
    assert 'class="av"' in private[0]
    assert 'class="av"' not in rest
    assert "Operations manager" not in rest


def test_keys_of_places_are_letters_of_their_own() -> None:
    letters = [place.letter for place in PLACES]
    assert len(set(letters)) == len(letters)
    assert all(len(letter) == 1 for letter in letters)


def test_a_count_never_widens_the_bar() -> None:
    assert Place("a", "A", "/", "sun", count=123456).count_text == "9,999+"
    assert Place("a", "A", "/", "sun", count=1234).count_text == "1,234"
