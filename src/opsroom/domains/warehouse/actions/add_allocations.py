"""Adds allocations to rows that are written together, and takes their stock; refuses a piece too many.

The caller has locked the stock rows and read what is free (`question_of_free`), so a refusal means that a lock is
missing: it is loud, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.errors import Oversold
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.rules import Given
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records.new_events import add_births
from opsroom.kernel.records.new_rows import Change, NewRows, table
from opsroom.kernel.records.questions import Question
from opsroom.kernel.values.actor import Actor

ALLOCATIONS = "warehouse_allocation"  # whose ids the caller takes beforehand (`question_of_ids`)
_ALLOCATION = ("id", "order_id", "demand_id", "site_id", "sku_id", "quantity", "state")
_FREE = """
SELECT s.site_id, s.sku_id, s.on_hand - s.unsellable - s.allocated
FROM warehouse_stock s JOIN warehouse_site w ON w.id = s.site_id AND w.company_id = %s
WHERE s.sku_id = ANY(%s::bigint[]) AND s.site_id = ANY(%s::bigint[])
ORDER BY s.sku_id, s.site_id FOR NO KEY UPDATE OF s
"""
# Conditional as well as locked. The rows it touched are counted: a statement that finds too little would otherwise
# write nothing and succeed.
_TAKE = """
UPDATE warehouse_stock s SET allocated = s.allocated + t.pieces
FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS t(site_id, sku_id, pieces)
WHERE s.site_id = t.site_id AND s.sku_id = t.sku_id AND s.on_hand - s.unsellable - s.allocated >= t.pieces
RETURNING s.id
"""


def question_of_free(
    company_id: int, sku_ids: Sequence[int], site_ids: Sequence[int]
) -> Question[dict[tuple[int, int], int]]:
    """Free pieces by (site id, SKU id); locks those rows until the transaction ends, in the one order for all."""
    return Question(
        _FREE,
        [company_id, list(sku_ids), list(site_ids)],
        lambda rows: {(site, sku): free for site, sku, free in rows},
    )


def add_allocations(
    actor: Actor, company_id: int, rows: NewRows, given: Sequence[Given], ids: Sequence[int]
) -> None:
    """Soft ones. `ids`: at least one for each, of the table's own sequence."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    if not given:
        return
    rows.change(taking(given))
    pairs = list(zip(ids, given, strict=False))
    rows.add(
        table(Allocation, *_ALLOCATION),
        [(pk, g.order_id, g.demand_id, g.site_id, g.sku_id, g.pieces, "soft") for pk, g in pairs],
    )
    told = [(pk, "soft", {"order": g.order_id, "sku": g.sku_id, "pieces": g.pieces}) for pk, g in pairs]
    add_births(rows, ALLOCATION_ROW, Allocation, told, actor, company_id)


def taking(given: Sequence[Given]) -> Change:
    """What is given leaves what is free, as a part of the statement that writes who has it."""
    sums: dict[tuple[int, int], int] = {}
    for row in given:
        key = (row.sku_id, row.site_id)
        sums[key] = sums.get(key, 0) + row.pieces
    keys = sorted(sums)
    return Change(
        "taken",
        _TAKE,
        [[site for _, site in keys], [sku for sku, _ in keys], [sums[key] for key in keys]],
        rows=len(keys),
        otherwise=Oversold(sku=", ".join(str(sku) for sku, _ in keys[:3])),
    )
