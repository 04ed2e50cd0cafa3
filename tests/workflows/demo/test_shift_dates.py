"""The demo shop's files move to today as a whole; nothing but their dates may change."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.workflows.demo_shop.files import files_of
from opsroom.workflows.demo_shop.shift_dates import (
    FILES_TODAY,
    SHIFTED_FIELDS,
    days_to_shift,
    shift_dates,
    split_rows,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-11-24T08:00", 0),
        ("2026-11-24T07:59", -1),
        ("2026-11-25T00:10", 0),
        ("2026-12-01T17:00", 7),
        ("2027-11-24T12:00", 365),
    ],
)
def test_the_files_today_becomes_the_shops_today_or_yesterday_before_it_opens(now: str, days: int) -> None:
    assert days_to_shift(datetime.fromisoformat(now).replace(tzinfo=BERLIN)) == days


def test_the_fields_are_those_that_the_files_own_facts_name(business_day: Path) -> None:
    facts = json.loads((business_day / "expected.json").read_text())["day"]
    assert {name: list(fields) for name, fields in SHIFTED_FIELDS.items()} == facts["shifted_fields"]
    assert facts["today"] == FILES_TODAY.isoformat()


@pytest.mark.parametrize("name", ["orders-shopify.json", "orders-woocommerce.json", "orders.csv"])
def test_every_order_moves_and_a_year_of_five_digits_stays(business_day: Path, name: str) -> None:
    before = (business_day / name).read_text(encoding="utf-8")
    after = shift_dates(name, before, 40)
    assert "2026-11-2" not in after
    assert after.count("20226-11-23") == before.count("20226-11-23") >= 1
    assert after.count("2027-01-0") == before.count("2026-11-2")
    assert len(after) == len(before)


@given(days=st.integers(-400, 4000))
def test_there_and_back_again_is_the_file_itself(days: int) -> None:
    cell = '{"created_at": "2026-11-23T00:07:00+01:00", "note": "2026-11-23", "closed_at": null}'
    there = shift_dates("orders-shopify.json", cell, days)
    moved = json.loads(there)
    assert moved["note"] == "2026-11-23", "only dates of the named fields move"
    assert moved["created_at"] == f"{date(2026, 11, 23) + timedelta(days=days)}T00:07:00+01:00"
    rows = "Order number,Ordered at,Item\nT-1,2026-11-24 07:00:00,2026-11-24\nT-2\n"
    assert shift_dates("orders.csv", rows, days) == rows.replace(
        "2026-11-24 07", f"{date(2026, 11, 24) + timedelta(days=days)} 07"
    )


def test_a_file_without_dates_is_left_alone(business_day: Path) -> None:
    text = (business_day / "products.csv").read_text(encoding="utf-8")
    assert shift_dates("products.csv", text, 12) is text


def test_splitting_by_a_column_loses_no_row_and_keeps_the_torn_one(business_day: Path) -> None:
    text = (business_day / "orders.csv").read_text(encoding="utf-8")
    parts = split_rows(text, "Sales channel", lambda cell: cell or "torn")
    assert set(parts) == {"Marketplace", "Shop till", "Telephone", "Wholesale"}
    rows = [line for part in parts.values() for line in part.splitlines()[1:]]
    assert sorted(rows) == sorted(text.splitlines()[1:])
    assert {part.splitlines()[0] for part in parts.values()} == {text.splitlines()[0]}


def test_each_file_has_its_channel_or_its_site(business_day: Path) -> None:
    files = files_of(business_day)
    assert [(file.name, file.channel or file.site) for file in files] == [
        ("products.csv", "northbay"),
        ("woo-products.csv", "daily"),
        ("stock.csv", "BER"),
        ("stock-potsdam.csv", "POT"),
        ("orders-shopify.json", "northbay"),
        ("orders-woocommerce.json", "daily"),
        ("orders-desk.csv", "desk"),
        ("orders-marketplace.csv", "marketplace"),
        ("orders-till.csv", "till"),
    ]
