"""Sets free stock aside for demands, in rank order and never twice; what is missing is simply not given."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.errors import Oversold
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.rules import Given, Wanted, decide_allocations
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def allocate_stock(actor: Actor, company_id: int, wanted: Sequence[Wanted]) -> list[Given]:
    """Returns what was given. Demand is summed per SKU before the check; stock rows are locked in one order."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    if not wanted:
        return []
    free = _lock_free(company_id, wanted)
    given = decide_allocations(wanted, free)
    if given:
        _take(given)
        _write(actor, company_id, given)
        wake.notify("stock")
    return given


def _lock_free(company_id: int, wanted: Sequence[Wanted]) -> dict[tuple[int, int], int]:
    """Locks the stock rows concerned and returns their ATP by (site id, SKU id)."""
    skus = sorted({w.sku_id for w in wanted})
    sites = sorted({site for w in wanted for site in w.sites})
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.site_id, s.sku_id, s.on_hand - s.unsellable - s.allocated
            FROM warehouse_stock s JOIN warehouse_site w ON w.id = s.site_id
            WHERE s.sku_id = ANY(%s) AND s.site_id = ANY(%s) AND w.company_id = %s
            ORDER BY s.sku_id, s.site_id FOR NO KEY UPDATE OF s
            """,
            [skus, sites, company_id],
        )
        return {(site, sku): free for site, sku, free in cursor.fetchall()}


def _take(given: Sequence[Given]) -> None:
    sums: dict[tuple[int, int], int] = {}
    for row in given:
        key = (row.site_id, row.sku_id)
        sums[key] = sums.get(key, 0) + row.pieces
    keys = sorted(sums)
    with connection.cursor() as cursor:
        # Conditional as well as locked: the count of rows is compared, since a statement that
        # finds too little would otherwise write nothing and succeed.
        cursor.execute(
            """
            UPDATE warehouse_stock s SET allocated = s.allocated + t.pieces
            FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS t(site_id, sku_id, pieces)
            WHERE s.site_id = t.site_id AND s.sku_id = t.sku_id
              AND s.on_hand - s.unsellable - s.allocated >= t.pieces
            """,
            [[k[0] for k in keys], [k[1] for k in keys], [sums[k] for k in keys]],
        )
        if cursor.rowcount != len(keys):
            raise Oversold(sku=", ".join(str(sku) for _, sku in keys[:3]))


def _write(actor: Actor, company_id: int, given: Sequence[Given]) -> None:
    rows = Allocation.objects.bulk_create(
        Allocation(
            order_id=row.order_id,
            demand_id=row.demand_id,
            site_id=row.site_id,
            sku_id=row.sku_id,
            quantity=row.pieces,
            state="soft",
        )
        for row in given
    )
    transition.born(
        ALLOCATION_ROW,
        Allocation,
        [
            (int(row.pk), "soft", {"order": row.order_id, "sku": row.sku_id, "pieces": row.quantity})
            for row in rows
        ],
        actor,
    )
