"""Posts goods that others handed to our customers (marketplace, till): from the channel's own place, never a bin.

We do not know what lies there until it is counted, so that place may go below zero; our sites stay untouched.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.models import Location
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock.places import create_place


@transaction.atomic
def post_outside_sales(
    actor: Actor, company_id: int, channel_code: str, pieces: Mapping[int, Mapping[int, int]]
) -> list[int]:
    """`pieces`: pieces by SKU id, by order id. Returns the book entries; an order that is booked stays as it is."""
    access.require(actor, "orders.accept", company_id=company_id)
    if not pieces:
        return []
    code = f"AT-{channel_code}".upper()
    location, _ = Location.objects.get_or_create(
        company_id=company_id,
        site=None,
        code=code,
        defaults={"kind": "external", "place_id": create_place(company_id, "external", code)},
    )
    customer = int(
        Location.objects.values_list("id", flat=True).get(company_id=company_id, site=None, kind="customer")
    )
    postings = [
        Posting(
            f"outside:{order_id}",
            "sold_elsewhere",
            "orders.order",
            order_id,
            moves=tuple(
                GoodsMove(sku, int(location.pk), customer, many) for sku, many in sorted(by_sku.items())
            ),
        )
        for order_id, by_sku in pieces.items()
        if by_sku
    ]
    return post_stock(actor, company_id, postings, verb="orders.accept")
