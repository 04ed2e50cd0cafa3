"""Lets an order over its credit limit go, and records a payment that arrived; both say first what it means."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import require
from opsroom.domains.billing import queries as billing
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.release_credit import CREDIT_REASONS
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.interfaces.web.wording import money
from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.let_over_limit import let_over_limit
from opsroom.workflows.record_payment import record_payment

PAID_BY = {"transfer": "Bank transfer", "cash": "Cash", "card": "Card", "other": "Another way"}


@require_http_methods(["GET", "HEAD", "POST"])
def credit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Why it may go over the limit; the reason is chosen and stays in the history."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.release_credit", company_id=order.company_id)
    if request.method != "POST":
        holds = [h for h in orders.holds_of(order.id) if h.reason == "credit" and h.state == "placed"]
        why = Field(
            name="why",
            label="Why it may go",
            kind="select",
            choices=[Choice(value=key, text=text) for key, text in CREDIT_REASONS.items()],
        )
        said = holds[0].detail if holds else "no hold for credit stands on it."
        return drawer(request, "orders/_credit.html", {"order": order, "fields": [why], "said": said})
    why_said = CREDIT_REASONS.get(request.POST.get("why", ""), "")
    done = let_over_limit(actor, order.company_id, [order.id], why=why_said)
    says = f"{order.number} may go." if done else f"No hold for credit stands on {order.number}."
    messages.info(request, says)
    return HttpResponseRedirect(f"/orders/{order_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest, order_id: int) -> HttpResponse:
    """What arrived and how; what was typed stays when it cannot be. The same form sent twice records once."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "payments.record", company_id=order.company_id)
    due = billing.still_due(order.company_id, {order.id: order.total_minor})[order.id]
    typed = request.POST.get("amount", money(due, order.currency, sign=False)).strip()
    kind = request.POST.get("kind", "transfer")
    key = request.POST.get("key", "")[:40] or secrets.token_hex(8)
    wrong = ""
    if request.method == "POST":
        try:
            left = record_payment(
                actor, order.company_id, order.id,
                kind=kind if kind in PAID_BY else "other",
                amount_minor=parse_amount(typed, order.currency).minor,
                occurred_at=datetime.now(UTC), key=key,
            )  # fmt: skip
            messages.info(
                request,
                f"Payment recorded. {money(left, order.currency)} is still due." if left else "Paid in full.",
            )
            return HttpResponseRedirect(f"/orders/{order_id}")
        except CodedError as error:
            wrong = error.message
    fields = [
        Field(name="amount", label=f"Amount in {order.currency}", value=typed, error=wrong, focus=True),
        Field(
            name="kind",
            label="How it came",
            kind="select",
            value=kind,
            choices=[Choice(value=value, text=text) for value, text in PAID_BY.items()],
        ),
    ]
    context: dict[str, object] = {
        "order": order,
        "fields": fields,
        "due": money(due, order.currency) if due else "",
        "key": key,
    }
    return drawer(request, "orders/_payment.html", context, status=422 if wrong else 200)
