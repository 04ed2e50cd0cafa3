"""Loads the demo shop as the first start does: once, to its end, again after kill -9, and never among real orders."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests import factories

from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import system_actor
from opsroom.domains.billing.models import Invoice
from opsroom.domains.channels.models import Import, ImportRow
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Site
from opsroom.insight.lists.order_views import VIEWS
from opsroom.insight.metrics.board import order_counts, rows_to_fix
from opsroom.kernel.records.models import Job
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money import invariants as money_book
from opsroom.ledgers.stock import invariants as stock_book
from opsroom.project.first_start import first_start
from opsroom.workflows.load_demo_shop import ShopExists, load_demo_shop

COMMAND = [sys.executable, "-m", "opsroom.project.entry", "demo", "--orders", "0"]
WAIT_SECONDS = 120
# Between two looks: without it the one who looks takes a core from the process that is looked at.
LOOK_AGAIN_SECONDS = 0.02


# Nothing is late when a shop opens, or due as late as that; its past comes later, and no channel of it only listens.
NOT_IN_THE_MORNING = {"late", "due", "history", "listening"}


def demo_actor() -> Actor:
    return system_actor("system.demo", way="cli")


def check_the_shop(facts: dict[str, Any]) -> None:
    """The loaded shop against the seed's own facts, whoever loaded it and however often it was killed."""
    company = Company.objects.get()
    assert (company.name, company.is_demo) == ("Northbay Goods", True)
    assert sorted(Site.objects.values_list("code", "profile")) == [("BER", "full"), ("POT", "paper")]
    own = system_actor("system.demo", company_ids=frozenset({company.pk}))
    counts = order_counts(own, now=datetime.now(UTC), time_zone="Europe/Berlin")
    fates, holds = facts["by_fate"], facts["held_by_reason"]
    assert counts["all"] == Order.objects.count() == facts["orders_in"]
    assert counts["bad_address"] == holds["bad_address"]
    assert counts["unknown_sku"] == holds["unknown_sku"]
    assert counts["payment_pending"] == holds["payment_pending"]
    assert counts["held_other"] == holds["total_differs"]
    assert counts["elsewhere"] == fates["marketplace"] + fates["till"]
    assert (counts["cancelled"], counts["test"]) == (fates["cancelled"], fates["test"])
    assert counts["short"] == fates["short"]
    floor = ("ready", "released", "picking", "picked", "packing", "packed", "part_shipped", "shipped")
    assert sum(counts[word] for word in floor) == fates["shippable"]
    assert [view.key for view in VIEWS if view.key not in NOT_IN_THE_MORNING and not counts[view.key]] == []
    assert counts["part_shipped"] == 1
    assert rows_to_fix(own) == ImportRow.objects.filter(verdict__in=["error", "question"]).count() > 0
    assert Import.objects.exclude(state="committed").count() == 0
    ours = (
        Order.objects.filter(fulfilment_state__in=["shipped", "part_shipped"], invoice_issuer="us").count()
        + fates["nothing_to_ship"]
    )
    assert Invoice.objects.filter(number__isnull=False).count() == ours > 0
    assert Invoice.objects.filter(number__isnull=True).count() == 0
    assert stock_book.broken() == []
    assert money_book.broken() == []


@pytest.fixture
def facts(business_day: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((business_day / "expected.json").read_text(encoding="utf-8"))
    return found


def test_the_first_start_loads_the_whole_shop_once(committed_db: Any, facts: dict[str, Any]) -> None:
    said: list[str] = []
    assert first_start(demo=True, say=said.append) is not None
    check_the_shop(facts)
    assert said[1].startswith("  1 of ")
    assert any("orders-shopify.json" in line for line in said)
    before = (Order.objects.count(), Import.objects.count(), Invoice.objects.count())
    assert first_start(demo=True, say=said.append) is None
    with pytest.raises(ShopExists):
        load_demo_shop(demo_actor())
    assert (Order.objects.count(), Import.objects.count(), Invoice.objects.count()) == before


@pytest.mark.django_db
def test_a_shop_of_ones_own_is_never_mixed_with_the_demo() -> None:
    factories.company()
    with pytest.raises(ShopExists):
        load_demo_shop(demo_actor())
    assert Company.objects.filter(is_demo=True).count() == 0
    assert first_start(demo=True) is None


def kill_when(reached: Callable[[], bool]) -> None:
    """Starts the command as a real process and kills it, with its children, as soon as it came that far."""
    environment = {**os.environ, "OPSROOM_DB_ROLE": "worker"}
    process = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, start_new_session=True)
    end = time.monotonic() + WAIT_SECONDS
    while not reached():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < end
        connection.close()
        time.sleep(LOOK_AGAIN_SECONDS)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_kill_9_three_times_then_the_next_start_ends_the_load(
    committed_db: Any, facts: dict[str, Any]
) -> None:
    def steps() -> int:
        return Job.objects.filter(kind="demo.load").values_list("done", flat=True).first() or 0

    kill_when(Company.objects.exists)
    kill_when(lambda: ImportRow.objects.filter(imported_in__file_name="orders-shopify.json").exists())
    assert 0 < steps() < 6
    kill_when(lambda: steps() >= 11)
    assert Job.objects.get(kind="demo.load").state == "running"
    assert first_start(demo=True) is not None
    assert Job.objects.get(kind="demo.load").state == "done"
    check_the_shop(facts)
