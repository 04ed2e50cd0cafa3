"""Imports in the browser's words: uploaded, fixed, answered, written, undone; foreign ones are as good as missing."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import factories
from tests.workflows.imports.test_history import OLD_SHOP
from tests.workflows.imports.test_products import HEADER, MUG

from opsroom.connectors import csv_files
from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Import, ImportMapping
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Stock
from opsroom.interfaces.web.imports import lines as lines_page
from opsroom.interfaces.web.imports.asked import FLAGS
from opsroom.kernel.records.models import Job
from opsroom.project import wiring
from opsroom.workflows import importing, step_import, tasks

pytestmark = pytest.mark.django_db
TWICE = "product.duplicate_sku"
BAD = "=cmd,Cup,V,,,CUP-1,shopify,1,-2.00,1,TRUE,active\n"


@pytest.fixture(autouse=True)
def _connectors() -> None:
    wiring.connect()


@pytest.fixture
def company() -> int:
    company = factories.company()
    factories.site(company)
    return company


def enter(client: Client, company: int, role: str = "manager") -> Client:
    path = factories.sign_in_path(company, factories.user(role, company))
    client.get(path)
    client.post(path)
    return client


def send(client: Client, text: str, name: str = "products.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    return client.post("/import/upload", {"files": [file], "mode": "live", **more})


def test_an_uploaded_file_is_checked_and_writes_nothing_until_it_is_told_to(
    client: Client, company: int
) -> None:
    manager = enter(client, company)
    answer = send(manager, HEADER + MUG)
    found = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/import/{found.pk}")
    page = manager.get(answer["Location"]).content.decode()
    assert "1 of 1 record is ready." in page
    assert "<dt>Items created</dt><dd>2</dd>" in page
    assert Sku.objects.count() == 0
    manager.post(f"/import/{found.pk}/commit")
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["MUG-B", "MUG-G"]
    assert "1 record is in." in manager.get(f"/import/{found.pk}").content.decode()
    manager.post(f"/import/{found.pk}/undo")
    assert "This import was undone" in manager.get(f"/import/{found.pk}").content.decode()
    assert Sku.objects.filter(active=True).count() == 0


def test_a_file_of_the_wrong_kind_is_answered_with_its_sentence_and_not_kept(
    client: Client, company: int
) -> None:
    answer = send(enter(client, company), "\x89PNG\r\n", "photo.csv")
    assert answer.status_code == 422
    assert "photo.csv” was not imported" in answer.content.decode()
    assert Import.objects.count() == 0


def test_a_row_is_fixed_in_place_confirmed_or_left_out(client: Client, company: int) -> None:
    manager = enter(client, company)
    send(manager, HEADER + MUG + BAD)
    found = Import.objects.get()
    assert "−2.00 is below zero" in manager.get(f"/import/{found.pk}?tab=fix").content.decode()
    fix = {"act": "apply", "column": "Variant Price", "value": "2.00", "line": "4"}
    # Back where the rows are: on a phone they stand a screen below the top, and the next one waits.
    assert manager.post(f"/import/{found.pk}/row/1", fix)["Location"].endswith("#records")
    assert 'id="records"' in manager.get(f"/import/{found.pk}").content.decode()
    assert found.rows.get(number=1).verdict == "ready"
    manager.post(f"/import/{found.pk}/row/1", {"act": "leave_out"})
    assert found.rows.get(number=1).verdict == "skipped"
    manager.post(f"/import/{found.pk}/commit")
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["MUG-B", "MUG-G"]


def test_columns_are_chosen_saved_and_used_for_the_next_file_of_the_same_header(
    client: Client, company: int
) -> None:
    manager = enter(client, company)
    text = "code,counted,note\nMUG-B,3,\n"
    send(manager, text, "a.csv", format="stock")
    found = Import.objects.get()
    chosen = {"field.0": "sku", "field.1": "quantity", "field.2": "", "name": "Shelf list"}
    manager.post(f"/import/{found.pk}/columns", chosen)
    found.refresh_from_db()
    assert found.mapping["columns"] == {"sku": "code", "quantity": "counted"}
    assert ImportMapping.objects.get().name == "Shelf list"
    send(manager, text + "MUG-G,1,\n", "b.csv", format="stock")
    assert Import.objects.latest("id").mapping["columns"] == {"sku": "code", "quantity": "counted"}


def test_a_question_is_answered_on_the_page_and_the_file_read_again(client: Client, company: int) -> None:
    manager = enter(client, company)
    send(manager, HEADER + MUG)
    manager.post(f"/import/{Import.objects.get().pk}/commit")
    send(manager, "SKU,Quantity\nMUG-B,13\n", "stock.csv", format="stock")
    found = Import.objects.latest("id")
    assert "What is it?" in manager.get(f"/import/{found.pk}").content.decode()
    refused = manager.post(f"/import/{found.pk}/commit")
    assert refused.status_code == 302
    assert sum(Stock.objects.values_list("on_hand", flat=True)) == 12
    manager.post(f"/import/{found.pk}/answer", {"quantity_meaning": "on_hand"})
    manager.post(f"/import/{found.pk}/commit")
    assert sum(Stock.objects.values_list("on_hand", flat=True)) == 13


def test_where_quantities_lie_is_asked_with_the_sites_and_no_foreign_one_is_taken(
    client: Client, company: int
) -> None:
    second, foreign = factories.site(company), factories.site(factories.company())
    manager = enter(client, company)
    page = send(manager, "SKU,On hand\nCUP-1,4\n", "stock.csv")["Location"]
    assert f'name="site" value="{second}"' in manager.get(page).content.decode()
    assert manager.post(f"{page}/answer", {"site": foreign}).status_code == 404
    assert Import.objects.get().site_id is None
    manager.post(f"{page}/answer", {"site": second})
    assert "Which site" not in manager.get(page).content.decode()


def test_a_doubtful_encoding_is_asked_on_the_page_and_the_file_read_again(
    client: Client, company: int
) -> None:
    manager = enter(client, company)
    text = (HEADER + MUG).replace("Stone mug", "Кружка")
    file = SimpleUploadedFile("products.csv", text.encode("cp1251"), content_type="text/csv")
    address = manager.post("/import/upload", {"files": [file], "mode": "live"})["Location"]
    page = manager.get(address).content.decode()
    assert "It was read as Windows Western (cp1252)" in page
    assert "Кружка" not in page
    refused = manager.post(f"{address}/answer", {"encoding": "rot13"}, follow=True).content.decode()
    assert "not among those offered" in refused
    manager.post(f"{address}/answer", {"encoding": "cp1251"})
    page = manager.get(f"{address}?tab=all").content.decode()
    assert "Кружка" in page
    assert 'value="cp1251" aria-pressed="true"' in page


def test_one_kind_of_question_is_confirmed_in_every_row_at_once_and_says_first_what_that_does(
    client: Client, company: int
) -> None:
    manager = enter(client, company)
    twins = "".join(f"t{n},Twin {n},V,,,MUG-B,shopify,1,2.00,1,TRUE,active\n" for n in range(3))
    address = send(manager, HEADER + MUG + twins + BAD)["Location"]
    page = manager.get(f"{address}?tab=questions").content.decode()
    assert "3 records: one SKU stands for two variants." in page
    assert "the first one&#x27;s text stays, the other only lists it too." in page
    assert (
        enter(Client(), company, "bookkeeper").post(f"{address}/confirm", {"flag": TWICE}).status_code == 403
    )
    found = Import.objects.get()
    assert found.rows.filter(verdict="question").count() == 3
    assert columns_to_fix(manager, address) == ["Variant SKU"] * 3 + ["Variant Price"]

    manager.post(f"{address}/confirm", {"flag": TWICE})
    assert dict(found.rows.values_list("number", "verdict")) == {
        0: "ready", 1: "ready", 2: "ready", 3: "ready", 4: "error"
    }  # fmt: skip
    assert columns_to_fix(manager, address) == ["Variant Price"], "what was confirmed is nothing to fix"
    again = manager.post(f"{address}/confirm", {"flag": TWICE}, follow=True).content.decode()
    assert "No record asks that any more." in again
    manager.post(f"{address}/commit")
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["MUG-B", "MUG-G"]
    assert manager.post(f"{address}/undo").status_code == 302
    assert manager.post(f"{address}/confirm", {"flag": TWICE}).status_code == 422


def test_every_question_a_row_can_ask_says_what_confirming_it_does() -> None:
    found: set[str] = set()
    for file in Path(importing.__file__).parent.glob("*.py"):
        found |= set(re.findall(r'"question",\s*f?"([\w.{}]+)"', file.read_text()))
    for file in Path(csv_files.__file__).parent.glob("*.py"):
        found |= set(re.findall(r'\.ask\([^"]*"\w+",[^"]*"([\w.]+)"\)', file.read_text()))
    codes = {code.format(name=name) for code in found for name in ("price", "cost")}
    assert codes == set(FLAGS)


def columns_to_fix(manager: Client, address: str) -> list[str]:
    """The columns that the error file names, in its order."""
    text = b"".join(manager.get(f"{address}/errors.csv").streaming_content).decode()
    return [row[2] for row in csv.reader(text.splitlines()[1:])]


def test_a_file_of_one_of_two_shops_is_answered_with_their_names(client: Client, company: int) -> None:
    for code in ("north", "south"):
        factories.channel(company, code, connector="shopify")
    page = send(enter(client, company), HEADER + MUG)
    assert page.status_code == 422
    assert (
        "could belong to several channels: Web shop (north), Web shop (south). Choose"
        in page.content.decode()
    )


def test_X1_the_error_file_opens_nothing_in_a_spreadsheet(client: Client, company: int) -> None:
    manager = enter(client, company)
    send(manager, HEADER + BAD)
    answer = manager.get(f"/import/{Import.objects.get().pk}/errors.csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.splitlines()[1].split(",")[:2] == ["2", "'=cmd"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_Z3_an_import_of_another_company_is_as_good_as_missing(client: Client, company: int) -> None:
    send(enter(client, company), HEADER + MUG)
    found = Import.objects.get().pk
    stranger = enter(Client(), factories.company())
    for address in ("", "/errors.csv", "/job"):
        assert stranger.get(f"/import/{found}{address}").status_code == 404
    for act in ("commit", "undo", "discard", "answer", "columns", "row/0"):
        assert stranger.post(f"/import/{found}/{act}", {"act": "confirm"}).status_code == 404
    assert Import.objects.get().state == "staged"


def test_who_may_not_count_is_told_before_anything_is_written(client: Client, company: int) -> None:
    factories.channel(company, connector="shopify")
    buyer = enter(client, company, "buyer")
    send(buyer, HEADER + MUG)
    answer = buyer.post(f"/import/{Import.objects.get().pk}/commit")
    assert answer.status_code == 403
    assert (Sku.objects.count(), Import.objects.get().state) == (0, "staged")


def test_a_large_file_waits_for_the_worker_and_says_so_at_every_step(
    client: Client, company: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step_import, "IMPORT_INLINE_ROWS_MAX", 0)
    monkeypatch.setattr(step_import, "IMPORT_INLINE_BYTES_MAX", 0)
    manager = enter(client, company)
    buyer, bookkeeper = enter(Client(), company, "buyer"), enter(Client(), company, "bookkeeper")
    factories.channel(company, connector="shopify")
    address = send(buyer, HEADER + MUG)["Location"]
    assert "waits to be read" in manager.get(address).content.decode()
    found, person = Import.objects.get(), factories.user("manager", company)
    actor = {"import_id": found.pk, "company_id": company, "user_id": person}
    tasks.read_import(**actor)

    manager.post(f"{address}/commit")
    manager.post(f"{address}/commit")  # pressed twice
    page = manager.get(address).content.decode()
    assert "Importing products.csv" in page
    assert "Waiting" in page
    assert "Import 1 record" not in page, "what was told to go in is not offered again"
    job = Import.objects.get().job_id
    assert jobs_of("imports.commit") == [(job, "queued")]

    assert bookkeeper.post(f"{address}/pause").status_code == 403
    assert jobs_of("imports.commit") == [(job, "queued")]
    manager.post(f"/settings/jobs/{job}/pause")
    manager.post(f"/settings/jobs/{job}/resume")
    waiting = ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True)
    assert list(waiting.order_by("id"))[1:] == ["workflows.write_import"] * 3, "resumed is told to a worker"

    Job.objects.update(state="running", heartbeat_at=timezone.now() - timedelta(hours=1))
    page = manager.get(f"{address}/job").content.decode()
    assert "Nobody works on it now" in page
    assert "Resume" in page

    tasks.write_import(**actor)
    assert "1 record is in." in manager.get(address).content.decode()
    assert jobs_of("imports.commit") == [(job, "done")]
    assert Sku.objects.count() == 2


def jobs_of(kind: str) -> list[tuple[int, str]]:
    return list(Job.objects.filter(kind=kind).values_list("id", "state"))


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five lines a page, so that the way on is walked too."""
    monkeypatch.setattr(lines_page, "PAGE_ROWS_USUAL", 5)


