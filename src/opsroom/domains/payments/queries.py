"""Reads of payments: what an order was paid, and what stands open on it in the money book."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, QuerySet, Sum

from opsroom.domains.access import rules as access
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments.models import Payment, Refund
from opsroom.domains.payments.rules import SoldLine, old_tools_part
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money import queries as book

BY_HAND = "hand:"  # begins the id of a payment that a person recorded
PROMISES = ("terms", "cod", "marketplace")  # money that others stand for until it comes


def visible_to(actor: Actor) -> QuerySet[Payment]:
    """Payments of the actor's companies."""
    access.require(actor, "payments.view")
    rows = Payment.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def of_order(actor: Actor, order_id: int) -> list[Payment]:
    """The order's payments, oldest first."""
    return list(visible_to(actor).filter(order_id=order_id).order_by("occurred_at", "id"))


def paid_by_hand(order_ids: Collection[int]) -> set[int]:
    """Those of these orders for which a person recorded money; the caller has checked the right."""
    rows = Payment.objects.filter(order_id__in=list(order_ids), external_id__startswith=BY_HAND)
    return set(rows.values_list("order_id", flat=True))


def open_receivables(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Minor units customers still owe on issued invoices, by order id; 0 or more."""
    return _standing(company_id, order_ids, accounts.CUSTOMER_RECEIVABLE, sign=1)


def prepayments(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Minor units customers paid and no invoice has used yet, by order id; 0 or more."""
    return _standing(company_id, order_ids, accounts.CUSTOMER_PREPAYMENTS, sign=-1)


def refunds_unexplained(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Minor units sent back that nothing has lowered a sale for yet, by order id; 0 or more."""
    return _standing(company_id, order_ids, accounts.REFUNDS_PAYABLE, sign=1)


def refunds_of(order_ids: Collection[int]) -> list[Refund]:
    """What was recorded as sent back for these orders, the first one first."""
    return list(Refund.objects.filter(order_id__in=list(order_ids)).order_by("id"))


def open_guarantees(company_id: int, order_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Minor units that marketplaces owe on invoices and sales in the customer's place, by order id and account."""
    found: dict[int, dict[str, int]] = {order: {} for order in order_ids}
    for line in book.sums_of_ref(company_id, "orders.order", sorted(order_ids)):
        owed = found[line.ref_id]
        if line.kind in ("invoice_issued", "sold_elsewhere"):
            _add(owed, line.target_account, line.minor)
            _add(owed, line.source_account, -line.minor)
        elif line.target_account == accounts.CUSTOMER_RECEIVABLE:
            _add(owed, line.source_account, -line.minor)  # the guarantee was used: a payment told of it
    return {
        order: {account: minor for account, minor in sorted(owed.items()) if minor > 0}
        for order, owed in found.items()
    }


def _add(owed: dict[str, int], account: str, minor: int) -> None:
    if account.startswith(accounts.RECEIVABLE_FROM):
        owed[account] = owed.get(account, 0) + minor


def _standing(company_id: int, order_ids: Collection[int], account: str, *, sign: int) -> dict[int, int]:
    found = dict.fromkeys(order_ids, 0)
    for line in book.sums_of_ref(company_id, "orders.order", sorted(order_ids)):
        if line.target_account == account:
            found[line.ref_id] += sign * line.minor
        if line.source_account == account:
            found[line.ref_id] -= sign * line.minor
    return {order: max(0, minor) for order, minor in found.items()}


def captured_of(order_id: int) -> dict[str, int]:
    """Minor units by outside id, of the payments of an order that really came."""
    rows = Payment.objects.filter(order_id=order_id, state="captured")
    return dict(rows.values_list("external_id", "amount_minor"))


def captured(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Minor units that really came for these orders, by id; orders without are left out."""
    rows = Payment.objects.filter(company_id=company_id, order_id__in=list(order_ids), state="captured")
    sums = rows.values("order_id").annotate(minor=Sum("amount_minor")).values_list("order_id", "minor")
    return {order: minor for order, minor in sums if minor}


def to_send_back(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Minor units that came and have not gone back, by id; orders without are left out."""
    back = refunded(company_id, order_ids)
    left = {pk: minor - back.get(pk, 0) for pk, minor in captured(company_id, order_ids).items()}
    return {pk: minor for pk, minor in left.items() if minor > 0}


def refunded(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Minor units that went back for these orders, by id; orders without are left out."""
    rows = Refund.objects.filter(company_id=company_id, order_id__in=list(order_ids)).values("order_id")
    return dict(rows.annotate(minor=Sum("amount_minor")).values_list("order_id", "minor"))


def refunded_of_ours(company_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """What of it was about money of our book and not a concession, by id; orders without are left out."""
    rows = Refund.objects.filter(company_id=company_id, order_id__in=list(order_ids)).values("order_id")
    return dict(rows.annotate(minor=Sum("ours_minor")).values_list("order_id", "minor"))


def refunds_known(order_id: int) -> dict[str, int]:
    """Minor units by outside id, of one order's refunds."""
    return dict(Refund.objects.filter(order_id=order_id).values_list("external_id", "amount_minor"))


def received(company_id: int, order_ids: Collection[int], *, promises: bool = True) -> dict[int, int]:
    """Minor units of each order that came into our book or, where nothing came yet, are promised for it."""
    came, earlier = captured(company_id, order_ids), settled_before(order_ids)
    found = {pk: max(0, came.get(pk, 0) - earlier.get(pk, 0)) for pk in order_ids}
    if promises:
        rows = Payment.objects.filter(company_id=company_id, order_id__in=list(order_ids), state="pending")
        rows = rows.filter(kind__in=PROMISES, currency=F("order__currency"))
        for pk, minor in (
            rows.values("order_id").annotate(minor=Sum("amount_minor")).values_list("order_id", "minor")
        ):
            found[pk] = max(found[pk], minor)
    return found


def settled_before(order_ids: Collection[int]) -> dict[int, int]:
    """Minor units that an earlier tool invoiced, by order id; orders it shipped nothing of are left out."""
    return {
        order_id: old_tools_part(
            [
                SoldLine(ln.net_minor, ln.tax_minor, ln.quantity - ln.cancelled, ln.shipped_before, ln.ships)
                for ln in lines
            ]
        )
        for order_id, lines in order_rows.lines_sent_before(order_ids).items()
    }
