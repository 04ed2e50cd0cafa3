"""Kill -9 in mid-import, as a real process: the same command then ends the work; nothing lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.channels.models import Import, ImportRow, Listing
from opsroom.domains.warehouse.models import Stock

HEADER = "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Status\n"
PRODUCTS = 1_300
WAIT_SECONDS = 120
# Between two looks: without it the one who looks takes a core from the process that is looked at.
LOOK_AGAIN_SECONDS = 0.02


def command(file: Path, company: str, *more: str) -> list[str]:
    own = ["--company", company, "--quantity", "on_hand", "--json", *more]
    return [sys.executable, "-m", "opsroom.project.entry", "import", str(file), *own]


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Looks again and again until the process came that far."""
    end = time.monotonic() + WAIT_SECONDS
    while not reached():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < end
        connection.close()
        time.sleep(LOOK_AGAIN_SECONDS)


def rows(verdict: str | None = None) -> int:
    found = ImportRow.objects.all()
    return (found.filter(verdict=verdict) if verdict else found).count()


@pytest.mark.parametrize("when", ["reading", "importing"])
def test_kill_9_then_the_same_command_ends_it(
    committed_db: Any, make_shop: Callable[[], Any], tmp_path: Path, when: str
) -> None:
    shop = make_shop()
    code = company_code(shop)
    file = tmp_path / "products.csv"
    body = "".join(f"p-{n},Product {n},SKU-{n},shopify,{n % 7},9.90,active\n" for n in range(PRODUCTS))
    file.write_text(HEADER + body)
    environment = {**os.environ, "OPSROOM_DB_ROLE": "worker"}
    process = subprocess.Popen(
        command(file, code), env=environment, stdout=subprocess.PIPE, start_new_session=True
    )
    if when == "reading":
        wait_until(lambda: rows() > 0, process)
    else:
        wait_until(lambda: rows("imported") > 0, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    half = (rows(), rows("imported"))
    assert half[1] < PRODUCTS
    assert Product.objects.count() == half[1], "a row says imported if and only if its product is there"

    done = subprocess.run(command(file, code), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)["files"][0]
    assert summary["written"] == PRODUCTS - half[1]
    assert summary["state"] == "committed"
    units = sum(n % 7 for n in range(PRODUCTS))
    assert (Product.objects.count(), Sku.objects.count(), Listing.objects.count()) == (PRODUCTS,) * 3
    assert sum(Stock.objects.values_list("on_hand", flat=True)) == units
    assert (Import.objects.count(), rows("imported")) == (1, PRODUCTS)

    again = subprocess.run(command(file, code), env=environment, capture_output=True, text=True, check=False)
    summary = json.loads(again.stdout)["files"][0]
    assert (summary["already_imported"], summary["written"]) == (True, 0)
    assert (Product.objects.count(), Import.objects.count()) == (PRODUCTS, 1)


def company_code(shop: Any) -> str:
    from opsroom.domains.access.queries import company

    return company(shop.manager, shop.company).code
