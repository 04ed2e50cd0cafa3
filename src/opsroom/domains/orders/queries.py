"""Reads of orders for outsiders: facts as dataclasses, the display word in SQL; refuses foreign companies' rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from opsroom.domains.access import rules as access
from opsroom.domains.orders.errors import OrderNotFound
from opsroom.domains.orders.models import Order
from opsroom.domains.orders.rules import Axes, Word, display_word, release_refusal
from opsroom.domains.orders.states import RELEASABLE_PAYMENT
from opsroom.kernel.values.actor import Actor

_PAID = ", ".join(f"'{state}'" for state in sorted(RELEASABLE_PAYMENT))

# The same precedence as rules.display_word; `o` is orders_order.
WORD_SQL = f"""
CASE
  WHEN o.state = 'cancelled' THEN 'cancelled'
  WHEN o.is_test THEN 'test'
  WHEN o.mode = 'history' THEN 'history'
  WHEN o.fulfilment_state = 'elsewhere' THEN 'elsewhere'
  WHEN o.fulfilment_state = 'shipped' THEN 'shipped'
  WHEN o.state = 'closed' THEN 'closed'
  WHEN o.on_hold THEN 'on_hold'
  WHEN o.fulfilment_state IN ('packed', 'packing', 'picked', 'picking', 'released') THEN o.fulfilment_state
  WHEN o.has_unknown_sku THEN 'unknown_sku'
  WHEN o.payment_state NOT IN ({_PAID}) THEN 'payment_pending'
  WHEN o.allocation_state IN ('short', 'unallocated') THEN 'short'
  WHEN o.fulfilment_state = 'part_shipped' THEN 'part_shipped'
  WHEN o.allocation_state = 'allocated' THEN 'ready'
  ELSE 'open'
END
"""  # the only inserted text is our own list of states


def visible_to(actor: Actor) -> QuerySet[Order]:
    """Orders of the actor's companies; a warehouse person bound to sites sees those that concern their sites."""
    access.require(actor, "orders.view")
    rows = Order.objects.all()
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    if actor.site_ids is not None:
        rows = rows.filter(site_ids__overlap=sorted(actor.site_ids))
    return rows


def get(actor: Actor, order_id: int) -> Order:
    """The order, or the same answer for a foreign id as for a missing one."""
    row = visible_to(actor).filter(pk=order_id).first()
    if row is None:
        raise OrderNotFound()
    return row


def axes_of(order: Order) -> Axes:
    """The facts the rules decide from."""
    return Axes(
        mode=order.mode,
        state=order.state,
        payment_state=order.payment_state,
        allocation_state=order.allocation_state,
        fulfilment_state=order.fulfilment_state,
        fulfilled_by=order.fulfilled_by,
        on_hold=order.on_hold,
        is_test=order.is_test,
        has_unknown_sku=order.has_unknown_sku,
    )


def word_of(order: Order) -> Word:
    """The one word shown for the order."""
    return display_word(axes_of(order))


def refusal_of(order: Order) -> str | None:
    """Why the order may not be released now; None when it may."""
    return release_refusal(axes_of(order))


def find(actor: Actor, text: str, most: int) -> Sequence[Order]:
    """Orders whose number or outside name begins with the text, newest first, for the palette."""
    text = text.strip()
    if not text:
        return []
    rows = visible_to(actor)
    found = rows.filter(number__istartswith=text) | rows.filter(external_name__istartswith=text)
    return list(found.order_by("-placed_at", "-id")[:most])
