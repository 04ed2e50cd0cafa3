"""Templates in the browser's words: saved, listed, changed, shared as a file, offered; foreign ones are missing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories
from tests.interfaces.web.imports.test_import_pages import enter, send

from opsroom.domains.channels.models import Import, ImportMapping
from opsroom.project import wiring

pytestmark = pytest.mark.django_db
TEXT = "code;counted;place\nMUG-B;3;Halle 1\n"


@pytest.fixture(autouse=True)
def _connectors() -> None:
    wiring.connect()


@pytest.fixture
def company() -> int:
    company = factories.company()
    factories.site(company)
    return company


def save(manager: Client, name: str = "Shelf list") -> ImportMapping:
    send(manager, TEXT, "a.csv", format="stock")
    manager.post(
        f"/import/{Import.objects.latest('id').pk}/columns",
        {
            "field.0": "sku", "field.1": "quantity", "field.2": "location", "reading.delimiter": ";",
            "word.0.field": "location", "word.0.from": "Halle 1", "word.0.to": "Main", "name": name,
        },
    )  # fmt: skip
    return ImportMapping.objects.get(name=name)


def test_a_mapping_is_saved_listed_shared_and_taken_in_by_another_company(
    client: Client, company: int
) -> None:
    manager = enter(client, company)
    made = save(manager)
    assert (made.mapping, made.reading, made.words) == (
        {"location": "place", "quantity": "counted", "sku": "code"}, {"delimiter": ";"},
        {"location": {"halle1": "Main"}},
    )  # fmt: skip
    page = manager.get(f"/import/{Import.objects.get().pk}").content.decode()
    assert "Read by" not in page, "by its own columns, which were just chosen by hand"
    listed = manager.get("/import/templates").content.decode()
    assert "1 template for files that come again" in listed
    assert "code, place, counted" in listed
    file = manager.get(f"/import/templates/{made.pk}/file.json")
    assert file["Content-Disposition"] == 'attachment; filename="shelf-list.template.json"'
    assert json.loads(file.content)["columns"] == made.mapping

    other = factories.company()
    stranger = enter(Client(), other)
    assert stranger.get(f"/import/templates/{made.pk}").status_code == 404
    assert stranger.get(f"/import/templates/{made.pk}/file.json").status_code == 404
    assert stranger.post(f"/import/templates/{made.pk}/delete").status_code == 404
    got = add(stranger, file.content)
    assert got.status_code == 302
    theirs = ImportMapping.objects.get(company_id=other)
    assert (theirs.name, theirs.mapping, theirs.words) == (made.name, made.mapping, made.words)
    again = add(stranger, file.content)
    assert (again.status_code, "there is a template “Shelf list” already" in again.content.decode()) == (
        422,
        True,
    )
    bad = add(stranger, b'{"opsroom_template": 1}')
    assert (bad.status_code, "Nothing was added." in bad.content.decode()) == (422, True)
    assert ImportMapping.objects.filter(company_id=other).count() == 1


def add(client: Client, data: bytes) -> Any:
    return client.post("/import/templates/add", {"file": SimpleUploadedFile("t.json", data)})


def test_the_next_file_says_by_what_it_is_read_and_can_be_read_without(client: Client, company: int) -> None:
    manager = enter(client, company)
    made = save(manager)
    send(manager, TEXT.replace("3", "4"), "b.csv")
    found = Import.objects.latest("id")
    page = manager.get(f"/import/{found.pk}").content.decode()
    assert "Read by the template “Shelf list”, since it has the same columns." in page
    manager.post(f"/import/{found.pk}/template", {"template": ""})
    page = manager.get(f"/import/{found.pk}").content.decode()
    assert "Read by the template" not in page
    send(manager, "code;counted;weight\nMUG-B;3;1\n", "c.csv", format="stock")
    found = Import.objects.latest("id")
    assert "“Shelf list” may fit." in manager.get(f"/import/{found.pk}").content.decode()
    manager.post(f"/import/{found.pk}/template", {"template": made.pk})
    page = manager.get(f"/import/{found.pk}").content.decode()
    assert "“place” is missing: Location stays empty." in page
    assert manager.post(f"/import/{found.pk}/template", {"template": made.pk + 99}).status_code in {
        400,
        404,
        409,
    }


def test_a_template_is_changed_as_a_whole_and_deleted(client: Client, company: int) -> None:
    manager = enter(client, company)
    made = save(manager)
    other = save(manager, "Second")
    page = manager.get(f"/import/templates/{made.pk}").content.decode()
    assert ("Field for column counted" in page, "a.csv" in page) == (True, True)
    form = {
        "name": "Shelves",
        "field.0": "barcode",
        "field.1": "quantity",
        "field.2": "",
        "reading.delimiter": "",
    }
    assert manager.post(f"/import/templates/{made.pk}", form).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.mapping, made.reading, made.words) == (
        "Shelves", {"barcode": "code", "quantity": "counted"}, {}, {}
    )  # fmt: skip
    taken = manager.post(f"/import/templates/{made.pk}", form | {"name": "Second"})
    assert (taken.status_code, "Nothing was saved." in taken.content.decode()) == (422, True)
    page = manager.get(f"/import/templates/{other.pk}").content.decode()
    manager.post(f"/import/templates/{other.pk}/delete", {"seen": seen(page)})
    assert list(ImportMapping.objects.values_list("name", flat=True)) == ["Shelves"]


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_a_template_that_changed_since_its_page_was_shown_is_not_deleted(
    client: Client, company: int
) -> None:
    manager, kim = enter(client, company), enter(Client(), company)
    address = f"/import/templates/{save(manager).pk}"
    first = seen(manager.get(address).content.decode())
    kim.post(
        address, {"field.0": "sku", "field.1": "quantity", "field.2": "bin", "name": "Shelves", "seen": first}
    )
    refused = manager.post(f"{address}/delete", {"seen": first})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody else changed “Shelves” after you opened it. Here it stands as it is now" in page
    assert ImportMapping.objects.get().name == "Shelves"
    assert manager.post(f"{address}/delete", {"seen": seen(page)}).status_code == 302
    assert ImportMapping.objects.count() == 0


def test_saving_under_a_name_that_is_taken_shows_it_and_asks_for_one_more_press(
    client: Client, company: int
) -> None:
    manager, kim = enter(client, company), enter(Client(), company)
    made = save(manager)
    send(manager, TEXT.replace("3", "4"), "b.csv", format="stock")
    address = f"/import/{Import.objects.latest('id').pk}"
    manager.get(address)  # what was said of the first is read
    form = {"field.0": "sku", "field.1": "quantity", "field.2": "bin", "name": "Shelf list"}
    asked = manager.post(f"{address}/columns", form)
    page = manager.get(asked["Location"]).content.decode()
    assert "There is a template “Shelf list” already: it reads code, place, counted" in page
    assert "Saved as" not in page
    made.refresh_from_db()
    assert made.mapping == {"location": "place", "quantity": "counted", "sku": "code"}, "as it was"
    first = seen(page)

    theirs = {"field.0": "barcode", "field.1": "quantity", "field.2": "location", "name": "Shelf list"}
    kim.post(f"/import/templates/{made.pk}", {**theirs, "seen": first})
    again = manager.post(f"{address}/keep", {"name": "Shelf list", "seen": first}, follow=True)
    page = again.content.decode()
    assert "Somebody changed “Shelf list” meanwhile." in page
    made.refresh_from_db()
    assert made.mapping["barcode"] == "code", "what was not seen is not overwritten"

    said = manager.post(f"{address}/keep", {"name": "Shelf list", "seen": seen(page)}, follow=True)
    assert "Saved as “Shelf list”" in said.content.decode()
    made.refresh_from_db()
    assert made.mapping == {"bin": "place", "quantity": "counted", "sku": "code"}
    assert Import.objects.latest("id").template_id == made.pk
    same = manager.post(f"{address}/columns", form, follow=True).content.decode()
    assert "Saved as “Shelf list”" in same, "what says the same replaces nothing"


def test_the_second_of_two_editors_of_a_template_is_told_and_overwrites_only_knowingly(
    client: Client, company: int
) -> None:
    manager, kim = enter(client, company), enter(Client(), company)
    made = save(manager)
    address = f"/import/templates/{made.pk}"
    form = {"field.0": "sku", "field.1": "quantity", "field.2": "location"}

    first = seen(manager.get(address).content.decode())
    theirs = {**form, "name": "Shelves", "seen": seen(kim.get(address).content.decode())}
    assert kim.post(address, theirs).status_code == 302

    mine = {**form, "name": "Old shelves", "field.2": "bin"}
    second = manager.post(address, {**mine, "seen": first})
    page = second.content.decode()
    assert second.status_code == 422
    assert "Somebody else changed “Shelves” after you opened it." in page
    assert 'value="Old shelves"' in page, "what was typed stays"
    made.refresh_from_db()
    assert (made.name, made.mapping["location"]) == ("Shelves", "place")

    assert manager.post(address, {**mine, "seen": seen(page)}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.mapping["bin"]) == ("Old shelves", "place")


def test_who_may_look_sees_the_list_and_changes_nothing(client: Client, company: int) -> None:
    manager = enter(client, company)
    made = save(manager)
    looker = enter(Client(), company, "bookkeeper")
    page = looker.get(f"/import/templates/{made.pk}").content.decode()
    assert "Delete the template" not in page
    assert looker.post(f"/import/templates/{made.pk}/delete").status_code == 403
    assert looker.post(f"/import/templates/{made.pk}", {"name": "x", "field.0": "sku"}).status_code == 403
    assert add(looker, manager.get(f"/import/templates/{made.pk}/file.json").content).status_code == 403
    assert enter(Client(), company, "warehouse").get("/import/templates").status_code in {403, 404}
    assert ImportMapping.objects.get().name == "Shelf list"
