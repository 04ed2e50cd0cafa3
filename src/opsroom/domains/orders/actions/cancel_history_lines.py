"""Takes pieces off order lines of an old history that a later document took back, or puts them on again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.kernel.values.actor import Actor

# A line of history keeps "<import>:<line>" as its external id: the way from the staged lines to the order.
_TELL = """
UPDATE orders_orderline AS own SET cancelled = greatest(0, least(own.quantity, own.cancelled + told.pieces))
FROM (
    SELECT order_id, line, sum(pieces)::int AS pieces
    FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS given(order_id, line, pieces) GROUP BY order_id, line
) AS told, orders_order AS parent
WHERE own.order_id = told.order_id AND own.external_id = told.line
  AND parent.id = own.order_id AND parent.company_id = %s AND parent.mode = 'history'
"""


@transaction.atomic
def cancel_history_lines(
    actor: Actor, company_id: int, told: Sequence[tuple[int, str, int]], *, back: bool = False
) -> int:
    """`told`: (order id, external id of the line, pieces). Returns how many lines changed; `back` undoes it."""
    access.require(actor, "orders.accept", company_id=company_id)
    sign = -1 if back else 1
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            [[one[0] for one in told], [one[1] for one in told], [sign * one[2] for one in told], company_id],
        )
        return int(cursor.rowcount)
