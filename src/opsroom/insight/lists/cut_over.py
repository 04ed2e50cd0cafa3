"""Our figures beside a channel's, SKU by SKU, from its last file and the books of now; refuses to call unlike equal.

What the channel said it could still sell at one moment, less what was ordered since, must be what we can promise:
on hand less unsellable, less what is set aside and what open orders still wait for, at the sites that serve it. What
channels that only listen sold since the shelf was told is less too, though no stock moved for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.rules import require, who_may
from opsroom.domains.channels import queries as channels
from opsroom.kernel.values.actor import Actor

EQUAL, DIFFERS, UNKNOWN, UNTRACKED, ONLY_HERE = "equal", "differs", "unknown", "untracked", "only_here"
VERDICTS: Final = (DIFFERS, UNKNOWN, ONLY_HERE, UNTRACKED, EQUAL)
_SQL = """
WITH sites AS (
    SELECT s.id FROM warehouse_site s WHERE s.company_id = %(company)s AND s.active AND (
        s.id IN (SELECT site_id FROM warehouse_channelsite WHERE channel_id = %(channel)s)
        OR NOT EXISTS (SELECT FROM warehouse_channelsite WHERE channel_id = %(channel)s))
), told AS (
    SELECT sku_id, CASE WHEN sku_id IS NULL THEN id END AS lone, min(row) AS row, min(code) AS code,
           min(title) AS title, sum(figure)::int AS figure
    FROM channels_toldfigure WHERE comparison_id = %(comparison)s GROUP BY 1, 2
), shelf AS (
    SELECT sku_id, sum(on_hand)::int AS on_hand, sum(unsellable)::int AS unsellable, sum(allocated)::int AS allocated
    FROM warehouse_stock WHERE site_id IN (SELECT id FROM sites) GROUP BY sku_id
), waiting AS (
    SELECT d.sku_id, sum(d.quantity - COALESCE(a.pieces, 0))::int AS pieces
    FROM orders_order o JOIN orders_demand d ON d.order_id = o.id
    LEFT JOIN LATERAL (SELECT sum(quantity)::int AS pieces FROM warehouse_allocation a
        WHERE a.demand_id = d.id AND a.state <> 'freed') a ON true
    WHERE o.company_id = %(company)s AND o.state = 'open' AND o.mode = 'live' AND d.quantity > COALESCE(a.pieces, 0)
      AND o.allocation_state IN ('unallocated', 'short', 'allocated') GROUP BY d.sku_id
), since AS (
    SELECT d.sku_id, sum(d.quantity)::int AS pieces FROM orders_order o JOIN orders_demand d ON d.order_id = o.id
    WHERE o.company_id = %(company)s AND o.mode = 'live' AND o.state <> 'cancelled' AND o.fulfilled_by = 'us'
      AND NOT o.is_test AND o.placed_at > %(as_of)s GROUP BY d.sku_id
), opened AS (
    SELECT DISTINCT ON (sku_id) sku_id, COALESCE(closed_at, as_of) AS at,
           meaning = 'on_hand' OR closed_at IS NOT NULL AS with_open
    FROM warehouse_opening WHERE site_id IN (SELECT id FROM sites) ORDER BY sku_id, id DESC
), heard AS (
    SELECT COALESCE(k.component_id, l.sku_id, c.id) AS sku_id, o.id AS order_id, o.placed_at, o.state, o.closed_at,
           o.accepted_at, o.external_updated_at, (l.quantity - l.cancelled) * COALESCE(k.quantity, 1) AS pieces,
           l.shipped_before * COALESCE(k.quantity, 1) AS sent
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id AND l.kind = 'goods'
    LEFT JOIN LATERAL (
        SELECT s.id FROM catalog_sku s WHERE s.company_id = o.company_id AND s.code = l.sku_text UNION ALL
        SELECT a.sku_id FROM catalog_skualias a WHERE a.company_id = o.company_id AND a.alias = l.sku_text LIMIT 1
    ) c ON l.sku_id IS NULL -- nobody tells such an order its product when that comes later
    LEFT JOIN catalog_kitcomponent k ON k.kit_id = COALESCE(l.sku_id, c.id)
    WHERE o.company_id = %(company)s AND o.mode = 'listening' AND o.state <> 'cancelled' AND o.fulfilled_by = 'us'
      AND NOT o.is_test AND COALESCE(l.sku_id, c.id) IS NOT NULL
), gone AS (
    -- What an order had sent before the shelf was told lay there no more. What tells when it was sent is the day the
    -- channel changed it last; where that is not told, whether we heard of it again since.
    SELECT h.sku_id, sum(h.pieces - CASE
               WHEN h.sent = 0 OR h.state <> 'open' OR p.at IS NULL OR h.placed_at > p.at THEN 0
               WHEN h.external_updated_at IS NOT NULL THEN
                   CASE WHEN h.external_updated_at > p.at THEN 0 ELSE h.sent END
               WHEN h.accepted_at <= p.at AND EXISTS (SELECT FROM records_event e
                   WHERE e.subject_kind = 'orders.order' AND e.subject_id = h.order_id
                     AND e.kind = 'orders.order.accepted' AND e.at > p.at) THEN 0
               ELSE h.sent END)::int AS pieces,
           COALESCE(sum(h.pieces) FILTER (WHERE h.placed_at > %(as_of)s), 0)::int AS since
    FROM heard h LEFT JOIN opened p ON p.sku_id = h.sku_id
    WHERE p.at IS NULL OR h.placed_at > p.at OR p.with_open AND (h.state = 'open' OR h.closed_at > p.at)
    GROUP BY h.sku_id
), ours AS (
    SELECT s.id, s.code, s.title, COALESCE(h.on_hand, 0) AS on_hand, COALESCE(h.allocated, 0) AS allocated,
           COALESCE(w.pieces, 0) + COALESCE(g.pieces, 0) AS waiting,
           COALESCE(n.pieces, 0) + COALESCE(g.since, 0) AS since,
           COALESCE(h.on_hand - h.unsellable - h.allocated, 0) - COALESCE(w.pieces, 0) - COALESCE(g.pieces, 0) AS atp,
           s.tracked, s.is_kit
    FROM catalog_sku s LEFT JOIN shelf h ON h.sku_id = s.id LEFT JOIN waiting w ON w.sku_id = s.id
    LEFT JOIN since n ON n.sku_id = s.id LEFT JOIN gone g ON g.sku_id = s.id
    WHERE s.company_id = %(company)s
), kits AS (
    SELECT k.kit_id, min(floor(o.atp::numeric / k.quantity))::int AS atp
    FROM catalog_kitcomponent k JOIN ours o ON o.id = k.component_id AND o.tracked GROUP BY k.kit_id
)
SELECT o.id, COALESCE(o.code, t.code), COALESCE(NULLIF(t.title, ''), o.title), t.row, t.figure, COALESCE(o.since, 0),
       COALESCE(k.atp, o.atp), COALESCE(o.on_hand, 0), COALESCE(o.allocated, 0), COALESCE(o.waiting, 0),
       CASE WHEN t.code IS NOT NULL AND o.id IS NULL THEN 'unknown'
            WHEN t.code IS NULL THEN 'only_here'
            WHEN t.figure IS NULL OR NOT (o.tracked OR o.is_kit) THEN 'untracked'
            WHEN t.figure - COALESCE(o.since, 0) = COALESCE(k.atp, o.atp) THEN 'equal' ELSE 'differs' END
