"""Lists stock by SKU and site as a URL asks for it; what is not tracked or never counted is not known, never zero."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

# Key in the URL -> (words, predicate over a row `r`).
VIEWS: dict[str, tuple[str, str]] = {
    "all": ("All", "true"),
    "short": ("Short", "r.wanted > 0"),
    "in_stock": ("In stock", "r.on_hand > 0"),
    "out": ("Nothing free", "r.tracked AND r.on_hand IS NOT NULL AND r.free = 0"),
    "quarantine": ("Not for sale", "r.unsellable > 0"),
    "uncounted": ("Never counted", "r.tracked AND NOT r.is_kit AND r.on_hand IS NULL"),
    "untracked": ("Not tracked", "NOT r.tracked"),
}
SORTS = {
    "code": "r.code, r.site",
    "free": "r.free NULLS LAST, r.code, r.site",
    "on_hand": "r.on_hand DESC NULLS LAST, r.code, r.site",
    "wanted": "r.wanted DESC, r.code, r.site",
}
WORDS = frozenset({"view", "site", "zone", "q", "sort", "page"})


@dataclass(frozen=True, slots=True)
class StockFilter:
    """One list of stock. `unknown` names what in the address nobody understands."""

    view: str = "all"
    site: int | None = None
    zone: str = ""
    text: str = ""
    sort: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether anything narrows the named view."""
        return bool(self.site or self.zone or self.text)

    def query(self, **changes: str) -> str:
        """The list's address without its path; `changes` replace or, when empty, remove a word."""
        words = {
            "view": self.view, "site": str(self.site or ""), "zone": self.zone, "q": self.text, "sort": self.sort,
        }  # fmt: skip
        return urlencode([(word, value) for word, value in (words | changes).items() if value])


@dataclass(frozen=True, slots=True)
class StockRow:
    """One SKU at one site. Figures are None where nobody knows them; `wanted` lacks for orders of all sites."""

    sku_id: int
    code: str
    name: str
    tracked: bool
    is_kit: bool
    site_id: int | None
    site: str
    on_hand: int | None
    unsellable: int | None
    allocated: int | None
    free: int | None
    wanted: int
    counted_at: datetime | None
    cost: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """What open purchase orders still bring of a SKU, and the first day of it. Never part of what is free."""

    pieces: int
    first: date | None


Coming = dict[tuple[int, int | None], OnItsWay]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a whole list; `value_minor` by currency at today's unit cost, None for those who may not see costs."""

    rows: int
    on_hand: int
    unsellable: int
    allocated: int
    free: int
    value: Mapping[str, Decimal] | None
    without_cost: int


def parse(words: Mapping[str, list[str]]) -> StockFilter:
    """The filter an address asks for."""
    given = {word: values[-1].strip() for word, values in words.items() if values and values[-1].strip()}
    unknown = [f"{word}={value}" for word, value in given.items() if word not in WORDS]
    view, site = given.get("view", "all"), given.get("site", "")
    if view not in VIEWS:
        unknown.append(f"view={view}")
        view = "all"
    number = int(site) if site.isdecimal() and len(site) < 19 else None
    if site and number is None:
        unknown.append(f"site={site}")
    sort = given.get("sort", "")
    return StockFilter(
        view=view,
        site=number,
        zone=search_text(given.get("zone", "")),
        text=search_text(given.get("q", "")),
        sort=sort if sort in SORTS else "",
        unknown=tuple(unknown),
    )


# What orders still lack is one figure a SKU: an order that is short has no site yet.
_ROWS = """
WITH lacking AS (
    SELECT d.sku_id, sum(d.quantity - COALESCE(a.pieces, 0))::bigint AS wanted
    FROM orders_order o JOIN orders_demand d ON d.order_id = o.id
    LEFT JOIN LATERAL (
        SELECT sum(quantity)::int AS pieces FROM warehouse_allocation a
        WHERE a.demand_id = d.id AND a.state <> 'freed'
    ) a ON true
    WHERE o.company_id = ANY(%(companies)s::bigint[]) AND o.state = 'open' AND o.mode = 'live'
        AND o.allocation_state IN ('unallocated', 'short') AND d.quantity > COALESCE(a.pieces, 0)
    GROUP BY d.sku_id
), r AS (
    SELECT s.id AS sku_id, s.code, concat_ws(', ', p.title, NULLIF(s.title, '')) AS name, s.tracked, s.is_kit,
        w.id AS site_id, COALESCE(w.code, '') AS site, k.on_hand, k.unsellable, k.allocated,
        k.on_hand - k.unsellable - k.allocated AS free,
        CASE WHEN s.tracked THEN COALESCE(l.wanted, 0) ELSE 0 END AS wanted, k.counted_at, s.cost, s.currency
    FROM catalog_sku s JOIN catalog_product p ON p.id = s.product_id
    LEFT JOIN warehouse_stock k ON k.sku_id = s.id AND s.tracked AND k.site_id = ANY(%(sites)s::bigint[])
    LEFT JOIN warehouse_site w ON w.id = k.site_id
    LEFT JOIN lacking l ON l.sku_id = s.id
    WHERE s.company_id = ANY(%(companies)s::bigint[]) AND s.kind = 'goods' AND (s.active OR k.on_hand > 0)
)
"""
_ZONE = """EXISTS (
    SELECT FROM warehouse_location l JOIN stock_balance b ON b.place_id = l.place_id AND b.on_hand > 0
    WHERE l.site_id = r.site_id AND b.item_id = r.sku_id AND l.zone = %(zone)s
)"""
_SEARCH = """(r.code ILIKE %(q)s OR r.name ILIKE %(q_in)s
    OR EXISTS (SELECT FROM catalog_skubarcode c WHERE c.sku_id = r.sku_id AND c.code = %(exact)s)
    OR EXISTS (SELECT FROM catalog_skualias c WHERE c.sku_id = r.sku_id AND c.alias = %(exact)s))"""
