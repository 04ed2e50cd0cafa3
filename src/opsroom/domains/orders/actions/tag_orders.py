"""Puts a tag on orders; those that carry it already are left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.errors import BadTag
from opsroom.domains.orders.models import Order, OrderTag
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import TAG_CHARS_MAX

_TAG = re.compile(r"^[\w][\w \-./&+:]*$")


@transaction.atomic
def tag_orders(actor: Actor, company_id: int, order_ids: Sequence[int], tag: str) -> list[int]:
    """Returns the ids of orders newly tagged."""
    access.require(actor, "orders.tag", company_id=company_id)
    tag = " ".join(tag.split())
    if len(tag) > TAG_CHARS_MAX or not _TAG.match(tag):
        raise BadTag(found=tag[:TAG_CHARS_MAX], most=TAG_CHARS_MAX)
    placed = dict(
        Order.objects.filter(pk__in=order_ids, company_id=company_id).values_list("id", "placed_at")
    )
    tagged = set(OrderTag.objects.filter(order_id__in=placed, tag=tag).values_list("order_id", flat=True))
    fresh = sorted(placed.keys() - tagged)
    OrderTag.objects.bulk_create(
        [OrderTag(order_id=pk, tag=tag, company_id=company_id, placed_at=placed[pk]) for pk in fresh],
        ignore_conflicts=True,
    )
    records.record(events.TAGGED, events.ORDER, fresh, actor, data={"tag": tag}, company_id=company_id)
    if fresh:
        wake.notify("orders")
    return fresh
