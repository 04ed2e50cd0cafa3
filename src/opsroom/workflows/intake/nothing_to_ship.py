"""Ends and invoices orders of which nothing ships: downloads, gift cards, services. Refuses those not yet paid for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsroom.domains.access import queries as companies
from opsroom.domains.access.rules import system_actor
from opsroom.domains.billing.actions.draft_invoices import ToInvoice, draft_invoices
from opsroom.domains.billing.tasks import bill_soon
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.book_channel_sales import book_channel_sales
from opsroom.workflows.credit_refunds import credit_refunds

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order

# Money that went back before we ever saw the order: there is nothing left to charge for.
GIVEN_BACK = frozenset({"refunded", "voided"})
NOT_YET = frozenset({"pending", "authorised"})


def finish_services(actor: Actor, company_id: int, order_ids: Sequence[int], timezone: str) -> list[int]:
    """Of these orders, those of which nothing ships are closed when paid and invoiced once; returns new drafts.

    Those of them that have ended and their channel invoices are booked as it sold them.

    The caller holds the orders. `timezone` is the seller's: it decides the day of supply."""
    orders = order_rows.nothing_to_ship(company_id, order_ids)
    paid = [order for order in orders if order.payment_state not in NOT_YET | GIVEN_BACK]
    move_axis(
        actor,
        company_id,
        "state",
        "finish",
        [int(order.pk) for order in paid if order.state == "open"],
        reason="paid, and nothing of it ships",
    )
    drafts = draft_invoices(
        actor, company_id, [_whole(order, ZoneInfo(timezone)) for order in paid], verb="orders.accept"
    )
    if drafts:
        bill_soon(company_id)
    book_channel_sales(actor, company_id, order_ids)
    return drafts


def serve_paid(actor: Actor, company_id: int, order_ids: Sequence[int]) -> list[int]:
    """The same after a payment or a released hold, and credits what went back before the invoice was made.

    It follows from the order: who records a payment or releases a hold need not be allowed to invoice."""
    program = system_actor("system.importer", company_ids=frozenset({company_id}), way=actor.way)
    zone = companies.company(program, company_id).timezone
    drafts = finish_services(program, company_id, order_ids, zone)
    if drafts:
        credit_refunds(program, company_id, order_ids)
    return drafts


def _whole(order: Order, zone: ZoneInfo) -> ToInvoice:
    return ToInvoice(
        key=f"order:{order.pk}",
        order_id=int(order.pk),
        fulfilment_order_id=None,
        units={},
        supplied_on=order.placed_at.astimezone(zone).date(),
    )
