"""Books orders that we sent and their channel invoiced, once they have ended: no invoice of ours stands for them.

What an earlier tool sent of them is left to it. It has no undo: what goes back later is booked as a refund.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.billing.actions.book_outside_refunds import OutsideRefund, book_outside_refunds
from opsroom.domains.billing.actions.book_outside_sales import OutsideSale, book_outside_sales
from opsroom.domains.billing.rules import channel_account, share
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments import queries as payments
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.ledgers.money import queries as book

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order, OrderLine

UNPAID = frozenset({"pending", "authorised", "voided"})


def book_channel_sales(
    actor: Actor,
    company_id: int,
    order_ids: Collection[int],
    *,
    site_id: int | None = None,
    verb: str = "orders.accept",
) -> int:
    """Returns how many sales are new; telling an order twice books it once, and its refunds, too."""
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    orders = [o for o in order_rows.channel_invoiced(company_id, order_ids) if o.payment_state not in UNPAID]
    if not orders:
        return 0
    lines = order_rows.lines_of([int(order.pk) for order in orders])
    zone = timezone_of(company_id)
    sales = {int(order.pk): _sale(order, lines[int(order.pk)], zone) for order in orders}
    # What was booked stays as it was booked: payments that came since have found it.
    known = {entry.key for entry in book.entries_of_ref(company_id, "orders.order", sales)}
    fresh = [sale for pk, sale in sales.items() if f"sale:{pk}" not in known]
    made = book_outside_sales(actor, company_id, fresh, site_id=site_id, verb=verb)
    back = [
        OutsideRefund(
            int(one.pk), sales[int(one.order_id)], one.ours_minor, business_day(one.occurred_at, zone)
        )
        for one in payments.refunds_of(sales)
        if one.ours_minor and f"unsold:{one.pk}" not in known
    ]
    book_outside_refunds(actor, company_id, back, site_id=site_id, verb=verb)
    return made


def _sale(order: Order, lines: Sequence[OrderLine], zone: str) -> OutsideSale:
    net = {"shipping": 0, "difference": 0, "goods": 0}
    tax = 0
    begun = any(line.shipped_before for line in lines)
    for line in lines:
        live = line.quantity - line.cancelled
        if not live or (begun and not line.ships and line.gross_minor >= 0):
            continue  # postage and services went with what the earlier tool sent
        part = share(line.net_minor, line.tax_minor, 0, live, line.shipped_before, live - line.shipped_before)
        net[line.kind if line.kind in net else "goods"] += part.net
        tax += part.tax
    country = (order.ship_to.country if order.ship_to else "").upper()
    return OutsideSale(
        order_id=int(order.pk),
        party=channel_account(order.channel.code),
        by_marketplace=order.payment_state == "guaranteed",
        currency=order.currency,
        goods_net=net["goods"],
        shipping_net=net["shipping"],
        tax=tax,
        tax_country=country if len(country) == 2 and country.isalpha() else "ZZ",
        tax_remitted_by_party=order.tax_remitter == "channel",
        sold_on=business_day(order.placed_at, zone),
        difference_net=net["difference"],
    )
