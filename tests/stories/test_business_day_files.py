"""Reads the committed business day with the product's own file formats and compares it with what the seed knows."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from opsroom.connectors.csv_files.manifest import MANIFEST as CSV_FILES
from opsroom.connectors.shopify.manifest import MANIFEST as SHOPIFY
from opsroom.connectors.woocommerce.manifest import MANIFEST as WOOCOMMERCE
from opsroom.domains.customers import country_rules
from opsroom.domains.customers.rules import PartyDraft
from opsroom.ports.file_format import FileFormat, ReadContext, Severity, StagedRecord
from opsroom.ports.incoming import IncomingAddress, IncomingOrder, QuantityMeaning

FORMATS: tuple[FileFormat, ...] = (*SHOPIFY.formats, *WOOCOMMERCE.formats, *CSV_FILES.formats)
EXPECTED_FORMAT = {
    "products.csv": "shopify-products",
    "woo-products.csv": "woocommerce-products",
    "stock.csv": "stock",
    "orders-shopify.json": "shopify-orders",
    "orders-woocommerce.json": "woocommerce-orders",
    "orders.csv": "orders",
}
ORDER_FILES = tuple(name for name in EXPECTED_FORMAT if name.startswith("orders"))
HEAD_BYTES = 64 * 1024


@pytest.fixture(scope="module")
def facts(business_day: Path) -> dict[str, Any]:
    return json.loads((business_day / "expected.json").read_text(encoding="utf-8"))


def best_format(name: str, content: bytes) -> FileFormat:
    return max(FORMATS, key=lambda one: one.recognise(name, content[:HEAD_BYTES]).confidence)


def read(folder: Path, name: str) -> list[StagedRecord]:
    content = (folder / name).read_bytes()
    context = ReadContext(
        now=datetime(2026, 11, 24, 8, tzinfo=UTC), currency="EUR", time_zone="Europe/Berlin", file_name=name,
        prices_include_tax=True, quantity_meaning=QuantityMeaning.ON_HAND,
    )  # fmt: skip
    return list(best_format(name, content).read(io.BytesIO(content), None, context))


@pytest.mark.parametrize("name", EXPECTED_FORMAT)
def test_each_file_is_recognised_for_what_it_is(business_day: Path, name: str) -> None:
    assert best_format(name, (business_day / name).read_bytes()).code == EXPECTED_FORMAT[name]


@pytest.mark.parametrize("name", [*ORDER_FILES, "stock.csv"])
def test_the_planted_faults_and_no_others_are_errors(
    business_day: Path, facts: dict[str, Any], name: str
) -> None:
    wrong: dict[int, str] = {}
    for record in read(business_day, name):
        for problem in record.problems:
            if problem.severity is Severity.ERROR:
                wrong[problem.row] = wrong.get(problem.row, "") + problem.sentence
    # A code nobody knows is right in itself; only the catalog can say that it is unknown.
    planted = {e["row"]: e for e in facts["errors"] if e["file"] == name and e["found"] != "GHOST-1"}
    assert set(wrong) == set(planted)
    for row, error in planted.items():
        if error["field"] not in {"", "id"}:
            assert error["found"].replace("-", "−") in wrong[row].replace("-", "−")


@pytest.mark.parametrize("name", ORDER_FILES)
def test_every_true_order_is_read_to_the_cent(business_day: Path, facts: dict[str, Any], name: str) -> None:
    known = {order["key"]: order for order in facts["orders"] if order["file"] == name}
    times: Counter[str] = Counter()
    for record in read(business_day, name):
        if not isinstance(record.value, IncomingOrder):
            continue
        order, told = record.value, known[record.value.external_id]
        times[told["key"]] += 1
        assert (order.currency, order.totals.total_minor) == (told["currency"], told["total_minor"]), told[
            "name"
        ]
        assert order.fulfilled_by.value == told["fulfilled_by"], told["name"]
        assert len(order.lines) == told["lines"], told["name"]
        assert order.test == (told["fate"] == "test")
        assert (order.cancelled_at is not None) == (told["fate"] == "cancelled")
        if told["fate"] != "cancelled":
            assert order.payment.value == told["payment"], told["name"]
    assert set(times) == set(known)
    assert sum(times.values()) - len(times) == facts["files"][name]["doubles"]


def test_orders_that_do_not_add_up_are_flagged_and_read(business_day: Path, facts: dict[str, Any]) -> None:
    flagged = {
        record.value.external_id
        for name in ORDER_FILES
        for record in read(business_day, name)
        if record.value is not None
        and any(problem.code == "order.total_differs" for problem in record.problems)
    }
    assert flagged == {order["key"] for order in facts["orders"] if order["why"] == "total_differs"}


def party(address: IncomingAddress) -> PartyDraft:
    return PartyDraft(
        name=address.name,
        organisation=address.company,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        region=address.region_code or address.region,
        postcode=address.postcode,
        country=address.country_code or address.country,
    )


def test_the_bad_addresses_are_found_without_asking_anyone(business_day: Path, facts: dict[str, Any]) -> None:
    found = set()
    for name in ORDER_FILES:
        for record in read(business_day, name):
            order = record.value
            if (
                not isinstance(order, IncomingOrder)
                or order.ship_to is None
                or order.fulfilled_by.value != "us"
            ):
                continue
            if country_rules.problems_of(party(order.ship_to)):
                found.add(order.external_id)
    assert found == {order["key"] for order in facts["orders"] if order["why"].startswith("bad_address")}
    assert len(found) == 18


def test_products_are_read_with_their_two_faults(business_day: Path, facts: dict[str, Any]) -> None:
    records = read(business_day, "products.csv")
    goods = facts["products"]
    ready = [record.value for record in records if record.ready]
    kits = {v.sku: v.components for product in ready for v in product.variants if v.components}
    assert {sku: [(part.sku, part.quantity) for part in parts] for sku, parts in kits.items()} == {
        "SET-BREAKFAST": [("MUG-BLU", 2), ("PL-20", 2), ("TEA-MINT", 1)],
        "SET-LAMP": [("LAMP-PAPER", 1), ("BULB-WARM", 1)],
        "SET-BATH": [("BT-L-WHT", 1), ("BT-S-WHT", 1), ("HOOK-BRS", 2)],
    }
    # The pages without fault, and of the six with something to report the four that can be imported.
    assert len(ready) == goods["products"] + 4
    assert sum(len(product.variants) for product in ready) == goods["variants"] + 5
    errors = {p.row for record in records for p in record.problems if p.severity is Severity.ERROR}
    wrong = {"negative_price", "price_not_a_number"}
    assert errors == {report["row"] for report in goods["reported"] if report["fault"] in wrong}
    blank = [variant for product in ready for variant in product.variants if variant.sku is None]
    assert len(blank) == 2
    assert all(variant.proposed_sku for variant in blank)
