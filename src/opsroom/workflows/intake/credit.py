"""Holds orders on terms that go over their buyer's limit; takes them in all the same, a sale is a fact.

What counts: everything on terms that is not paid yet, on invoices or in open orders, older orders first. Whoever
judges holds the buyer's row, so that two orders at once are judged one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.billing import queries as billing
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import TermsFacts
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.rows import OnTerms
from opsroom.domains.orders.rules import Exposure, credit_sentence
from opsroom.domains.payments import queries as payments
from opsroom.kernel.values.actor import Actor

if TYPE_CHECKING:
    from opsroom.domains.orders.actions.add_orders import NewOrder
    from opsroom.domains.orders.models import Order


def limited(company_id: int, customer_ids: Collection[int]) -> dict[int, TermsFacts]:
    """Those of these buyers who have a credit limit."""
    found = customers.terms_of(company_id, customer_ids)
    return {pk: terms for pk, terms in found.items() if terms.credit_limit_minor is not None}


def standing(company_id: int, rows: Sequence[OnTerms], currency: str) -> dict[int, Exposure]:
    """What is open on each of these orders, by order id; those of another currency cannot be added and are left out."""
    same = [row for row in rows if row.currency == currency]
    ids = [row.id for row in same]
    owed = payments.open_receivables(company_id, ids)
    due = billing.still_due(company_id, {row.id: row.total_minor for row in same})
    found: dict[int, Exposure] = {}
    for row in same:
        still = due[row.id]
        invoiced = min(still, owed.get(row.id, 0))
        found[row.id] = Exposure(invoiced, still - invoiced, currency)
    return found


def add(parts: Collection[Exposure], currency: str) -> Exposure:
    """What they come to."""
    return Exposure(sum(p.invoiced for p in parts), sum(p.in_orders for p in parts), currency)


def exposure_of(company_id: int, customer_id: int, currency: str) -> Exposure:
    """What one buyer owes or will owe in this currency, on invoices of an old tool as well."""
    rows = order_rows.on_terms(company_id, [customer_id])
    parts = list(standing(company_id, rows, currency).values())
    return add([*parts, owed_before(company_id, customer_id, currency)], currency)


def owed_before(company_id: int, customer_id: int, currency: str) -> Exposure:
    """What one buyer brought along: still owed on invoices of an old tool."""
    minor = billing.owed_before(company_id, [customer_id], currency).get(customer_id, 0)
    return Exposure(minor, 0, currency)


def incomparable(limit: str, order: str) -> str:
    """Why an order of another currency than the limit's is held."""
    return f"the limit is in {limit} and this order in {order}; they cannot be compared."


def hold_over_limit(actor: Actor, company_id: int, orders: Sequence[NewOrder | Order]) -> list[int]:
    """Holds those of these new orders that go over their buyer's limit, with a task each; returns their ids."""
    fresh = {
        int(o.pk): o for o in orders if o.payment_state == "terms" and o.state == "open" and o.customer_id
    }
    terms = limited(company_id, {int(o.customer_id or 0) for o in fresh.values()})
    if not terms:
        return []
    customers.lock_customers(terms)
    terms = limited(company_id, terms)  # as they stand now that nobody else changes them
    by_buyer: dict[int, list[OnTerms]] = {}
    for row in order_rows.on_terms(company_id, terms):
        by_buyer.setdefault(row.customer_id, []).append(row)
    why: dict[int, str] = {}
    for buyer, rows in by_buyer.items():
        why |= _over(company_id, rows, terms[buyer], fresh)
    held = place_hold(actor, company_id, sorted(why), "credit", details=why)
    open_tasks(
        actor,
        [
            NewTask(
                kind="credit",
                subject_kind="orders.order",
                subject_id=pk,
                cause_key=f"credit:order:{pk}",
                role="bookkeeper",
            )
            for pk in held
        ],
        company_id,
    )
    return held


def _over(
    company_id: int, rows: Sequence[OnTerms], terms: TermsFacts, fresh: Collection[int]
) -> dict[int, str]:
    """Order id -> why it goes over, for the new ones among the rows of one buyer."""
    currency, limit = terms.credit_currency, terms.credit_limit_minor or 0
    parts = standing(company_id, rows, currency)
    brought = owed_before(company_id, rows[0].customer_id, currency)
    before = add([brought, *(part for pk, part in parts.items() if pk not in fresh)], currency)
    why: dict[int, str] = {}
    for row in rows:
        if row.id not in fresh:
            continue
        if row.id not in parts:
            why[row.id] = incomparable(currency, row.currency)
            continue
        own = parts[row.id]
        if said := credit_sentence(before, own.total, limit):
            why[row.id] = said
        before = add([before, own], currency)
    return why
