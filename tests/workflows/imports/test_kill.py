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

from opsroom.domains.billing.models import OpeningBalance, OpenReceivable
from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.channels.models import Import, ImportRow, Listing
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.warehouse.models import Stock
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money import invariants
from opsroom.ledgers.money import queries as money
from opsroom.workflows.confirm_flags import confirm_flags

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


ROWS = 1_100  # three pieces
HALF = ROWS // 2


def purchase(number: int) -> str:
    return f"PO-{number},CLAY,MUG,{number + 1},0,4.10,GBP,2026-11-02,2026-12-04"


def invoice(number: int) -> str:
    return f"INV-{number},Somebody,2026-10-02,100.00,{number + 1}.00"


def balance(number: int) -> str:
    """What the first half has more on one side, the second has more on the other."""
    return (
        f"{10_000 + number},Asset,{number + 1}.00"
        if number < HALF
        else f"{10_000 + number},Equity,-{number - HALF + 1}.00"
    )


def made_of_purchases(shop: Any) -> tuple[int, int]:
    lines = PurchaseLine.objects.filter(order__company_id=shop.company)
    return PurchaseOrder.objects.count(), sum(lines.values_list("ordered", flat=True))


def made_of_invoices(shop: Any) -> tuple[int, int]:
    owed = money.balance(shop.company, accounts.CUSTOMER_RECEIVABLE, "EUR")
    assert owed == sum(OpenReceivable.objects.values_list("open_minor", flat=True))
    return OpenReceivable.objects.count(), owed // 100


def made_of_balances(shop: Any) -> tuple[int, int]:
    booked = {account: minor for (account, _), minor in money.balances(shop.company).items()}
    told = dict(OpeningBalance.objects.values_list("account", "minor"))
    other = booked.pop(accounts.OPENING_BALANCE, 0)
    assert (booked, other) == (told, -sum(told.values())), "each once, and its other side"
    return len(told), sum(minor for minor in told.values() if minor > 0) // 100


@pytest.mark.parametrize(
    ("head", "row", "made", "whole"),
    [
        (
            "PO Number,Supplier,SKU,Quantity Ordered,Quantity Received,Unit Cost,Currency,Order Date,Expected Date",
            purchase, made_of_purchases, ROWS * (ROWS + 1) // 2,
        ),
        (
            "Invoice number,Customer,Invoice date,Total,Open amount",
            invoice, made_of_invoices, ROWS * (ROWS + 1) // 2,
        ),
        ("Account,Type,Balance", balance, made_of_balances, HALF * (HALF + 1) // 2),
    ],
    ids=["purchase orders", "open invoices", "opening balances"],
)  # fmt: skip
def test_kill_9_while_what_an_old_tool_still_owes_and_expects_comes_in(
    committed_db: Any,
    make_shop: Callable[[], Any],
    tmp_path: Path,
    head: str,
    row: Callable[[int], str],
    made: Callable[[Any], tuple[int, int]],
    whole: int,
) -> None:
    shop = make_shop()
    upsert_products(shop.manager, shop.company, [ProductDraft("p-MUG", (SkuDraft("MUG"),), title="MUG")])
    save_suppliers(shop.manager, shop.company, [SupplierDraft("CLAY", "Clay works", "GBP")])
    file = tmp_path / "old.csv"
    file.write_text("\n".join([head, *map(row, range(ROWS))]) + "\n")
    import_id = shop.bring(file.read_text(), file.name, dry_run=True).import_id
    for flag in ("receivable.unknown_customer", "receivable.more_open", "balance.new_account"):
        confirm_flags(shop.manager, import_id, flag)
    environment = {**os.environ, "OPSROOM_DB_ROLE": "worker"}
    process = subprocess.Popen(
        command(file, company_code(shop)), env=environment, stdout=subprocess.PIPE, start_new_session=True
    )
    wait_until(lambda: rows("imported") > 0, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    half = rows("imported")
    assert 0 < half < ROWS
    assert made(shop)[0] == half, "a row says imported if and only if it is there"

    run = shop.again(import_id)
    assert (run.state, run.written, run.questions) == ("committed", ROWS - half, ())
    assert made(shop) == (ROWS, whole)
    assert invariants.broken(shop.company) == []
    assert (Import.objects.count(), shop.again(import_id).written) == (1, 0)


def company_code(shop: Any) -> str:
    from opsroom.domains.access.queries import company

    return company(shop.manager, shop.company).code
