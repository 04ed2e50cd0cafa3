"""Takes out the orders of an import that nobody has touched since; refuses the touched ones, each with its reason.

Stock set aside becomes free, money booked is reversed; no number of ours was used up by them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.billing import queries as billing
from opsroom.domains.orders import rows as order_rows
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._take_out import take_out

# What intake itself writes about an order; anything else was done by a person or by the warehouse.
# One that only listens is taken out and in again with each newer version.
OWN_EVENTS = ("orders.order.accepted", "orders.order.held", "orders.order.removed", "orders.allocation.")
# What they do follows from the order or its buyer; it is no work of a person's that an undo would throw away.
PROGRAMS = ("system.rules", "system.credit")


@in_one_piece
def undo_orders(
    actor: Actor, import_id: int, *, company_id: int, order_ids: Sequence[int] | None = None
) -> tuple[list[int], list[tuple[int, str]]]:
    """Returns (removed order ids, kept [(order id, why)]). `order_ids` narrows it to one chunk of the import."""
    access.require(actor, "imports.undo", company_id=company_id)
    orders = order_rows.locked_of_import(company_id, import_id, order_ids)
    touched = _touched([int(o.pk) for o in orders]) | _invoiced([int(o.pk) for o in orders])
    removed = [int(o.pk) for o in orders if int(o.pk) not in touched]
    if removed:
        take_out(actor, company_id, [o for o in orders if int(o.pk) not in touched], reason="import undone")
    return removed, [(int(o.pk), f"{o.number}: {touched[int(o.pk)]}") for o in orders if int(o.pk) in touched]


def _touched(order_ids: Sequence[int]) -> dict[int, str]:
    """Why an order stays, by id: what happened first after it was taken in; programs touch for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (subject_id) subject_id, kind, reason FROM records_event
            WHERE subject_kind = 'orders.order' AND subject_id = ANY(%s) AND actor_name <> ALL(%s)
              AND NOT (kind = ANY(%s) OR starts_with(kind, %s))
               OR (subject_kind = 'orders.order' AND subject_id = ANY(%s)
                   AND kind = 'orders.order.held' AND reason = 'by_hand')
            ORDER BY subject_id, id
            """,
            [list(order_ids), list(PROGRAMS), list(OWN_EVENTS[:3]), OWN_EVENTS[3], list(order_ids)],
        )
        return {pk: _sentence(kind) for pk, kind, _ in cursor.fetchall()}


def _invoiced(order_ids: Sequence[int]) -> dict[int, str]:
    """Orders with an invoice of ours stay: its number is in the row of numbers for good."""
    return dict.fromkeys(billing.invoiced(order_ids), "It was invoiced since, so it stays.")


def _sentence(kind: str) -> str:
    done = kind.rsplit(".", 1)[1].replace("_", " ")
    return f"It was {done} since, so it stays."
