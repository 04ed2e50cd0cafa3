"""Takes over a known order's note, gift message and new tags from its channel; refuses to bring back a removed tag."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Order, OrderTag
from opsroom.domains.orders.queries import tags_taken_off
from opsroom.domains.orders.rules import told_tags
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def take_over_words(
    actor: Actor, company_id: int, order_id: int, *, tags: Sequence[str], note: str, gift_message: str
) -> list[str]:
    """Returns what changed: "tags", "note", "gift message". A tag that a person took off stays off."""
    access.require(actor, "orders.accept", company_id=company_id)
    order = Order.objects.select_for_update(no_key=True).get(pk=order_id, company_id=company_id)
    changed = ["tags"] if _tags(actor, order, told_tags(tags)) else []
    fields = []
    for name, field, now in (("note", "customer_note", note), ("gift message", "gift_message", gift_message)):
        if getattr(order, field) != now:
            setattr(order, field, now)
            fields.append(field)
            changed.append(name)
    if fields:
        order.save(update_fields=fields)
    if changed:
        wake.notify("orders")
    return changed


def _tags(actor: Actor, order: Order, told: set[str]) -> bool:
    standing = set(OrderTag.objects.filter(order=order).values_list("tag", flat=True))
    pk = int(order.pk)
    fresh = sorted(told - standing - tags_taken_off([pk])[pk])
    company = int(order.company_id)
    OrderTag.objects.bulk_create(
        [OrderTag(order=order, tag=tag, company_id=company, placed_at=order.placed_at) for tag in fresh]
    )
    for tag in fresh:
        records.record(events.TAGGED, events.ORDER, [pk], actor, data={"tag": tag}, company_id=company)
    return bool(fresh)