def every_number_opens_to_its_lines(manager: Client, address: str) -> None:
    """Each count of the effect card is the number of lines behind it, page by page."""
    page = manager.get(address).content.decode()
    told = re.findall(rf'href="({address}/lines\?which=\w+)">([\d,]+)', page)
    assert len(told) == len({link for link, _ in told}) > 12
    for link, many in told:
        seen = 0
        following: str | None = link
        while following:
            lines = manager.get(following).content.decode()
            if seen:
                assert f">{seen + 1:,} to " in lines
                assert 'rel="prev"' in lines
            seen += lines.count('<th scope="row"')
            found = re.search(rf'rel="next" href="({address}/lines\?which=\w+&amp;after=\d+)"', lines)
            following = found[1].replace("&amp;", "&") if found else None
        assert seen == int(many), link
    assert manager.get(f"{address}/lines?which=nonsense").status_code == 404
    assert enter(Client(), factories.company()).get(f"{address}/lines").status_code == 404


def test_old_order_lines_say_what_each_kind_of_line_is_and_go_in_as_history_only(
    client: Client, company: int
) -> None:
    manager = enter(client, company)
    broken = OLD_SHOP.replace("BOOK END,1,", "BOOK END,one,")
    address = send(manager, broken, "old.csv")["Location"]
    page = manager.get(address).content.decode()
    assert Import.objects.get().format == "order-lines"
    assert "As live this file would create 5 orders" in page
    for told in ("Stock write-offs", "Postage and carriage", "Cancelled sales, paired", "26"):
        assert told in page
    manager.post(f"{address}/commit")
    assert Order.objects.count() == 0, "nothing while the question is open"

    manager.post(f"{address}/answer", {"history": "history"})
    manager.post(f"{address}/commit")
    assert set(Order.objects.values_list("mode", flat=True)) == {"history"}
    assert Order.objects.count() == 4
    listed = manager.get(f"{address}?tab=new").content.decode()
    assert listed.count('<a class="lnk" href="/orders/') == 4, "a closed order is one click away"
    every_number_opens_to_its_lines(manager, address)
    file = b"".join(manager.get(f"{address}/errors.csv").streaming_content).decode()
    assert "24,1012,Quantity" in file or "24,1012,quantity" in file

    longer = OLD_SHOP.replace("COASTER SET,5,", "COASTER SET,6,")
    other = send(manager, longer, "other.csv", mode="history")["Location"]
    manager.post(f"{other}/commit")
    assert Order.objects.get(external_id="1010").total_minor == 4020, "what is in stays"
    file = b"".join(manager.get(f"{other}/errors.csv").streaming_content).decode()
    assert ",1010,,,It is in already and differs." in file
