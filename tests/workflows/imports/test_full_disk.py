"""The disk full in mid-import: a sentence that says what is full and what to do, nothing half done, and it goes on."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client
from tests import factories
from tests.interfaces.web.imports.test_import_pages import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import ORDERS, products

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.models import Import, ImportRow
from opsroom.domains.orders.models import Order
from opsroom.interfaces.cli.exit_codes import CUT_OFF
from opsroom.interfaces.cli.faults import ending_of
from opsroom.kernel.records.full_disk import DiskFull, as_disk_full
from opsroom.kernel.records.models import Job
from opsroom.workflows import commit_import as committing
from opsroom.workflows import stage_import as staging
from opsroom.workflows.importing import uploads
from opsroom.workflows.importing.uploads import NoRoom, keep_upload
from opsroom.workflows.intake import take_in

pytestmark = pytest.mark.django_db


def full_database() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return error


def orders(many: int) -> str:
    return ORDERS + "".join(
        f"{n},2026-11-20 10:00:00,paid,EUR,Ada Lovelace,Mill Lane 12,10115,Berlin,DE,MUG,Thing,1,10.00,0\n"
        for n in range(1, many + 1)
    )


def once(module: Any, name: str, monkeypatch: pytest.MonkeyPatch, *, at: int) -> None:
    """Lets the call with this number fail for want of room, after it has written: what it wrote must go again."""
    true, calls = getattr(module, name), [0]

    def call(*args: Any, **named: Any) -> Any:
        calls[0] += 1
        done = true(*args, **named)
        if calls[0] == at:
            raise full_database()
        return done

    monkeypatch.setattr(module, name, call)


def test_full_while_reading_says_so_keeps_what_was_read_and_goes_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    monkeypatch.setattr(staging, "IMPORT_STAGE_ROWS", 3)
    once(staging, "stage_rows", monkeypatch, at=3)
    one = shop.open(orders(10), "orders.csv", format="orders", answers={"history": "live"})
    with pytest.raises(DiskFull) as said:
        shop.again(one)
    assert said.value.message.startswith(
        "The disk is full: that of the database. What was written until then stays"
    )
    note = Job.objects.latest("id").note
    assert note.startswith("The disk is full: that of the database")
    assert note.endswith("then press Resume on the import's page: it goes on where it stopped.")
    assert (ImportRow.objects.filter(imported_in_id=one).count(), Order.objects.count()) == (6, 0), (
        "two pieces whole"
    )
    run = shop.again(one)
    assert (run.state, run.counts["all"], Order.objects.count()) == ("committed", 10, 10)


def test_full_while_writing_leaves_no_piece_half_done_and_goes_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    monkeypatch.setattr(committing, "IMPORT_COMMIT_ROWS", 4)
    once(take_in, "look_after", monkeypatch, at=2)
    one = shop.open(orders(10), "orders.csv", format="orders", answers={"history": "live"})
    with pytest.raises(DiskFull) as said:
        shop.again(one)
    ending = ending_of(said.value)
    assert (ending.exit_code, ending.code, ending.retry) == (CUT_OFF, "terminal.disk_full", "after_fix")
    assert "Free some space, then run the same command again" in ending.message
    imported = ImportRow.objects.filter(imported_in_id=one, verdict="imported").count()
    assert (imported, Order.objects.count()) == (4, 4), "the piece that was cut off left nothing"
    assert channels.import_of(shop.manager, one).state == "committing"
    run = shop.again(one)
    assert (run.state, Order.objects.count()) == ("committed", 10)


def test_full_while_a_person_waits_is_a_sentence_on_a_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = factories.company()
    factories.site(company)
    manager = enter(client, company)

    def none_left(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.os, "fsync", none_left)
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("products.csv", products(["MUG"]).encode())
    answer = manager.post("/import/upload", {"files": [file], "mode": "live"})
    page = answer.content.decode()
    assert (answer.status_code, "The disk that holds the uploads is full. Nothing was kept." in page) == (
        422,
        True,
    )
    assert Import.objects.count() == 0
    assert not any(one.is_file() for one in uploads.folder().rglob("u*/*") if one.stat().st_size == 0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this account may make one."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False, capture_output=True
    ).returncode:  # fmt: skip
        pytest.skip("only root may mount a small disk; the test above raises at the same boundary")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_an_upload_to_a_disk_that_is_really_full_leaves_nothing_behind(
    small_disk: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = small_disk / "files"
    monkeypatch.setattr(uploads, "_room", lambda own: 10**9)  # other programs took the room meanwhile
    with pytest.raises(NoRoom, match=r"The disk that holds the uploads is full\. Nothing was kept"):
        keep_upload((b"x" * 100_000 for _ in range(100)), owner="test")
    assert not [one for one in small_disk.rglob("*") if one.is_file()]
    kept = keep_upload([b"x" * 100_000], owner="test")
    assert kept.size_bytes == 100_000, "with room again the same works"


def test_only_a_full_disk_is_called_one(tmp_path: Path) -> None:
    assert as_disk_full(ValueError("x")) is None
    assert as_disk_full(OSError(errno.EACCES, "no", "/x")) is None
    found = as_disk_full(OSError(errno.EDQUOT, "full", "/data/x"))
    assert found is not None
    assert "The disk is full: /data/x." in found.message
    assert "Resume" not in found.message, "most pages have none"
    lost = OperationalError("server closed the connection unexpectedly")
    lost.__cause__ = psycopg.OperationalError("server closed the connection unexpectedly")
    assert as_disk_full(lost, tmp_path) is None, "there is room: it went for another reason"
