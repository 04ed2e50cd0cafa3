"""Writes the page that explains the business-day files; every number on it comes from the expected facts."""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "blank_sku": "two variants without a SKU: a code is proposed for each",
    "case_twin": "the code differs from CANDLE-AMBER only in case: offered as a reversible alias, not merged",
    "first_of_duplicate": "first page with the code TRAY-DUP",
    "duplicate_sku": "a second page with the code TRAY-DUP: reported, never merged",
    "negative_price": "a price below zero: an error, not imported",
    "price_not_a_number": "a price in words: an error, not imported",
}


def _table(header: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _money(totals: dict[str, int]) -> str:
    return ", ".join(f"{minor / 100:,.2f} {currency}" for currency, minor in totals.items())


def readme(facts: dict[str, Any]) -> str:
    """README.md of the folder."""
    return _orders(facts) + _goods(facts)


def _orders(facts: dict[str, Any]) -> str:
    files = [
        [f"`{name}`", found["records"], found["orders"], found["errors"], found["doubles"]]
        for name, found in facts["files"].items()
    ]
    sums = [
        [label, facts[key]["orders"], facts[key]["units"], facts[key]["pieces"], facts[key]["invoices_ours"],
         _money(facts[key]["total_minor"])]
        for label, key in (
            ("all orders in", "all"), ("to be shipped by us", "to_ship"), ("of these shippable now", "shippable")
        )
    ]  # fmt: skip
    fates = [[fate, count] for fate, count in facts["by_fate"].items()]
    held = [[reason, count] for reason, count in facts["held_by_reason"].items()]
    faults = [[fault, count] for fault, count in facts["bad_addresses_by_fault"].items()]
    short = [[sku, count] for sku, count in facts["short_by_sku"].items()]
    return f"""# One business day of Northbay Goods

An invented seller of home goods in Berlin (EUR, Europe/Berlin): two web shops, a wholesale desk,
a marketplace, a till.
Written by `tools/make_business_day.py` (seed {facts["seed"]}); do not edit by hand. Nobody in these files exists.
`expected.json` holds the same facts for tests, order by order, computed from the sales and not by the product.

Import in this order, all *live*: `products.csv`, `woo-products.csv`, `kits.csv` (what a kit is made of; the same as the
last column of `products.csv`), `stock.csv`, then the orders of the two shops and `orders.csv`.

## Dates
Orders were placed from {facts["day"]["first_order"]} to {facts["day"]["last_order"]};
“today” is {facts["day"]["today"]}.
Shift rule for a demo: n whole days, so that {facts["day"]["today"]} becomes the company's today, or its yesterday
while its clock is before 08:00. Add n days to the date part of the fields that `expected.json` names under
`day.shifted_fields`, wherever the text begins with `2026-11-2`; leave the time of day and the offset alone
(the winter offset +01:00 is kept as written). Texts of another shape stay: a year of five digits is one of the faults.

## Orders
{_table(["file", "records", "orders", "errors", "doubles"], files)}

A double is the same order once more: *same* changes nothing, *changed* is a newer version that brings one more tag.

{_table(["sum of", "orders", "units", "pieces from stock", "invoices ours", "gross"], sums)}

Units are pieces on order lines that ship; pieces count the parts of kits and leave out goods without tracked stock.

{_table(["what becomes of it", "orders"], fates)}

{_table(["held because of", "orders"], held)}

{_table(["address fault", "orders"], faults)}

{_table(["short of", "orders"], short)}

Ours to ship are {facts["to_ship_by_us"]} orders: shippable + held + short = {facts["to_ship_by_us"]}.
Who is short: the last to order, each wants one piece. A cancelled or test order takes no stock.
The marketplace ships its own orders; the till's goods have left. *Shippable* takes for granted that *total differs*
is reason enough to hold an order until a person has looked.

"""


def _goods(facts: dict[str, Any]) -> str:
    errors = [
        [f"`{e['file']}`", e["row"], e["field"] or "(the row)", f"`{e['found']}`"] for e in facts["errors"]
    ]
    reported = [[r["row"], SENTENCES[r["fault"]]] for r in facts["products"]["reported"]]
    goods = facts["products"]
    return f"""## Goods
{goods["products"]} products with {goods["variants"]} variants in the first shop, {goods["kits"]} of them kits;
{goods["image_only_rows"]} rows only bring a picture. {goods["woo_products"]} products in the second shop,
of which {" and ".join(goods["shared_skus"])} are the first shop's own codes.
`stock.csv` opens with {goods["stock_units_total"]} units in the zones A to D; the second shop's file says its
quantity itself (*available*); the first shop's file has no quantity column. To be reported about `products.csv`:

{_table(["row", "what"], reported)}

## Errors
Rows as a person counts them: line of the CSV with the header as 1, number of the record in JSON from 1.
The sentence names what was found.

{_table(["file", "row", "field", "found"], errors)}

## Hostile text
Two orders of one customer carry script tags, formulas, ZPL commands, right-to-left marks and a name of 200
characters through every field a buyer can fill; three products carry HTML and formulas in their titles.
All of these are valid and must ship.

## Files that are not here
Wrong kind, wrong encoding, torn JSON, a cell of ten megabytes: `tools/make_business_day.py --bad FOLDER` writes them.
"""
