"""What programs call payment states and shippers, as data; refuses no word in silence."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.ports.incoming import FulfilledBy, IncomingLine, LineKind, Party, PaymentCondition
from opsroom.ports.reading.cells import shown
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow

_PAYMENT: dict[str, PaymentCondition] = {
    plain(word): condition
    for condition, words in {
        PaymentCondition.CAPTURED: (
            "captured",
            "paid",
            "yes",
            "true",
            "1",
            "complete",
            "completed",
            "bezahlt",
            "settled",
            "payment accepted",
            "completely paid",
            "komplett bezahlt",
            "paiement accepté",
            "payé",
            "payée",
            "pagado",
            "betaald",
            "pagato",
            "processing",
        ),
        PaymentCondition.AUTHORISED: ("authorised", "authorized", "authorisation", "authorization", "auth"),
        PaymentCondition.TERMS: (
            "terms",
            "on account",
            "invoice",
            "net 30",
            "net30",
            "net 14",
            "rechnung",
            "kauf auf rechnung",
            "facture",
            "op rekening",
        ),
        PaymentCondition.COD: (
            "cod",
            "cash on delivery",
            "cash on delivery (cod)",
            "nachnahme",
            "contre remboursement",
            "contra reembolso",
            "contrassegno",
            "rembours",
        ),
        PaymentCondition.MARKETPLACE: ("marketplace", "guaranteed", "amazon", "ebay"),
        PaymentCondition.PENDING: (
            "pending",
            "unpaid",
            "no",
            "false",
            "0",
            "open",
            "offen",
            "awaiting payment",
            "pending payment",
            "on hold",
            "unbezahlt",
            "nicht bezahlt",
            "en attente",
            "pendiente",
            "openstaand",
            "in attesa",
            "partially paid",
        ),
        PaymentCondition.PART_REFUNDED: ("part refunded", "partially refunded", "partial refund"),
        PaymentCondition.REFUNDED: ("refunded", "erstattet", "remboursé", "remboursée", "reembolsado"),
        PaymentCondition.VOIDED: ("voided", "void", "failed", "expired", "declined"),
    }.items()
    for word in words
}
_ON_ITS_WAY = frozenset({"processing", "complete", "completed"})
"""how far an order is: said of unpaid ones, too"""
_CANCELLED = frozenset(
    plain(word)
    for word in (
        "cancelled", "canceled", "storniert", "annulé", "annulée", "cancelado", "cancelada", "anulado", "geannuleerd",
        "annullato",
    )
)  # fmt: skip
_SHIPPERS: dict[str, FulfilledBy] = {
    plain(word): shipper
    for shipper, words in {
        FulfilledBy.US: ("us", "own", "merchant", "mfn", "fbm", "self", "seller", "warehouse"),
        FulfilledBy.MARKETPLACE: ("marketplace", "fba", "afn", "amazon", "wfs", "zfs"),
        FulfilledBy.TILL: ("till", "pos", "store", "counter", "pickup done"),
        FulfilledBy.SUPPLIER: ("supplier", "dropship", "drop ship", "manufacturer", "vendor"),
        FulfilledBy.THREE_PL: ("3pl", "fulfilment house", "fulfillment house", "logistics"),
        FulfilledBy.NOBODY: ("nobody", "none", "digital", "download"),
    }.items()
    for word in words
}


def payment_of(head: Head, sheet: Sheet) -> tuple[PaymentCondition, str]:
    """The release condition. Its own column counts first, then the day of payment, then what the status says of it."""
    status, method = head.text("payment"), head.text("payment_method")
    weak = False
    if not status and head.text("paid_at"):
        status = "paid"
    elif not status and _PAYMENT.get(plain(head.text("shipped_status"))) is not None:
        status = head.text("shipped_status")
        weak = plain(status) in _ON_ITS_WAY
    words = ", ".join(filter(None, (status, method)))
    found = _PAYMENT.get(plain(status))
    if status and found is None:
        sentence = f'the payment "{shown(status)}" is not known. It counts as not paid until someone decides.'
        sheet.flag(head.row("payment"), "payment", status, sentence, "order.unknown_status")
    by_method = _PAYMENT.get(plain(method))
    unpaid = weak or found in {None, PaymentCondition.PENDING}
    if unpaid and by_method in {PaymentCondition.COD, PaymentCondition.TERMS, PaymentCondition.MARKETPLACE}:
        return by_method or PaymentCondition.PENDING, words
    return found or PaymentCondition.PENDING, words


def says_cancelled(status: str) -> bool:
    """Whether an order's status alone says that it was cancelled."""
    return plain(status) in _CANCELLED


def whose(word: str, field: str, what: str, row: TitledRow, sheet: Sheet) -> Party:
    """Who issues the invoice or remits the tax; us where the file does not say."""
    if not word or _SHIPPERS.get(plain(word)) is FulfilledBy.US:
        return Party.US
    if _SHIPPERS.get(plain(word)) is FulfilledBy.MARKETPLACE or plain(word) == "channel":
        return Party.MARKETPLACE
    sentence = f'"{shown(word)}" does not say who {what}. It is taken as us; write "us" or "marketplace".'
    sheet.flag(row, field, word, sentence, "order.unknown_party")
    return Party.US


def fulfilled_by(word: str, lines: Sequence[IncomingLine], row: TitledRow, sheet: Sheet) -> FulfilledBy:
    """Who ships; us where the file does not say and something must be shipped."""
    found = _SHIPPERS.get(plain(word))
    if found is not None:
        return found
    if plain(word) not in {"", "fulfilled", "unfulfilled", "partial", "manual"}:
        sentence = f'"{shown(word)}" does not say who ships. It is taken as us; correct it before release.'
        sheet.flag(row, "fulfilled_by", word, sentence, "order.unknown_shipper")
    no_goods = bool(lines) and all(line.kind is not LineKind.GOODS for line in lines)
    return FulfilledBy.NOBODY if no_goods else FulfilledBy.US
