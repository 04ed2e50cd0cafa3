"""Locks and changes the stock rows of a site, always in (SKU, site) order; no verb of its own.

Stock rows come before the allocations that stand on them: who moves an allocation locks here first.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from opsroom.domains.warehouse import queries
from opsroom.kernel.records import wake


def lock_stock(keys: list[tuple[int, int]]) -> None:
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.id FROM warehouse_stock s
            JOIN unnest(%s::bigint[], %s::bigint[]) AS t(site_id, sku_id) USING (site_id, sku_id)
            ORDER BY s.sku_id, s.site_id FOR NO KEY UPDATE OF s
            """,
            [[k[0] for k in keys], [k[1] for k in keys]],
        )


def lock_sites(company_id: int, *, counting: bool) -> None:
    """Orders come in together, a file of figures alone: so the figure and an order it left out find each other."""
    how = "FOR NO KEY UPDATE" if counting else "FOR SHARE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM warehouse_site WHERE company_id = %s ORDER BY id {how}",  # noqa: S608  # two constants
            [company_id],
        )


def lock_stock_of(allocation_ids: Collection[int]) -> None:
    """The stock rows under these allocations."""
    lock_stock(queries.stock_keys_of(allocation_ids))


def lock_stock_of_orders(site_id: int | None, order_ids: Collection[int]) -> None:
    """The stock rows under everything that is set aside for these orders; `site_id` None: at every site."""
    lock_stock(queries.stock_keys_of_orders(site_id, order_ids))


def give_back(sums: dict[tuple[int, int], int]) -> None:
    if not sums:
        return
    keys = sorted(sums)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE warehouse_stock s SET allocated = s.allocated - t.pieces
            FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS t(site_id, sku_id, pieces)
            WHERE s.site_id = t.site_id AND s.sku_id = t.sku_id
            """,
            [[k[0] for k in keys], [k[1] for k in keys], [sums[k] for k in keys]],
        )
    wake.notify("stock")
