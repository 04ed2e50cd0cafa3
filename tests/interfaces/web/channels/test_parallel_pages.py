"""A parallel run in the browser's words: listen, compare, explain, export, take over, step back; foreign ones 404."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import products
from tests.workflows.imports.test_parallel_run import channel_id, hear, settle, told
from typer.testing import CliRunner

from opsroom.domains.channels.models import Channel, Difference, Explanation, ParallelDay
from opsroom.domains.orders.models import Order
from opsroom.interfaces.cli import compare as compare_command
from opsroom.interfaces.cli import compare_run
from opsroom.interfaces.cli.faults import BadOption
from opsroom.project import wiring
from opsroom.workflows.take_over_channel import take_over_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None) -> Shop:
    wiring.connect()
    company = factories.company()
    return Shop(company, factories.site(company), factories.actor("manager", company))


def bring(client: Any, shop: Shop, text: str, day: str = "") -> Any:
    return client.post(
        "/import/compare-day",
        {
            "channel": channel_id(shop),
            "day": day or datetime.now(UTC).date().isoformat(),
            "file": SimpleUploadedFile("old.csv", text.encode()),
        },
        follow=True,
    )


def test_a_run_from_listening_to_taking_over_and_back_on_its_pages(shop: Shop) -> None:
    made = settle(shop)
    Channel.objects.update(listens_since=None)
    manager, base = enter(shop.company, "manager"), f"/channels/{made}/parallel"
    assert "Run beside the old tool first" in manager.get(base).content.decode()
    page = manager.post(f"{base}/listen", follow=True).content.decode()
    assert "listens; nothing is compared yet" in page
    hear(shop, told(("1001", "MUG", 4, 0, "paid"), ("1002", "BOWL", 1, 1, "paid")))
    order = Order.objects.get(external_id="1001")
    assert "It only listens." in manager.get(f"/orders/{order.pk}").content.decode()
    assert order.number in manager.get("/orders?view=listening").content.decode()
    page = bring(
        manager, shop, told(("1001", "MUG", 5, 0, "paid"), ("1002", "BOWL", 1, 1, "paid"))
    ).content.decode()
    assert ("2 differences to explain" in page, "Other total" in page) == (True, True)
    day = ParallelDay.objects.get()
    one = Difference.objects.get(kind="total")
    page = manager.get(f"{base}/difference/{one.pk}").content.decode()
    assert ("€50.00" in page, "€40.00" in page, "Line 2 of the file." in page) == (True, True, True)
    assert f"/orders/{order.pk}" in page
    page = manager.post(
        f"{base}/difference/{one.pk}/explain", {"reason": "rounding"}, follow=True
    ).content.decode()
    assert ("1 difference to explain" in page, "The old tool rounds otherwise" in page) == (True, True)
    manager.post(f"{base}/difference/{one.pk}/explain", {"reason": "typed <b>"})
    assert Explanation.objects.get().reason == "rounding"
    csv = manager.post(f"{base}/{day.pk}/export", {"form": "csv"}).content.decode("utf-8-sig")
    assert "Other total,1001,2,€50.00,€40.00,The old tool rounds otherwise" in csv
    assert manager.post(f"{base}/{day.pk}/export", {"form": "xlsx"}).content[:2] == b"PK"
    page = manager.get(f"{base}/take-over").content.decode()
    assert "Taking over makes 1 order live" in page
    assert "No day was compared without a difference yet." in page
    page = manager.post(f"{base}/take-over/now", follow=True).content.decode()
    assert ("was taken over" in page, "1 order live now, 1 stay history" in page) == (True, True)
    assert Order.objects.get(external_id="1001").mode == "live"
    page = manager.post(f"{base}/back", follow=True).content.decode()
    assert "It only listens again" in page
    assert Order.objects.get(external_id="1001").mode == "listening"


def test_a_file_that_says_nothing_gets_its_sentence_and_a_day_that_is_none(shop: Shop) -> None:
    settle(shop)
    manager = enter(shop.company, "manager")
    assert "cannot be compared" in bring(manager, shop, "PK\x03\x04").content.decode()
    assert (
        "That is no day." in bring(manager, shop, told(("1", "MUG", 1, 0, "paid")), "31.2.").content.decode()
    )
    none = manager.post(
        "/import/compare-day", {"channel": channel_id(shop), "day": "2026-11-29"}, follow=True
    )
    assert "No file was chosen." in none.content.decode()
    assert ParallelDay.objects.count() == 0


def test_Z2_Z3_who_may_not_sees_no_button_and_a_stranger_nothing(shop: Shop) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid")))
    base = f"/channels/{made}/parallel"
    desk = enter(shop.company, "desk")
    page = desk.get(base).content.decode()
    assert ("Take over" in page, "Compare with the old tool" in page) == (False, True)
    for act in ("listen", "take-over/now", "back"):
        assert desk.post(f"{base}/{act}").status_code == 403
    assert "Take over " not in desk.get(f"{base}/take-over").content.decode().partition("What will happen")[2]
    bring(desk, shop, told(("1001", "MUG", 5, 0, "paid")))
    day, one = ParallelDay.objects.get(), Difference.objects.earliest("id")
    stranger = enter(factories.company(), "manager")
    for address in (base, f"{base}/{day.pk}", f"{base}/difference/{one.pk}", f"{base}/take-over"):
        assert stranger.get(address).status_code == 404
    for address in (
        f"{base}/take-over/now",
        f"{base}/difference/{one.pk}/explain",
        f"{base}/{day.pk}/export",
    ):
        assert stranger.post(address).status_code == 404
    assert Order.objects.get().mode == "listening"


def test_the_terminal_compares_and_says_what_is_left(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid")))

    class Own:
        id = shop.company

    monkeypatch.setattr(compare_run, "terminal_actor", lambda company: (shop.manager, Own()))
    app = typer.Typer()
    compare_command.register(app)
    code = Channel.objects.get(pk=made).code
    file = tmp_path / "old.csv"

    def run(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(file), "--channel", code, *more])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    file.write_text(told(("1001", "MUG", 4, 0, "paid")))
    assert run() == (
        0, "1 orders compared, 0 differences to explain.\nDays in a row without a difference: 1.\n"
    )  # fmt: skip
    file.write_text(told(("1001", "MUG", 4, 4, "paid"), ("1007", "MUG", 1, 0, "paid")))
    today = datetime.now(UTC).date().isoformat()
    exit_code, said = run("--json", "--date", today)
    found = json.loads(said)
    assert (exit_code, found["counts"], found["day"]) == (3, {"state": 1, "only_there": 1}, today)
    assert [one["key"] for one in found["differences"]] == ["1001", "1007"]
    file.write_text(products(["MUG"]))
    assert run()[0] == 1
    for more in (("--as", "tea"), ("--date", "31.2.")):
        with pytest.raises(BadOption):
            run(*more)


def test_what_a_crash_left_halfway_is_said_with_both_ways_out_of_it(shop: Shop) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid"), ("1002", "BOWL", 1, 1, "paid")))
    manager, base = enter(shop.company, "manager"), f"/channels/{made}/parallel"
    page = manager.get(base).content.decode()
    assert ("stopped halfway" in page, f"{base}/back" in page) == (False, False)
    take_over_channel(shop.manager, made)
    Channel.objects.update(taken_over_at=None)  # the power went before the last word of it
    page = manager.get(base).content.decode()
    assert "some orders are live already, others still only listen" in page
    assert (f"{base}/back" in page, f"{base}/take-over" in page) == (True, True)
    manager.post(f"{base}/back")
    assert set(Order.objects.values_list("mode", flat=True)) == {"listening"}
    page = manager.get(base).content.decode()
    assert ("stopped halfway" in page, f"{base}/back" in page) == (False, False)
