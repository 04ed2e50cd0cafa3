"""An old shop's years of order lines: each kind by its rule, pairs, closed orders, second run, undo."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from tests.workflows.imports.test_kill import company_code, wait_until

from opsroom.domains.access.errors import Refused
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.models import Product, Sku, SkuAlias
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.errors import UnknownImport
from opsroom.domains.channels.models import HistoryDocument, HistoryPair
from opsroom.domains.customers.models import Customer
from opsroom.domains.orders.models import Order, OrderLine
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.records.models import Job
from opsroom.ledgers.stock.models import Entry
from opsroom.workflows.commit_import import KIND as COMMIT
from opsroom.workflows.commit_import import commit_import
from opsroom.workflows.fix_import_row import Fix, fix_import_row
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.undo_import import KIND, undo_import, undo_run

OLD_SHOP = (Path(__file__).parent / "old_shop.csv").read_text()
HISTORY = {"format": "order-lines", "mode": "history", "answers": {"history": "history"}}


def test_each_kind_by_its_rule_then_twice_then_taken_back(shop: Any) -> None:
    run = shop.bring(OLD_SHOP, "old.csv", **HISTORY)
    told = run.effects["history"]
    assert (run.state, told["lines"], told["value"]) == ("committed", 27, "-27.597")
    assert told["groups"] == {
        "cancellations": 3, "write_offs": 1, "adjustments": 1, "zero_prices": 3, "sales": 19, "pseudo_codes": 6,
    }  # fmt: skip
    assert {one["code"]: one["lines"] for one in told["rules"]} == {
        "cancellation": 3, "write_off": 1, "adjustment": 1, "free": 2, "found": 1, "sale": 13, "postage": 1, "fee": 1,
        "manual": 1, "voucher": 1, "test": 1, "other_code": 1,
    }  # fmt: skip
    assert (told["identical_lines"], told["case_twins"], told["several_names"]) == (1, 1, 1)
    orders = Order.objects.order_by("id").values_list("number", "state", "mode", "total_minor")
    assert list(orders) == [
        ("CF-1001", "closed", "history", 8050),
        ("CF-1002", "cancelled", "history", 1995),
        ("CF-1004", "closed", "history", 2120),
        ("CF-1010", "closed", "history", 4020),
        ("CF-1012", "closed", "history", 9800),
    ]
    pairs = HistoryPair.objects.order_by("number").values_list("number", "sale_number", "quantity", "rule")
    assert list(pairs) == [(5, 4, 10, "cancelled"), (10, 0, 2, "returned")]

    again = shop.bring(OLD_SHOP + "\n", "same.csv", **HISTORY)
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 12)
    assert Order.objects.count() == 5

    right = run_for(setting_of(shop.manager, run.import_id), KIND, "Undo", None)
    assert undo_import(shop.manager, run.import_id, right) == (12, [])
    left = (Order.objects, Sku.objects, Product.objects, Customer.objects)
    assert [table.count() for table in left] == [0, 0, 0, 0]


def test_kill_9_while_it_is_let_in_then_the_same_command_ends_it(
    committed_db: Any, make_shop: Callable[[], Any], tmp_path: Path
) -> None:
    shop = make_shop()
    file = tmp_path / "old.csv"
    documents = 4_500
    body = "".join(
        f"{10_000 + n},{70_000 + n % 50},THING {n % 50},{1 + n % 4},2024-03-01 09:00:00,4.25,{n % 90}.0,France\n"
        for n in range(documents)
    )
    file.write_text(OLD_SHOP.splitlines()[0] + "\n" + body)
    own = ["--as", "order-lines", "--history", "--company", company_code(shop), "--json"]
    command = [sys.executable, "-m", "opsroom.project.entry", "import", str(file), *own]
    environment = {**os.environ, "OPSROOM_DB_ROLE": "worker"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, start_new_session=True)
    wait_until(lambda: HistoryDocument.objects.filter(verdict="imported").exists(), process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    half = HistoryDocument.objects.filter(verdict="imported").count()
    assert Order.objects.count() == half, "a document says imported if and only if its order is there"
    assert half < documents

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)["files"][0]
    assert (summary["state"], summary["written"], summary["resumed"]) == ("committed", documents - half, True)
    assert (summary["effects"]["history"]["lines"], Order.objects.count()) == (documents, documents)
    assert OrderLine.objects.count() == documents
    assert (Entry.objects.count(), Allocation.objects.count()) == (0, 0)


def test_a_document_with_a_wrong_line_waits_whole_and_goes_in_once_it_is_mended(shop: Any) -> None:
    broken = OLD_SHOP.replace("BOOK END,1,", "BOOK END,one,")
    run = shop.bring(broken, "old.csv", **HISTORY)
    assert (run.state, run.counts["fix"], run.effects["history"]["lines"]) == ("committed", 1, 26)
    assert not Order.objects.filter(external_id="1012").exists(), "never a part of a document"
    assert Order.objects.count() == 4

    [wrong] = shop.rows(run.import_id)
    assert (wrong.natural_key, wrong.first_row) == ("1012", 24)
    fix_import_row(shop.manager, run.import_id, wrong.number, Fix(cells=(("Quantity", "1"),)))
    done = shop.again(run.import_id)
    assert (done.counts["fix"], done.effects["history"]["lines"]) == (0, 27)
    assert Order.objects.get(external_id="1012").total_minor == 9800
    assert Order.objects.count() == 5


def test_a_later_file_cancels_a_sale_of_an_earlier_one_and_undo_gives_it_back(shop: Any) -> None:
    header = OLD_SHOP.splitlines()[0] + "\n"
    shop.bring(header + "1,70001,VASE,6,2024-03-01 09:00:00,4.25,501,France\n", "a.csv", **HISTORY)
    later = shop.bring(header + "C2,70001,VASE,-6,2024-03-01 09:20:00,4.25,501,France\n", "b.csv", **HISTORY)
    line = OrderLine.objects.get()
    assert (line.quantity, line.cancelled, Order.objects.count()) == (6, 6, 1)

    undo_import(
        shop.manager, later.import_id, run_for(setting_of(shop.manager, later.import_id), KIND, "Undo", None)
    )
    line.refresh_from_db()
    assert (line.quantity, line.cancelled) == (6, 0)


def test_codes_that_differ_in_case_become_one_article_and_undo_takes_the_spelling_back(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"history": "history", "case_aliases": "same"}
    run = shop.bring(OLD_SHOP, "old.csv", **(HISTORY | {"answers": answers}))
    assert list(SkuAlias.objects.values_list("alias", "sku__code")) == [("70004b", "70004B")]
    assert OrderLine.objects.filter(sku_text="70004b", sku__code="70004B").count() == 1
    asked: list[int] = []
    holding = catalog.kits_holding
    monkeypatch.setattr(catalog, "kits_holding", lambda ids: asked.append(len(ids)) or holding(ids))
    undo_import(shop.manager, run.import_id, undo_run(setting_of(shop.manager, run.import_id)))
    assert (SkuAlias.objects.count(), Sku.objects.count()) == (0, 0)
    assert len(asked) == 1, "of all articles at once: thousands of them were asked for one by one"
    assert Job.objects.latest("id").done == Job.objects.latest("id").total == 12


def test_who_may_not_write_orders_and_articles_writes_nothing(shop: Any) -> None:
    run = shop.bring(OLD_SHOP, "old.csv", dry_run=True, **HISTORY)
    for role in ("desk", "buyer", "bookkeeper"):
        person = factories.actor(role, shop.company)
        job = run_for(setting_of(shop.manager, run.import_id), COMMIT, "Import", 12)
        with pytest.raises(Refused):
            commit_import(person, run.import_id, job)
    assert (Order.objects.count(), Sku.objects.count()) == (0, 0)
    stranger = factories.actor("manager", factories.company())
    with pytest.raises(UnknownImport):
        channels.lines_page(stranger, run.import_id, "sale")
    own = channels.lines_page(shop.manager, run.import_id, "write_off")
    assert [(line.row, line.code, line.quantity) for line in own] == [(14, "70005", -7)]


def test_lines_given_as_live_are_asked_about_and_nothing_is_written(shop: Any) -> None:
    run = shop.bring(OLD_SHOP, "old.csv", format="order-lines", mode="live")
    assert [one["code"] for one in run.questions] == ["history"]
    assert "would create 5 orders of 01 March 2024 to 27 March 2024" in run.questions[0]["sentence"]
    assert (run.state, Order.objects.count()) == ("staged", 0)
