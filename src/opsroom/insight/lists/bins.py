"""Lists what lies in which bin as a URL asks for it, in walking order; shows bins of the actor's own sites only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

# Key in the URL -> (words, predicate over a row `r`).
VIEWS = {
    "": ("All", "true"),
    "sellable": ("For sale", "r.sellable"),
    "quarantine": ("Not for sale", "NOT r.sellable"),
}


@dataclass(frozen=True, slots=True)
class BinFilter:
    """One list of bins."""

    view: str = ""
    site: int | None = None
    text: str = ""

    @property
    def edited(self) -> bool:
        """Whether anything narrows the named view."""
        return bool(self.site or self.text)

    def query(self, **changes: str) -> str:
        """The list's address without its path; `changes` replace or, when empty, remove a word."""
        words = {"view": self.view, "site": str(self.site or ""), "q": self.text}
        return urlencode([(word, value) for word, value in (words | changes).items() if value])


@dataclass(frozen=True, slots=True)
class BinRow:
    """One SKU in one bin."""

    sku_id: int
    code: str
    name: str
    site: str
    bin: str
    sellable: bool
    on_hand: int
    cost: Decimal | None
    currency: str


def parse(words: Mapping[str, list[str]]) -> BinFilter:
    """The filter an address asks for; what it does not understand narrows nothing."""
    given = {word: values[-1].strip() for word, values in words.items() if values}
    site, view = given.get("site", ""), given.get("view", "")
    return BinFilter(
        view=view if view in VIEWS else "",
        site=int(site) if site.isdecimal() and len(site) < 19 else None,
        text=search_text(given.get("q", "")),
    )


# Goods in totes and parcels are on their way out: who counts bins does not find them there.
_ROWS = """
WITH r AS (
    SELECT s.id AS sku_id, s.code, concat_ws(', ', p.title, NULLIF(s.title, '')) AS name, w.code AS site,
        l.code AS bin, l.sellable, sum(b.on_hand)::bigint AS on_hand, s.cost, s.currency, l.sequence
    FROM warehouse_location l
    JOIN warehouse_site w ON w.id = l.site_id
    JOIN stock_balance b ON b.place_id = l.place_id AND b.on_hand > 0
    JOIN catalog_sku s ON s.id = b.item_id
    JOIN catalog_product p ON p.id = s.product_id
    WHERE l.kind IN ('bin', 'quarantine') AND l.site_id = ANY(%(sites)s::bigint[])
        AND (%(site)s::bigint IS NULL OR l.site_id = %(site)s::bigint)
        AND (%(q)s = '' OR s.code ILIKE %(q)s OR l.code ILIKE %(q)s OR p.title ILIKE %(q_in)s OR s.title ILIKE %(q_in)s)
    GROUP BY s.id, p.title, w.code, l.id
)
"""
_COLUMNS = ", ".join(f"r.{name}" for name in BinRow.__dataclass_fields__)


def _args(actor: Actor, wanted: BinFilter) -> dict[str, Any]:
    access.require(actor, "warehouse.view")
    plain = wanted.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "sites": [int(site.pk) for site in warehouse.sites(actor)],
        "site": wanted.site,
        "q": f"{plain}%" if plain else "",
        "q_in": f"%{plain}%",
    }


def page(actor: Actor, wanted: BinFilter, *, number: int = 1, size: int = PAGE_ROWS_USUAL) -> list[BinRow]:
    """Rows of one page, counted from 1, in walking order; costs only for those who may see them."""
    args = _args(actor, wanted) | {"limit": size, "offset": (max(number, 1) - 1) * size}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_ROWS} SELECT {_COLUMNS} FROM r WHERE {VIEWS[wanted.view][1]}"  # noqa: S608  # our own text
            " ORDER BY r.site, r.sequence, r.bin, r.code LIMIT %(limit)s OFFSET %(offset)s",
            args,
        )
        found = [BinRow(*row) for row in cursor]
    return found if access.may_see(actor, "cost") else [replace(row, cost=None) for row in found]


def counts(actor: Actor, wanted: BinFilter) -> dict[str, int]:
    """Rows by view key, under the same filters."""
    columns = ", ".join(f"count(*) FILTER (WHERE {sql})" for _, sql in VIEWS.values())
    with connection.cursor() as cursor:
        cursor.execute(f"{_ROWS} SELECT {columns} FROM r", _args(actor, wanted))  # noqa: S608  # our own text
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))
