"""Rows of fulfilment as the verbs need them: locked, lines by order, what has left; no actor's view."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Sum

from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Pick


def locked(company_id: int, site_id: int, ids: Collection[int]) -> list[FulfilmentOrder]:
    """Fulfilment orders of one site under a row lock, in id order, with order and channel."""
    rows = FulfilmentOrder.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=ids, company_id=company_id, site_id=site_id
    )
    return list(rows.select_related("order__channel").order_by("id"))


def orders_of(company_id: int, site_id: int, ids: Collection[int]) -> set[int]:
    """The orders of these fulfilment orders of one site."""
    rows = FulfilmentOrder.objects.filter(pk__in=ids, company_id=company_id, site_id=site_id)
    return set(rows.values_list("order_id", flat=True))


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


def pieces_left_of(order_ids: Collection[int]) -> dict[int, int]:
    """Pieces of these orders that have left the house, by demand id."""
    rows = FulfilmentLine.objects.filter(
        fulfilment_order__order_id__in=order_ids, fulfilment_order__state="shipped"
    ).values_list("demand_id")
    return dict(rows.annotate(pieces=Sum(F("quantity") - F("short"))))


def on_floor(order_ids: Collection[int]) -> set[int]:
    """Those of these orders of which a part is released and has not left, at any site."""
    rows = FulfilmentOrder.objects.filter(order_id__in=order_ids).exclude(state__in=["shipped", "cancelled"])
    return set(rows.values_list("order_id", flat=True))


def demands_placed(order_ids: Collection[int]) -> set[int]:
    """Demands of these orders that a fulfilment order carries already; cancelled ones carry nothing."""
    rows = FulfilmentLine.objects.filter(fulfilment_order__order_id__in=order_ids)
    return set(rows.exclude(fulfilment_order__state="cancelled").values_list("demand_id", flat=True))


def open_by_site(company_id: int, order_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """(fulfilment order id, order id) of what is on the floor, by site id."""
    rows = FulfilmentOrder.objects.filter(order_id__in=order_ids, company_id=company_id)
    rows = rows.exclude(state__in=["shipped", "cancelled"]).order_by("site_id", "id")
    out: dict[int, list[tuple[int, int]]] = {}
    for pk, order, site in rows.values_list("id", "order_id", "site_id"):
        out.setdefault(site, []).append((pk, order))
    return out


def bins_of_demands(demand_ids: Collection[int]) -> dict[int, int]:
    """The bin each demand was picked from last, by demand id."""
    stops = Pick.objects.filter(line__demand_id__in=demand_ids, location__isnull=False, taken__gt=0)
    return dict(stops.order_by("id").values_list("line__demand_id", "location_id"))


def last_id(order_ids: Collection[int]) -> int:
    """The newest fulfilment order of these orders, 0 for none: part of a key that is new with each release."""
    rows = FulfilmentOrder.objects.filter(order_id__in=order_ids).order_by("-id")
    return rows.values_list("id", flat=True).first() or 0