FROM told t FULL JOIN ours o ON o.id = t.sku_id LEFT JOIN kits k ON k.kit_id = o.id
WHERE t.code IS NOT NULL OR (o.tracked AND (o.on_hand <> 0 OR o.waiting <> 0))
ORDER BY abs(COALESCE(t.figure, 0) - COALESCE(o.since, 0) - COALESCE(k.atp, o.atp, 0)) DESC, 2, t.row
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """One SKU, in pieces. `told`: the channel's figure; `since`: ordered after it; `ours`: what we can promise now."""

    sku_id: int | None
    code: str
    title: str
    row: int | None
    told: int | None
    since: int
    ours: int | None
    on_hand: int
    allocated: int
    waiting: int
    verdict: str

    @property
    def difference(self) -> int | None:
        """Ours less what the channel would say now; None where the two cannot be compared."""
        if self.told is None or self.ours is None or self.verdict not in (EQUAL, DIFFERS):
            return None
        return self.ours - (self.told - self.since)


@dataclass(frozen=True, slots=True)
class Proof:
    """A channel's last file against our books of now."""

    comparison_id: int
    file_name: str
    as_of: datetime
    rows: tuple[Compared, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Verdict -> SKUs, every verdict named."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def holds(self) -> bool:
        """Whether every SKU that can be compared is equal, and the channel sells nothing we do not know."""
        return not self.counts[DIFFERS] and not self.counts[UNKNOWN] and bool(self.counts[EQUAL])


def proof_of(actor: Actor, channel_id: int) -> Proof | None:
    """The last file of the channel compared; None as long as there is none. For who works at every site."""
    require(actor, "channels.view")
    require(actor, "warehouse.view")
    if actor.site_ids is not None:  # some sites prove nothing about the whole channel
        raise NotFound(verb="warehouse.view", way=actor.way, who=who_may("warehouse.view"))
    channel = channels.channel(actor, channel_id)
    last = channels.last_comparison(channel.id)
    if last is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "company": channel.company_id,
                "channel": channel.id,
                "comparison": last.id,
                "as_of": last.as_of,
            },
        )
        rows = tuple(Compared(*row) for row in cursor.fetchall())
    return Proof(last.id, last.file_name, last.as_of, rows)


_LEFT = """
SELECT COALESCE(sum((l.quantity - l.cancelled) * COALESCE(k.quantity, 1)), 0)::int, count(DISTINCT s.id)
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id AND l.kind = 'goods' AND l.sku_id IS NOT NULL
LEFT JOIN catalog_kitcomponent k ON k.kit_id = l.sku_id
JOIN catalog_sku s ON s.id = COALESCE(k.component_id, l.sku_id) AND s.tracked
LEFT JOIN LATERAL (
    SELECT COALESCE(w.closed_at, w.as_of) AS at FROM warehouse_opening w WHERE w.sku_id = s.id
    ORDER BY w.id DESC LIMIT 1
) p ON true
WHERE o.channel_id = %(channel)s AND o.mode = 'listening' AND o.state = 'closed' AND o.fulfilled_by = 'us'
  AND NOT o.is_test AND o.fulfilment_state = 'shipped' AND (p.at IS NULL OR o.closed_at > p.at OR o.placed_at > p.at)
"""


def left_by_old_tool(actor: Actor, channel_id: int) -> tuple[int, int]:
    """Pieces and SKUs that the old tool sent since our shelf was last told: they still stand in our books."""
    require(actor, "channels.view")
    channel = channels.channel(actor, channel_id)
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, {"channel": channel.id})
        pieces, skus = cursor.fetchone()
    return int(pieces), int(skus)
