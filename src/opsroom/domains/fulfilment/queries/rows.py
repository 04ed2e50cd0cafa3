"""Rows of fulfilment as the verbs need them: locked, lines by order, what has left; no actor's view."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Sum

from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder


def locked(company_id: int, site_id: int, ids: Collection[int]) -> list[FulfilmentOrder]:
    """Fulfilment orders of one site under a row lock, in id order, with order and channel."""
    rows = FulfilmentOrder.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=ids, company_id=company_id, site_id=site_id
    )
    return list(rows.select_related("order__channel").order_by("id"))


def lines_by_order(ids: Collection[int]) -> dict[int, list[FulfilmentLine]]:
    """Lines with their demand by fulfilment order id; an id without lines has an empty list."""
    out: dict[int, list[FulfilmentLine]] = {pk: [] for pk in ids}
    for line in (
        FulfilmentLine.objects.filter(fulfilment_order_id__in=ids).select_related("demand").order_by("id")
    ):
        out[int(line.fulfilment_order_id)].append(line)
    return out


def pieces_left(order_ids: Collection[int]) -> dict[int, int]:
    """Pieces that have left the house, by order id."""
    rows = FulfilmentLine.objects.filter(
        fulfilment_order__order_id__in=order_ids, fulfilment_order__state="shipped"
    ).values_list("fulfilment_order__order_id")
    return dict(rows.annotate(pieces=Sum(F("quantity") - F("short"))))


def demands_placed(order_ids: Collection[int]) -> set[int]:
    """Demands of these orders that a fulfilment order carries already; cancelled ones carry nothing."""
    rows = FulfilmentLine.objects.filter(fulfilment_order__order_id__in=order_ids)
    return set(rows.exclude(fulfilment_order__state="cancelled").values_list("demand_id", flat=True))
