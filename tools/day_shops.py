"""Writes the day's orders in the shapes of the two shops' REST answers; adds the faulty and the doubled ones."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from day_catalog import TAX_NAMES, Item, euros
from day_people import REGION_NAMES, Person
from day_sales import BERLIN, Day, Line, Sale

Record = dict[str, Any]
TILL_LOCATION = 77_001
VARIANT_BASE = 47_000_000_000_000


def _taxes(sale: Sale, amount: int, rate: Decimal) -> list[Record]:
    if not rate:
        return []
    return [
        {
            "title": TAX_NAMES[sale.country],
            "price": euros(amount),
            "rate": float(rate),
            "channel_liable": False,
        }
    ]


def _shopify_address(person: Person) -> Record:
    return {
        "first_name": person.first,
        "last_name": person.last,
        "name": person.name,
        "company": person.company or None,
        "address1": person.street,
        "address2": person.line2 or None,
        "zip": person.postcode,
        "city": person.city,
        "province": REGION_NAMES.get(person.region),
        "province_code": person.region or None,
        "country": person.country_name,
        "country_code": person.country,
        "phone": person.phone or None,
        "latitude": None,
        "longitude": None,
    }


def _variant_id(day: Day, item: Item) -> int:
    return VARIANT_BASE + 17 * list(day.items).index(item.sku)


def _shopify_line(day: Day, sale: Sale, line: Line, place: int) -> Record:
    known = not line.sku
    discounts = [{"amount": euros(line.discount), "discount_application_index": 0}] if line.discount else []
    return {
        "id": int(sale.key) * 10 + place,
        "variant_id": _variant_id(day, line.item) if known else None,
        "product_id": _variant_id(day, line.item) // 1000 if known else None,
        "title": line.item.title if known else "Hook from the old shop",
        "variant_title": line.item.option or None,
        "name": line.item.name if known else "Hook from the old shop",
        "sku": line.code,
        "vendor": "Northbay Goods",
        "quantity": line.quantity,
        "current_quantity": 0 if sale.fate == "cancelled" else line.quantity,
        "fulfillable_quantity": 0 if sale.fate in {"cancelled", "till"} else line.quantity,
        "fulfillment_status": "fulfilled" if sale.fate == "till" else None,
        "fulfillment_service": "gift_card" if line.item.gift_card else "manual",
        "price": euros(line.item.price),
        "total_discount": "0.00",
        "discount_allocations": discounts,
        "grams": line.item.grams,
        "requires_shipping": line.item.ships,
        "taxable": not line.item.gift_card,
        "gift_card": line.item.gift_card,
        "properties": [{"name": name, "value": value} for name, value in line.personalisation],
        "product_exists": known,
        "tax_lines": _taxes(sale, line.tax(sale.country), line.item.rate(sale.country)),
    }


def _shopify_payment(sale: Sale) -> Record:
    if sale.fate == "cancelled":
        return {"financial_status": "voided", "payment_gateway_names": ["shopify_payments"]}
    status = {"captured": "paid", "authorised": "authorized", "pending": "pending"}[sale.payment]
    gateway = "Bank Deposit" if status == "pending" else "shopify_payments"
    return {"financial_status": status, "payment_gateway_names": ["cash" if sale.fate == "till" else gateway]}


def _shopify_till(sale: Sale) -> Record:
    shipped = {
        "id": int(sale.key) + 5,
        "order_id": int(sale.key),
        "status": "success",
        "created_at": sale.placed.isoformat(),
        "location_id": TILL_LOCATION,
        "tracking_number": None,
        "tracking_company": None,
        "line_items": [],
    }
    return {
        "source_name": "pos",
        "location_id": TILL_LOCATION,
        "fulfillment_status": "fulfilled",
        "fulfillments": [shipped],
        "closed_at": sale.placed.isoformat(),
    }


def shopify_order(day: Day, sale: Sale) -> Record:
    """One order as Shopify's REST API gives it, in the shop's currency, prices with tax."""
    placed = sale.placed.isoformat()
    address = None if sale.fate in {"till", "nothing_to_ship"} else _shopify_address(sale.person)
    discount = sum(line.discount for line in sale.lines)
    order: Record = {
        "id": int(sale.key),
        "name": sale.name,
        "order_number": int(sale.name.removeprefix("#NB")),
        "created_at": placed,
        "processed_at": placed,
        "updated_at": placed,
        "closed_at": None,
        "cancelled_at": (sale.placed + timedelta(minutes=9)).isoformat()
        if sale.fate == "cancelled"
        else None,
        "cancel_reason": "customer" if sale.fate == "cancelled" else None,
        "test": sale.fate == "test",
        "confirmed": True,
        "currency": sale.currency,
        "presentment_currency": sale.currency,
        "taxes_included": True,
        "total_line_items_price": euros(sale.lines_gross + discount),
        "total_discounts": euros(discount),
        "subtotal_price": euros(sale.lines_gross),
        "total_tax": euros(sale.tax),
        "total_price": euros(sale.total),
        "current_total_price": "0.00" if sale.fate == "cancelled" else euros(sale.total),
        "discount_codes": [{"code": sale.discount_code, "amount": euros(discount), "type": "percentage"}]
        if sale.discount_code
        else [],
        "discount_applications": [{"type": "discount_code", "code": sale.discount_code, "value": "10.0"}]
        if sale.discount_code
        else [],
        "email": sale.person.email,
        "phone": sale.person.phone or None,
        "customer_locale": {"FR": "fr", "NL": "nl", "GB": "en-GB", "US": "en-US"}.get(sale.country, "de"),
        "note": sale.note or None,
        "note_attributes": [{"name": "Gift message", "value": sale.gift_message}]
        if sale.gift_message
        else [],
        "tags": ", ".join(sale.tags),
        "source_name": "web",
        "location_id": None,
        "fulfillment_status": None,
        "fulfillments": [],
        "refunds": [],
        "customer": {
            "id": 6_000_000_000 + int(sale.name.removeprefix("#NB")) * 31,
            "email": sale.person.email,
            "first_name": sale.person.first,
            "last_name": sale.person.last,
            "phone": sale.person.phone or None,
            "accepts_marketing": False,
            "tags": "",
        },
        "billing_address": address,
        "shipping_address": address,
        "line_items": [_shopify_line(day, sale, line, place) for place, line in enumerate(sale.lines, 1)],
        "shipping_lines": [],
        "tax_lines": [],
    }
    if sale.shipping_title:
        order["shipping_lines"] = [_shopify_shipping(sale)]
    return order | _shopify_payment(sale) | (_shopify_till(sale) if sale.fate == "till" else {})


def _shopify_shipping(sale: Sale) -> Record:
    return {
        "id": int(sale.key) + 3,
        "title": sale.shipping_title,
        "code": sale.shipping_title,
        "source": "shopify",
        "price": euros(sale.shipping),
        "discounted_price": euros(sale.shipping),
        "discount_allocations": [],
        "tax_lines": _taxes(sale, sale.shipping_tax, sale.shipping_rate),
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _woo_address(person: Person, *, billing: bool) -> Record:
    found = {
        "first_name": person.first,
        "last_name": person.last,
        "company": person.company,
        "address_1": person.street,
        "address_2": person.line2,
        "city": person.city,
        "state": person.region,
        "postcode": person.postcode,
        "country": person.country,
    }
    return found | ({"email": person.email, "phone": person.phone} if billing else {})


def _woo_line(day: Day, sale: Sale, line: Line, place: int) -> Record:
    tax = line.tax(sale.country)
    net = line.gross - tax
    known = not line.sku
    return {
        "id": int(sale.key) * 10 + place,
        "name": line.item.name if known else "Item of a former supplier",
        "product_id": 500 + list(day.woo).index(line.item.sku) if known else 0,
        "variation_id": 0,
        "quantity": line.quantity,
        "tax_class": "reduced-rate" if line.item.reduced else "",
        "subtotal": euros(net),
        "subtotal_tax": euros(tax),
        "total": euros(net),
        "total_tax": euros(tax),
        "taxes": [{"id": 75, "total": euros(tax), "subtotal": euros(tax)}] if tax else [],
        "meta_data": [],
        "sku": line.code,
        "price": round(net / 100 / line.quantity, 6),
    }


def woo_order(day: Day, sale: Sale) -> Record:
    """One order as WooCommerce's REST API gives it: lines without tax, tax beside them, the total with it."""
    method = {
        "captured": ("stripe", "Credit card"),
        "pending": ("bacs", "Bank transfer"),
        "cod": ("cod", "Cash on delivery"),
    }
    code, title = method[sale.payment]
    paid = sale.payment == "captured" and sale.fate != "cancelled"
    status = {"cancelled": "cancelled"}.get(
        sale.fate, "on-hold" if sale.payment == "pending" else "processing"
    )
    local = sale.placed.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M:%S")
    line_tax = sum(line.tax(sale.country) for line in sale.lines)
    return {
        "id": int(sale.key),
        "parent_id": 0,
        "number": sale.name,
        "order_key": f"wc_order_{int(sale.key) * 7919:x}",
        "created_via": "checkout",
        "version": "11.0.0",
        "status": status,
        "currency": sale.currency,
        "date_created": local,
        "date_created_gmt": _utc(sale.placed),
        "date_modified": local,
        "date_modified_gmt": _utc(sale.placed),
        "discount_total": "0.00",
        "discount_tax": "0.00",
        "shipping_total": euros(sale.shipping - sale.shipping_tax),
        "shipping_tax": euros(sale.shipping_tax),
        "cart_tax": euros(line_tax),
        "total": euros(sale.total),
        "total_tax": euros(sale.tax),
        "prices_include_tax": True,
        "customer_id": 0,
        "customer_note": sale.note,
        "billing": _woo_address(sale.person, billing=True),
        "shipping": _woo_address(sale.person, billing=False),
        "payment_method": code,
        "payment_method_title": title,
        "transaction_id": f"ch_{int(sale.key) * 104729:x}" if paid else "",
        "date_paid": local if paid else None,
        "date_paid_gmt": _utc(sale.placed) if paid else None,
        "date_completed": None,
        "date_completed_gmt": None,
        "meta_data": [],
        "line_items": [_woo_line(day, sale, line, place) for place, line in enumerate(sale.lines, 1)],
        "tax_lines": [],
        "shipping_lines": [_woo_shipping(sale)],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
    }


