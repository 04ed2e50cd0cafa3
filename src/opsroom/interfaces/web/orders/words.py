"""Every word on what an order needs and what happened to it, in one place; holds no layout and reads no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from opsroom.domains.orders.queries import HoldFacts, OrderFacts, word_of
from opsroom.domains.orders.rules import Word, hold_sentence
from opsroom.interfaces.web.parts import Tone
from opsroom.interfaces.web.wording import counted

# (title, tone) by kind of event. Kinds that only repeat another one are in QUIET.
HAPPENED: Mapping[str, tuple[str, Tone]] = {
    "orders.order.accepted": ("Order received", ""),
    "orders.order.changed": ("Changed at the channel", "warn"),
    "orders.order.tagged": ("Tagged", ""),
    "orders.order.untagged": ("Tag taken off", ""),
    "orders.order.noted": ("Note written", ""),
    "orders.order.prioritised": ("Priority changed", ""),
    "orders.order.assigned": ("Given to a person", ""),
    "orders.order.held": ("Held", "warn"),
    "orders.order.hold_released": ("Hold released", "ok"),
    "orders.order.sku_matched": ("Unknown SKU matched", "ok"),
    "orders.order.delivery_set": ("Delivery method changed", ""),
    "orders.order.price_overridden": ("Sold at another price than the list's", "warn"),
    "orders.order.site_preferred": ("Another site is asked first", ""),
    "orders.order.address_changed": ("Address corrected", "ok"),
    "orders.order.closed": ("Order closed", "ok"),
    "orders.order.reopened": ("Order opened again", "warn"),
    "orders.order.cancelled": ("Order cancelled", "bad"),
    "orders.payment.authorised": ("Payment authorised", "ok"),
    "orders.payment.captured": ("Payment complete", "ok"),
    "orders.payment.voided": ("Payment voided", "bad"),
    "orders.payment.refunded": ("Refunded", "warn"),
    "orders.payment.refunded_part": ("Part refunded", "warn"),
    "orders.allocation.allocated": ("Everything allocated", "ok"),
    "orders.allocation.marked_short": ("Short of stock", "warn"),
    "orders.allocation.deallocated": ("Stock given back", ""),
    "orders.fulfilment.released": ("Released to the warehouse", "ok"),
    "orders.fulfilment.started_picking": ("Picking began", "info"),
    "orders.fulfilment.finished_picking": ("Picked", "info"),
    "orders.fulfilment.started_packing": ("Packing began", "info"),
    "orders.fulfilment.finished_packing": ("Packed", "info"),
    "orders.fulfilment.shipped_part": ("Part shipped", "warn"),
    "orders.fulfilment.shipped": ("Shipped", "ok"),
    "orders.fulfilment.taken_back": ("Taken back from the warehouse", "warn"),
    "warehouse.allocation.created": ("Stock set aside", ""),
    "warehouse.allocation.hardened": ("Bins chosen", ""),
    "warehouse.allocation.softened": ("Bins given back", ""),
    "warehouse.allocation.picked": ("Goods in the tote", "info"),
    "warehouse.allocation.put_back": ("Goods put back", ""),
    "warehouse.allocation.freed": ("Set-aside stock freed", ""),
    "fulfilment.parcel.labelled": ("Label made", "info"),
    "fulfilment.parcel.voided": ("Parcel voided", "bad"),
    "payments.payment.created": ("Payment recorded", ""),
    "payments.payment.captured": ("Payment captured", "ok"),
    "payments.payment.failed": ("Payment failed", "bad"),
    "payments.refund.recorded": ("Money sent back to the customer", "warn"),
    "billing.creditnote.created": ("Credit note drafted", ""),
    "billing.creditnote.numbered": ("Credit note numbered", ""),
    "billing.creditnote.issued": ("Credit note issued", "ok"),
    "billing.invoice.created": ("Invoice drafted", ""),
    "billing.invoice.numbered": ("Invoice numbered", ""),
    "billing.invoice.issued": ("Invoice issued", "ok"),
}
# Said by another event of the same moment already.
QUIET = frozenset(
    {
        "orders.allocation.dropped", "warehouse.allocation.shipped", "fulfilment.fulfilmentorder.created",
        "fulfilment.fulfilmentorder.started_picking", "fulfilment.fulfilmentorder.finished_picking",
        "fulfilment.fulfilmentorder.started_packing", "fulfilment.fulfilmentorder.finished_packing",
        "fulfilment.fulfilmentorder.shipped", "fulfilment.parcel.created", "fulfilment.parcel.closed",
        "fulfilment.parcel.shipped",
    }
)  # fmt: skip
HOLD_REASONS: Mapping[str, str] = {
    "by_hand": "By hand",
    "payment": "Payment",
    "address": "Address",
    "duplicate": "May be a duplicate",
}
REASON_WORDS: Mapping[str, str] = {
    **HOLD_REASONS,
    "amounts": "The amounts do not add up",
    "unknown_sku": "A SKU is unknown",
    "changed": "The channel changed it",
    "rule": "A rule",
    "credit": "Over the credit limit",
}
FULFILLED_BY: Mapping[str, str] = {
    "us": "Shipped by us",
    "marketplace": "Shipped by the marketplace",
    "till": "Handed over at the till",
    "supplier": "Shipped by the supplier",
    "3pl": "Shipped by a warehouse partner",
    "nobody": "Nothing to ship",
}
AXIS_WORDS: Mapping[str, tuple[str, Tone]] = {
    "open": ("Order open", "info"),
    "closed": ("Order closed", "ok"),
    "cancelled": ("Order cancelled", "bad"),
    "allocated": ("Allocated", "ok"),
    "short": ("Short", "warn"),
    "unallocated": ("Not allocated", "warn"),
    "not_needed": ("No stock needed", ""),
    "unreleased": ("Not released", "todo"),
    "released": ("Released", "info"),
    "picking": ("Picking", "info"),
    "picked": ("Picked", "info"),
    "packing": ("Packing", "info"),
    "packed": ("Packed", "info"),
    "part_shipped": ("Part shipped", "warn"),
    "shipped": ("Shipped", "ok"),
    "elsewhere": ("Shipped elsewhere", "alt"),
    "nothing": ("Nothing to ship", ""),
}
PLACES: Mapping[str, str] = {
    "customer": "Customer",
    "supplier": "Supplier",
    "loss": "Loss",
    "opening": "Opening stock",
    "external": "Outside",
}
CREDIT_REASONS: Mapping[str, str] = {
    "refund": "money was sent back",
    "cancelled": "called off before it was paid",
}
ACCOUNTS: Mapping[str, str] = {
    "customer_receivable": "Customer owes",
    "customer_prepayments": "Customer prepayments",
    "refunds_payable": "Refunds to pay",
    "revenue": "Sales",
    "shipping_revenue": "Shipping charged",
    "discounts": "Discounts",
    "order_differences": "Differences charged",
    "concessions": "Concessions",
    "clearing": "Clearing",
    "opening_balance": "Opening balance",
}
# How it was paid, where the channel names no way that we know.
WAYS: Mapping[str, str] = {
    "card": "by card",
    "wallet": "by wallet",
    "transfer": "by bank transfer",
    "terms": "on terms",
    "cod": "on delivery",
    "cash": "in cash",
    "marketplace": "through the marketplace",
    "gift_card": "by gift card",
    "other": "in another way",
}
QUALIFIED: Mapping[str, str] = {
    "receivable": "Due from {}",
    "tax_payable": "VAT {}",
    "tax_withheld": "Tax kept by {}",
}
PROGRAMS: Mapping[str, str] = {
    "system.importer": "Import",
    "system.rules": "Rules",
    "system.demo": "Demo shop",
    "system.worker": "Opsroom",
    "system.billing": "Invoicing",
    "system.credit": "Credit limit",
    "system.terminal": "Command line",
    "system.setup": "Set-up",
    "system.by_hand": "Orders by hand",
}


def next_step(order: OrderFacts, holds: Sequence[HoldFacts], missing: int, wave: str) -> tuple[str, str]:
    """What happens next or what stops it: a sentence in bold and one beside it."""
    standing = [hold for hold in holds if hold.state == "placed"]
    word = word_of(order)
    if word is Word.ON_HOLD and standing:
        more = f" {counted(len(standing) - 1, 'more hold')} on it." if len(standing) > 1 else ""
        said = hold_sentence(standing[0].reason, standing[0].detail)
        return f"On hold. {said}", f"It cannot be released before its hold is.{more}"
    waits = {
        Word.UNKNOWN_SKU: (
            "A line has a SKU nobody knows.",
            "Match it, then its stock is set aside at once.",
        ),
        Word.PAYMENT_PENDING: (
            "Its payment is still pending.",
            "Its stock is set aside; it can be released when the payment is there.",
        ),
        Word.SHORT: (
            f"{counted(missing, 'piece')} missing." if missing else "Its stock is not set aside yet.",
            "The rest is set aside by itself as soon as stock comes.",
        ),
        Word.READY: ("Ready to release.", "Paid and allocated, nothing stops it."),
        Word.PART_SHIPPED: ("A part has left.", "The rest can be released when its stock is there."),
        Word.RELEASED: (f"With the warehouse{wave}, not picked yet.", "Take it back there to change it."),
        Word.PICKING: (f"It is being picked{wave}.", "Take it back there to change it."),
        Word.PICKED: ("Picked, it waits for packing.", "Take it back at the bench to change it."),
        Word.PACKING: ("It is being packed.", ""),
        Word.PACKED: ("Packed, it waits for the carrier.", ""),
        Word.SHIPPED: ("It has left.", "What comes back now is a return."),
        Word.ELSEWHERE: ("It is not shipped by us.", "Nothing is to be done here."),
        Word.CANCELLED: ("It is cancelled.", "Nothing is set aside for it."),
        Word.TEST: ("It is a test order.", "It takes no stock, books no money and is never shipped."),
        Word.HISTORY: ("It is history.", "It was shipped before this shop went live here."),
        Word.LISTENING: (
            "It only listens.",
            "The old tool sends it: it takes no stock and is not shipped, invoiced or told until the take-over.",
        ),
        Word.CLOSED: ("It is closed.", "Nothing is to be done."),
    }
    return waits.get(word, ("Nothing in it needs shipping.", ""))


def account_words(code: str) -> str:
    """The name of an account as people read it."""
    name, _, qualifier = code.partition(":")
    if name == "receivable" and qualifier in WAYS:
        return f"Due from payments {WAYS[qualifier]}"
    if qualifier and name in QUALIFIED:
        return QUALIFIED[name].format(
            qualifier.replace("_", " ").capitalize() if len(qualifier) > 2 else qualifier
        )
    return ACCOUNTS.get(code, code.replace("_", " ").capitalize())


def place_words(kind: str, code: str) -> str:
    """A bin by its code, a place outside the house by its name."""
    return PLACES.get(kind, code)


def happened(kind: str) -> tuple[str, Tone]:
    """Title and tone of an event; a kind without words of its own is named by its last word."""
    last = kind.rsplit(".", 1)[-1].replace("_", " ").capitalize()
    return HAPPENED.get(kind, (last, ""))


def why(kind: str, reason: str, data: Mapping[str, Any]) -> str:
    """What an event's own facts say beside its title."""
    if kind in ("orders.order.tagged", "orders.order.untagged"):
        return str(data.get("tag", ""))
    if kind == "orders.order.price_overridden":
        return (
            f"{_price(data.get('to'))}{_less(data)} instead of {_price(data.get('list'))}, {reason.lower()}"
        )
    if kind == "orders.order.noted":
        return "taken back" if "taken_back" in data else ""
    if kind == "orders.order.prioritised":
        return f"now {data.get('priority')}"
    if kind == "orders.order.delivery_set":
        return f"now {data.get('to')}"
    if kind == "orders.order.changed":
        return " ".join(str(one) for one in data.get("what", ()))
    if kind == "orders.order.accepted":
        return f"import {data['import']}" if data.get("import") else ""
    if kind == "orders.order.address_changed":
        left = int(data.get("problems", 0))
        return "passes the country's rules" if not left else f"{counted(left, 'problem')} left"
    if kind in ("orders.order.held", "orders.order.hold_released"):
        said = REASON_WORDS.get(reason, reason)
        return f"{said}: {data['why']}" if data.get("why") else said
    return reason


def _price(text: object) -> str:
    """A price as an event holds it, "20.000000", with two digits or as many as it has."""
    if text in (None, ""):
        return "none in the list"
    plain = Decimal(str(text)).normalize()
    return f"{plain:,.{max(2, -int(plain.as_tuple().exponent))}f}"


def _less(data: Mapping[str, Any]) -> str:
    rate, minor = Decimal(str(data.get("discount_rate") or 0)), data.get("discount_minor")
    if rate:
        return f" less {(rate * 100).normalize():f} %"
    return " less an amount" if minor else ""


def way_words(gateway: str, kind: str) -> str:
    """How it was paid: "by Stripe", "by card", "in another way"."""
    name = gateway.replace("_", " ").strip()
    return f"by {name[:1].upper()}{name[1:]}" if name else WAYS.get(kind, kind.replace("_", " "))


def uncapped(words: str) -> str:
    """The same inside a sentence; "VAT DE" keeps its capitals."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