_COLUMNS = ", ".join(f"r.{name}" for name in StockRow.__dataclass_fields__)


def _asked(actor: Actor, wanted: StockFilter) -> tuple[str, dict[str, Any]]:
    """The predicate without the view, and the values; sites are those the actor works for."""
    access.require(actor, "warehouse.view")
    sites = [int(site.pk) for site in warehouse.sites(actor)]
    args: dict[str, Any] = {"companies": sorted(actor.company_ids), "sites": sites}
    parts = ["true"]
    if wanted.site is not None:
        parts.append("r.site_id = %(site)s")
        args["site"] = wanted.site
    if wanted.zone:
        parts.append(_ZONE)
        args["zone"] = wanted.zone
    if wanted.text:
        parts.append(_SEARCH)
        plain = wanted.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        args |= {"q": f"{plain}%", "q_in": f"%{plain}%", "exact": wanted.text}
    return " AND ".join(parts), args


def page(
    actor: Actor, wanted: StockFilter, *, number: int = 1, size: int = PAGE_ROWS_USUAL
) -> list[StockRow]:
    """Rows of one page, counted from 1; costs only for those who may see them."""
    where, args = _asked(actor, wanted)
    sort = SORTS[wanted.sort or ("wanted" if wanted.view == "short" else "code")]
    args |= {"limit": size, "offset": (max(number, 1) - 1) * size}
    statement = (
        f"{_ROWS} SELECT {_COLUMNS} FROM r WHERE {where} AND ({VIEWS[wanted.view][1]})"  # noqa: S608  # our own text
        f" ORDER BY {sort} LIMIT %(limit)s OFFSET %(offset)s"
    )
    costs = access.may_see(actor, "cost")
    with connection.cursor() as cursor:
        cursor.execute(statement, args)
        found = [StockRow(*row) for row in cursor]
    return found if costs else [replace(row, cost=None) for row in found]


def on_its_way(actor: Actor, rows: Collection[StockRow]) -> Coming | None:
    """(SKU id, site id) -> what is to come there, of these rows; without a site what comes to all of them.

    None for those who may not see purchase orders.
    """
    if not access.may(actor, "purchasing.view", site_id=min(actor.site_ids or (), default=None)):
        return None
    sku_ids = {row.sku_id for row in rows}
    found: Coming = {key: OnItsWay(*one) for key, one in purchasing.incoming_by_site(actor, sku_ids).items()}
    sums = purchasing.incoming(actor, {row.sku_id for row in rows if row.site_id is None})
    return found | {(sku_id, None): OnItsWay(*one) for sku_id, one in sums.items()}


def counts(actor: Actor, wanted: StockFilter | None = None) -> dict[str, int]:
    """Rows by view key, under the same filters; `short` counts SKUs."""
    where, args = _asked(actor, wanted or StockFilter())
    columns = ", ".join(
        f"count({'DISTINCT r.sku_id' if key == 'short' else '*'}) FILTER (WHERE {sql})"
        for key, (_, sql) in VIEWS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{_ROWS} SELECT {columns} FROM r WHERE {where}", args)  # noqa: S608  # our own text
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


def totals(actor: Actor, wanted: StockFilter) -> Totals:
    """Sums over the whole list, not over the page."""
    where, args = _asked(actor, wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_ROWS} SELECT r.currency, count(*), COALESCE(sum(r.on_hand), 0)::bigint,"  # noqa: S608  # our own text
            " COALESCE(sum(r.unsellable), 0)::bigint, COALESCE(sum(r.allocated), 0)::bigint,"
            " COALESCE(sum(r.free), 0)::bigint, COALESCE(sum(r.on_hand * r.cost), 0),"
            " count(*) FILTER (WHERE r.on_hand > 0 AND r.cost IS NULL)"
            f" FROM r WHERE {where} AND ({VIEWS[wanted.view][1]}) GROUP BY r.currency",
            args,
        )
        rows = cursor.fetchall()
    costs = access.may_see(actor, "cost")
    sums = [int(sum(row[place] for row in rows)) for place in range(1, 6)]
    value = {row[0]: row[6] for row in rows if row[6]} if costs else None
    without = int(sum(row[7] for row in rows)) if costs else 0
    return Totals(sums[0], sums[1], sums[2], sums[3], sums[4], value, without)


def zones(actor: Actor) -> list[str]:
    """The zones there are at the actor's sites."""
    return sorted({zone for zone in warehouse.locations(actor).values_list("zone", flat=True) if zone})


def short_items(actor: Actor) -> int:
    """The number of the view `short` alone, without reading the whole catalog: every page asks for it."""
    access.require(actor, "warehouse.view")
    lacking = _ROWS[: _ROWS.index("), r AS (")]
    statement = (
        f"{lacking}) SELECT count(*) FROM lacking l JOIN catalog_sku s ON s.id = l.sku_id"  # noqa: S608  # our own text
        " WHERE s.tracked AND s.kind = 'goods' AND (s.active OR EXISTS (SELECT FROM warehouse_stock k"
        " WHERE k.sku_id = s.id AND k.on_hand > 0 AND k.site_id = ANY(%(sites)s::bigint[])))"
    )
    _, args = _asked(actor, StockFilter())
    with connection.cursor() as cursor:
        cursor.execute(statement, args)
        return int(cursor.fetchone()[0])
