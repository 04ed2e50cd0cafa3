"""Plans the payments of an incoming order: those told, or the one its payment condition implies. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from opsroom.ports.incoming import IncomingOrder, IncomingPayment, PaymentCondition

PAYMENT_STATE = {
    PaymentCondition.CAPTURED: "captured",
    PaymentCondition.AUTHORISED: "authorised",
    PaymentCondition.TERMS: "terms",
    PaymentCondition.COD: "cod",
    PaymentCondition.MARKETPLACE: "guaranteed",
    PaymentCondition.PENDING: "pending",
    PaymentCondition.PART_REFUNDED: "part_refunded",
    PaymentCondition.REFUNDED: "refunded",
    PaymentCondition.VOIDED: "voided",
}
PROMISE_KIND = {"terms": "terms", "cod": "cod", "guaranteed": "marketplace"}


@dataclass(slots=True)
class PaymentPlan:
    """A payment to record."""

    external_id: str
    kind: str
    gateway: str
    state: str
    amount_minor: int
    currency: str
    occurred_at: datetime


_KEPT = {"sale": "captured", "capture": "captured", "authorisation": "authorised"}


def payments_of(order: IncomingOrder, total: int) -> list[PaymentPlan]:
    """Payments as told; where none was told, the one that the payment condition implies."""
    placed = order.placed_at
    assert placed is not None  # noqa: S101  # refusal() came first
    told = [
        PaymentPlan(
            external_id=p.external_id,
            kind=_payment_kind(p.gateway),
            gateway=p.gateway,
            state=_KEPT[p.kind] if p.state == "success" else "pending",
            amount_minor=max(p.amount_minor, 0),
            currency=p.currency or order.currency,
            occurred_at=p.at or placed,
        )
        for p in order.payments
        if p.kind in _KEPT and p.state in ("success", "pending") and not p.test
    ]
    told = _without_captured_authorisations(order.payments, told)
    if told:
        return told
    state = PAYMENT_STATE[order.payment]
    if state in ("voided", "pending"):
        return []
    promise = PROMISE_KIND.get(state)
    return [
        PaymentPlan(
            external_id=f"order:{order.external_id}",
            kind=promise or "other",
            gateway="",
            state="pending" if promise else "authorised" if state == "authorised" else "captured",
            amount_minor=max(total, 0),
            currency=order.currency,
            occurred_at=placed,
        )
    ]


def _without_captured_authorisations(
    told: Sequence[IncomingPayment], plans: list[PaymentPlan]
) -> list[PaymentPlan]:
    """An authorisation that was captured is one payment, not two."""
    if any(p.kind == "capture" and p.state == "success" for p in told):
        return [p for p in plans if p.state != "authorised"]
    return plans


def _payment_kind(gateway: str) -> str:
    words = gateway.lower()
    for kind, marks in (
        ("gift_card", ("gift",)),
        ("wallet", ("paypal", "klarna", "apple", "google", "amazon")),
        ("card", ("card", "stripe", "shopify_payments", "credit")),
        ("cod", ("cash on delivery", "cod", "nachnahme")),
        ("cash", ("cash",)),
        ("transfer", ("bank", "bacs", "transfer", "vorkasse", "sepa", "ideal")),
        ("terms", ("invoice", "rechnung", "terms")),
        ("marketplace", ("marketplace",)),
    ):
        if any(mark in words for mark in marks):
            return kind
    return "other"