def _woo_shipping(sale: Sale) -> Record:
    tax = sale.shipping_tax
    return {
        "id": int(sale.key) * 10 + 9,
        "method_title": sale.shipping_title,
        "method_id": "flat_rate",
        "total": euros(sale.shipping - tax),
        "total_tax": euros(tax),
        "taxes": [{"id": 75, "total": euros(tax)}] if tax else [],
        "meta_data": [],
    }


def _fault(file: str, place: int, field: str, found: str) -> Record:
    return {"file": file, "row": place, "field": field, "found": found}


def shopify_file(day: Day, sales: list[Sale]) -> tuple[list[Record], list[Record], list[Record]]:
    """(records, errors with their record number from 1, doubles): 193 true orders, 5 faulty ones, 2 doubles."""
    records = [shopify_order(day, sale) for sale in sales]
    plain = [place for place, sale in enumerate(sales) if sale.fate == "shippable" and not sale.tags]
    again, newer = copy.deepcopy(records[plain[20]]), copy.deepcopy(records[plain[40]])
    newer |= {"updated_at": sales[-1].placed.isoformat(), "tags": "call-back"}
    errors = []

    def plant(place: int, field: str, found: str, change: Record) -> None:
        broken = copy.deepcopy(records[plain[5]]) | {
            "id": 5_990_000_000_000 + place,
            "name": f"#NB9{place:03d}",
        }
        records.insert(place - 1, broken | change)
        errors.append(_fault("orders-shopify.json", place, field, found))

    line = records[plain[5]]["line_items"][0]
    plant(31, "total_price", "-12.90", {"total_price": "-12.90"})
    wrong_year = "20226-11-23T10:00:00+01:00"
    plant(62, "created_at", wrong_year, {"created_at": wrong_year, "processed_at": wrong_year})
    plant(93, "currency", "QQQ", {"currency": "QQQ", "presentment_currency": "QQQ"})
    plant(124, "price", "-5.00", {"line_items": [line | {"price": "-5.00"}]})
    plant(155, "id", "", {"id": None})
    doubles = [
        {"file": "orders-shopify.json", "row": len(records) + 1, "name": again["name"], "effect": "same"},
        {"file": "orders-shopify.json", "row": len(records) + 2, "name": newer["name"], "effect": "changed",
         "tags": "call-back"},
    ]  # fmt: skip
    return [*records, again, newer], errors, doubles


def woo_file(day: Day, sales: list[Sale]) -> tuple[list[Record], list[Record], list[Record]]:
    """(records, errors, doubles): 66 true orders, 3 faulty ones, 1 double."""
    records = [woo_order(day, sale) for sale in sales]
    again = copy.deepcopy(records[9])
    errors = []

    def plant(place: int, field: str, found: str, change: Record) -> None:
        broken = copy.deepcopy(again) | {"id": 9000 + place, "number": str(9000 + place)}
        records.insert(place - 1, broken | change)
        errors.append(_fault("orders-woocommerce.json", place, field, found))

    wrong_year = "20226-11-23T10:00:00"
    plant(15, "date_created_gmt", wrong_year, {"date_created": wrong_year, "date_created_gmt": wrong_year})
    plant(30, "total", "-1.00", {"total": "-1.00"})
    plant(45, "quantity", "-2", {"line_items": [again["line_items"][0] | {"quantity": -2}]})
    double = {
        "file": "orders-woocommerce.json",
        "row": len(records) + 1,
        "name": again["number"],
        "effect": "same",
    }
    return [*records, again], errors, [double]
