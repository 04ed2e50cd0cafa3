"""Writes the committed files of one invented business day and what must become of them; knows no product code.

`tools/make_business_day.py` writes src/opsroom/workflows/demo_shop; `--check` only compares; `--bad FOLDER` writes the
files that are too large or too broken to be committed. The same seed writes the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import day_catalog
import day_readme
import day_sales
import day_shops
import day_tables
from day_sales import Sale

SEED = 20261123
TARGET = Path(__file__).resolve().parent.parent / "src" / "opsroom" / "workflows" / "demo_shop"
BIG_CELL_BYTES = 10 * 1024 * 1024
SHIFTED = {
    "orders-shopify.json": ["created_at", "processed_at", "updated_at", "cancelled_at", "closed_at"],
    "orders-woocommerce.json": [
        "date_created", "date_created_gmt", "date_modified", "date_modified_gmt", "date_paid", "date_paid_gmt",
    ],
    "orders.csv": ["Ordered at"],
}  # fmt: skip
Expected = dict[str, Any]


def _order(sale: Sale) -> Expected:
    tracked, untracked = sale.pieces()
    return {
        "file": sale.file,
        "key": sale.key,
        "name": sale.name,
        "fate": sale.fate,
        "why": sale.why,
        "country": sale.country,
        "currency": sale.currency,
        "total_minor": sale.total,
        "tax_minor": sale.tax,
        "payment": sale.payment,
        "fulfilled_by": sale.fulfilled_by,
        "invoice_by": sale.invoice_by,
        "lines": len(sale.lines),
        "units": sum(line.quantity for line in sale.lines if line.item.ships),
        "pieces": sum(tracked.values()),
        "pieces_without_stock": sum(untracked.values()),
    }


def _summary(sales: list[Sale]) -> Expected:
    """Counts, pieces and totals of some sales."""
    totals: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    untracked: Counter[str] = Counter()
    for sale in sales:
        totals[sale.currency] += sale.total
        counted, uncounted = sale.pieces()
        pieces += counted
        untracked += uncounted
    return {
        "orders": len(sales),
        "total_minor": dict(sorted(totals.items())),
        "units": sum(line.quantity for sale in sales for line in sale.lines if line.item.ships),
        "pieces": sum(pieces.values()),
        "pieces_by_sku": dict(sorted(pieces.items())),
        "pieces_without_stock": sum(untracked.values()),
        "invoices_ours": sum(sale.invoice_by == "us" for sale in sales),
    }


def _records(sales: list[Sale], errors: list[Expected], doubles: list[Expected], file: str) -> Expected:
    mine = [sale for sale in sales if sale.file == file]
    wrong = [error for error in errors if error["file"] == file]
    twice = [double for double in doubles if double["file"] == file]
    return {
        "orders": len(mine),
        "errors": len(wrong),
        "doubles": len(twice),
        "records": len(mine) + len(wrong) + len(twice),
    }


def expected(sales: list[Sale], errors: list[Expected], doubles: list[Expected], goods: Expected) -> Expected:
    """What the day must come to, from the sales themselves."""
    fates = Counter(sale.fate for sale in sales)
    held = Counter(sale.why.partition(":")[0] for sale in sales if sale.fate == "held")
    faults = Counter(sale.person.fault for sale in sales if sale.person.fault)
    to_ship = [sale for sale in sales if sale.fate in {"shippable", "held", "short"}]
    return {
        "seed": SEED,
        "company": {
            "name": "Northbay Goods",
            "currency": "EUR",
            "time_zone": "Europe/Berlin",
            "country": "DE",
        },
        "day": {
            "first_order": day_sales.FIRST_SALE.isoformat(),
            "last_order": day_sales.LAST_SALE.isoformat(),
            "today": "2026-11-24",
            "shifted_fields": SHIFTED,
        },
        "products": goods,
        "files": {file: _records(sales, errors, doubles, file) for file in SHIFTED},
        "orders_in": len(sales),
        "to_ship_by_us": len(to_ship),
        "by_fate": dict(sorted(fates.items())),
        "held_by_reason": dict(sorted(held.items())),
        "bad_addresses_by_fault": dict(sorted(faults.items())),
        "short_by_sku": dict(sorted(Counter(sale.why for sale in sales if sale.fate == "short").items())),
        "all": _summary(sales),
        "to_ship": _summary(to_ship),
        "shippable": _summary([sale for sale in sales if sale.fate == "shippable"]),
        "errors": errors,
        "doubles": doubles,
        "orders": [_order(sale) for sale in sales],
    }


def _facts_json(facts: Expected) -> str:
    """Readable above, one order a line below."""
    head = json.dumps(
        {key: value for key, value in facts.items() if key != "orders"}, ensure_ascii=False, indent=1
    )
    return f'{head[:-2]},\n "orders": {_lines(facts["orders"])}\n}}\n'


def build() -> dict[str, bytes]:
    """Every file of the folder by name."""
    day = day_sales.Day(SEED)
    shopify = day_sales.shopify_sales(day)
    woo = day_sales.woo_sales(day)
    others = day_sales.other_sales(day)
    product_text, reported = day_catalog.shopify_products_csv()
    stock_text, stock_errors, units = day_tables.stock_csv(SEED)
    order_text, order_errors = day_tables.orders_csv(others)
    shopify_records, shopify_errors, shopify_doubles = day_shops.shopify_file(day, shopify)
    woo_records, woo_errors, woo_doubles = day_shops.woo_file(day, woo)
    pages = day_catalog.products()
    goods = {
        "products": len(pages),
        "variants": sum(len(page.items) for page in pages),
        "kits": len(day_catalog.KITS),
        "image_only_rows": sum(page.images - 1 for page in pages),
        "reported": reported,
        "stock_units": units,
        "stock_units_total": sum(units.values()),
        "woo_products": len(day_catalog.WOO_GOODS) + len(day_catalog.SHARED_SKUS),
        "woo_stock": {item.sku: item.stock for item in day_catalog.woo_items()},
        "shared_skus": list(day_catalog.SHARED_SKUS),
    }
    errors = [*shopify_errors, *woo_errors, *order_errors, *stock_errors]
    facts = expected([*shopify, *woo, *others], errors, [*shopify_doubles, *woo_doubles], goods)
    texts = {
        "products.csv": product_text,
        "woo-products.csv": day_tables.woo_products_csv(),
        "kits.csv": day_tables.kits_csv(),
        "stock.csv": stock_text,
        "orders-shopify.json": f'{{"orders": {_lines(shopify_records)}}}\n',
        "orders-woocommerce.json": f"{_lines(woo_records)}\n",
        "orders.csv": order_text,
        "expected.json": _facts_json(facts),
        "README.md": day_readme.readme(facts),
    }
    return {name: text.encode("utf-8") for name, text in texts.items()}


def _lines(records: list[Expected]) -> str:
    """A JSON list with one record a line: short, and a change shows as one line."""
    return "[\n" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n]"


def _torn_json(files: dict[str, bytes]) -> bytes:
    return files["orders-shopify.json"][: len(files["orders-shopify.json"]) // 2]


def _latin(files: dict[str, bytes]) -> bytes:
    return files["stock.csv"].replace(b"CU-SAND", "CU-SÄND".encode("latin-1"))


BAD_FILES: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "picture.csv": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "workbook.csv": lambda _: b"PK\x03\x04" + b"\x00" * 64,
    "empty.csv": lambda _: b"",
    "header-only.csv": lambda files: files["orders.csv"].partition(b"\n")[0] + b"\n",
    "latin-1.csv": _latin,
    "utf-16.csv": lambda files: files["stock.csv"].decode().encode("utf-16"),
    "nul.csv": lambda files: files["stock.csv"].replace(b"CU-MOSS", b"CU\x00MOSS"),
    "ten-megabyte-cell.csv": lambda files: (
        files["stock.csv"] + b'BIG,A-01-1,1,"' + b"9" * BIG_CELL_BYTES + b'"\n'
    ),
    "torn.json": _torn_json,
    "not-orders.json": lambda _: b'{"products": [{"id": 1}]}\n',
}


def write_bad(folder: Path) -> list[Path]:
    """The broken files: wrong kind, wrong encoding, torn, ten megabytes in one cell."""
    folder.mkdir(parents=True, exist_ok=True)
    files = build()
    written = []
    for name, make in BAD_FILES.items():
        path = folder / name
        path.write_bytes(make(files))
        written.append(path)
    return written


def stale(target: Path) -> list[str]:
    """The files of the folder that differ from what the seed writes."""
    return [
        name
        for name, content in build().items()
        if not (target / name).exists() or (target / name).read_bytes() != content
    ]


def main(arguments: list[str]) -> int:
    """The exit status of one command; an unknown one prints the caption's usage and is 2."""
    match arguments:
        case []:
            TARGET.mkdir(parents=True, exist_ok=True)
            for name, content in build().items():
                (TARGET / name).write_bytes(content)
                print(f"{len(content):>9}  {name}")
            return 0
        case ["--check"]:
            old = stale(TARGET)
            print(
                "\n".join(f"{name} differs from what the seed writes." for name in old)
                or "Every file is fresh."
            )
            return 1 if old else 0
        case ["--bad", folder]:
            print("\n".join(str(path) for path in write_bad(Path(folder))))
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
