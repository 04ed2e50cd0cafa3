"""Reads what rules judge of orders, all in one statement; leaves out history, test orders and cancelled ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from opsroom.domains.rules.rules import Facts

# Line and tag tables are read once for all orders, never once an order.
_FACTS = """
WITH chosen AS ({chosen}), lines AS (
    SELECT l.order_id,
           array_agg(DISTINCT COALESCE(s.code, l.sku_text)) AS skus,  -- '' for a line without any code
           CASE WHEN bool_and(NOT l.ships OR s.weight_g IS NOT NULL)
                THEN sum(s.weight_g * (l.quantity - l.cancelled)) FILTER (WHERE l.ships) END AS weight_g
    FROM orders_orderline l LEFT JOIN catalog_sku s ON s.id = l.sku_id
    WHERE l.order_id IN (SELECT id FROM chosen) AND l.kind = ANY(%(goods)s) AND l.quantity > l.cancelled
    GROUP BY l.order_id
), tags AS (
    SELECT order_id, array_agg(tag ORDER BY tag) AS tags FROM orders_ordertag
    WHERE order_id IN (SELECT id FROM chosen) GROUP BY order_id
), held AS (
    SELECT order_id, max(detail) AS detail FROM orders_hold
    WHERE order_id IN (SELECT id FROM chosen) AND state = 'placed' AND reason = 'rule' GROUP BY order_id
)
SELECT o.id, o.number, c.code, COALESCE(p.country, ''), lines.skus, o.total_minor, o.currency, o.units,
       lines.weight_g, tags.tags, COALESCE(NULLIF(o.delivery_chosen, ''), o.delivery_method), o.fulfilled_by,
       CASE WHEN b.external_key IS NOT NULL THEN NOT EXISTS (
           SELECT FROM orders_order e WHERE e.customer_id = o.customer_id AND NOT e.is_test
             AND (e.placed_at, e.id) < (o.placed_at, o.id)) END,
       o.payment_state, o.state, o.fulfilment_state, o.placed_at, o.channel_id, o.priority, o.preferred_site_id,
       o.delivery_method, o.assigned_to_id, held.detail
FROM chosen JOIN orders_order o ON o.id = chosen.id
JOIN channels_channel c ON c.id = o.channel_id
LEFT JOIN customers_party p ON p.id = o.ship_to_id
LEFT JOIN customers_customer b ON b.id = o.customer_id
LEFT JOIN lines ON lines.order_id = o.id
LEFT JOIN tags ON tags.order_id = o.id
LEFT JOIN held ON held.order_id = o.id
ORDER BY o.id
"""
GOODS = ("goods", "gift_card", "service", "digital")
_RULED = "company_id = %(company)s AND mode = 'live' AND NOT is_test AND state <> 'cancelled'"
_THESE = f"SELECT id FROM orders_order WHERE id = ANY(%(ids)s::bigint[]) AND {_RULED}"  # noqa: S608  # constants
_OPEN = f"SELECT id FROM orders_order WHERE state = 'open' AND {_RULED} ORDER BY id DESC LIMIT %(most)s"  # noqa: S608
_SINCE = (
    f"SELECT id FROM orders_order WHERE placed_at >= %(since)s AND {_RULED}"  # noqa: S608  # constants
    " ORDER BY placed_at DESC, id DESC LIMIT %(most)s"
)
_COUNTS = (
    f"SELECT (SELECT count(*) FROM orders_order WHERE state = 'open' AND {_RULED}),"  # noqa: S608  # constants
    f" (SELECT count(*) FROM orders_order WHERE placed_at >= %(since)s AND {_RULED})"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One order as rules see it, and what stands on it that they could set; `held` None: no rule holds it."""

    order_id: int
    number: str
    facts: Facts
    state: str
    fulfilment_state: str
    placed_at: datetime
    channel_id: int
    priority: int
    preferred_site_id: int | None
    delivery_method: str
    assigned_to_id: int | None
    held: str | None


def of_orders(company_id: int, order_ids: Collection[int]) -> list[Judged]:
    """These orders, by id; those that rules never judge are left out. The caller has asked for its verb."""
    return _read(_THESE, {"company": company_id, "ids": sorted(order_ids)})


def of_open(company_id: int, most: int) -> list[Judged]:
    """The newest open orders, at most so many."""
    return _read(_OPEN, {"company": company_id, "most": most})


def counts(company_id: int, since: datetime) -> tuple[int, int]:
    """How many open orders there are, and how many were placed since then; judges none of them."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"company": company_id, "since": since})
        opened, placed = cursor.fetchone()
    return int(opened), int(placed)


def since(company_id: int, since: datetime, most: int) -> list[Judged]:
    """The newest orders placed since then, open or not, at most so many."""
    return _read(_SINCE, {"company": company_id, "since": since, "most": most})


def _read(chosen: str, values: dict[str, Any]) -> list[Judged]:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.replace("{chosen}", chosen), {**values, "goods": list(GOODS)})
        rows = cursor.fetchall()
    return [
        Judged(
            order_id,
            number,
            Facts(
                channel=channel,
                country=country,
                skus=tuple(skus or ()),
                value_minor=value,
                currency=currency.strip(),
                units=units,
                weight_g=None if weight is None else int(weight),
                tags=frozenset(tags or ()),
                delivery=delivery,
                fulfilled_by=fulfilled_by,
                first=first,
                payment=payment,
            ),
            *rest,
        )
        for (
            order_id, number, channel, country, skus, value, currency, units, weight, tags, delivery,
            fulfilled_by, first, payment, *rest,
        ) in rows
    ]  # fmt: skip
