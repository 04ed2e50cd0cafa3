"""Where a Shopify order came from: who ships, how it is paid, who remits the tax; refuses no status in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from opsroom.ports.incoming import FulfilledBy, IncomingLine, LineKind, Party, PaymentCondition
from opsroom.ports.reading.fields import Reader

_CONDITIONS = {
    "paid": PaymentCondition.CAPTURED,
    "authorized": PaymentCondition.AUTHORISED,
    "pending": PaymentCondition.PENDING,
    "partially_paid": PaymentCondition.PENDING,
    "unpaid": PaymentCondition.PENDING,
    "partially_refunded": PaymentCondition.PART_REFUNDED,
    "refunded": PaymentCondition.REFUNDED,
    "voided": PaymentCondition.VOIDED,
    "expired": PaymentCondition.VOIDED,
}
MARKETPLACES = (
    "amazon",
    "ebay",
    "walmart",
    "etsy",
    "tiktok",
    "zalando",
    "otto",
    "kaufland",
    "bol",
    "allegro",
    "cdiscount",
)
_MARKETPLACE_SERVICES = (
    "amazon_marketplace_web",
    "amazon-marketplace-web",
    "amazon",
    "walmart_fulfillment",
    "wfs",
)
_AMAZON_PAY = re.compile(r"amazon[ _-]?pay")
COD_WORDS = ("cash on delivery", "cash_on_delivery", "nachnahme", "contre remboursement")


def is_marketplace(value: dict[str, Any], read: Reader) -> bool:
    """Whether a marketplace sold it and holds the money."""
    names = (read.text(value, "source_name"), *_gateways(value))
    return held_by_marketplace(names)


def held_by_marketplace(names: Iterable[str]) -> bool:
    """Whether one of these sources or gateways is a marketplace; Amazon Pay is a way to pay in one's own shop."""
    told = [name.lower() for name in names]
    return any(name.startswith(MARKETPLACES) and not _AMAZON_PAY.match(name) for name in told)


def _gateways(value: dict[str, Any]) -> tuple[str, ...]:
    told = value.get("payment_gateway_names")
    names = [name for name in told if isinstance(name, str)] if isinstance(told, list) else []
    single = value.get("gateway")
    return (*names, *([single] if isinstance(single, str) and single not in names else ()))


def payment_condition(value: dict[str, Any], read: Reader) -> tuple[PaymentCondition, str]:
    """The release condition and the words behind it."""
    status = read.text(value, "financial_status").lower()
    words = ", ".join(filter(None, (status, *_gateways(value))))
    if status and status not in _CONDITIONS:
        sentence = f'the payment status "{status}" is not known. It counts as not paid until someone decides.'
        read.flag("financial_status", status, sentence, "order.unknown_status")
    condition = _CONDITIONS.get(status, PaymentCondition.PENDING)
    if condition is PaymentCondition.PENDING:
        gateways = " ".join(_gateways(value)).lower()
        if any(word in gateways for word in COD_WORDS) or "(cod)" in gateways:
            return PaymentCondition.COD, words
        if read.inner(value, "payment_terms") is not None:
            return PaymentCondition.TERMS, words
    if condition is PaymentCondition.CAPTURED and is_marketplace(value, read):
        return PaymentCondition.MARKETPLACE, words
    return condition, words


def line_kind(title: str, *, own_article: bool, ships: bool) -> LineKind:
    """What a line sells, by its name and by whether it is sent."""
    if title.lower() in {"tip", "trinkgeld", "pourboire"} and not own_article:
        return LineKind.TIP
    return LineKind.GOODS if ships else LineKind.SERVICE


def line_fulfilled_by(one: dict[str, Any], kind: LineKind) -> FulfilledBy | None:
    """Who ships this line, where the line itself says so; None: whoever ships the order."""
    if kind is not LineKind.GOODS:
        return FulfilledBy.NOBODY
    service = str(one.get("fulfillment_service") or "manual").lower()
    if service == "manual":
        return None
    if service.startswith(_MARKETPLACE_SERVICES):
        return FulfilledBy.MARKETPLACE
    return FulfilledBy.NOBODY if service == "gift_card" else FulfilledBy.THREE_PL


def fulfilled_by(value: dict[str, Any], lines: Sequence[IncomingLine], read: Reader) -> FulfilledBy:
    """Who ships the order. A till sale that is sent home later is ours to ship."""
    goods = [line for line in lines if line.kind is LineKind.GOODS]
    if not goods and lines:
        return FulfilledBy.NOBODY
    if read.text(value, "source_name").lower() == "pos":
        sent_later = (
            bool(read.parts(value, "shipping_lines")) or read.inner(value, "shipping_address") is not None
        )
        return FulfilledBy.US if sent_later else FulfilledBy.TILL
    shippers = {line.fulfilled_by or FulfilledBy.US for line in goods}
    return shippers.pop() if len(shippers) == 1 else FulfilledBy.US


def tax_remitter(value: dict[str, Any], read: Reader) -> Party:
    """The marketplace when it is liable for every tax that was charged."""
    taxes = [
        tax
        for part in (value, *read.parts(value, "line_items"), *read.parts(value, "shipping_lines"))
        for tax in read.parts(part, "tax_lines")
    ]
    liable = taxes and all(tax.get("channel_liable") is True for tax in taxes)
    return Party.MARKETPLACE if liable else Party.US
