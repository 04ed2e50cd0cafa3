"""Takes out the orders of an import that nobody has touched since; refuses the touched ones, each with its reason.

Stock set aside becomes free, money booked is reversed; no number of ours was used up by them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.billing import queries as billing
from opsroom.domains.customers.actions.remove_parties import remove_parties
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.remove_orders import remove_orders
from opsroom.domains.payments.actions.remove_payments import remove_payments
from opsroom.domains.warehouse.actions.remove_allocations import remove_allocations
from opsroom.domains.warehouse.actions.reverse_outside_sales import reverse_outside_sales
from opsroom.domains.warehouse.actions.unshare_openings import unshare_openings
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_orders import TASK_OF_FLAG
from opsroom.workflows.free_orders import free_orders
from opsroom.workflows.raise_openings import move_openings
from opsroom.workflows.recheck_credit import recheck_credit

# What intake itself writes about an order; anything else was done by a person or by the warehouse.
OWN_EVENTS = ("orders.order.accepted", "orders.order.held", "orders.allocation.")
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
        free_orders(actor, company_id, removed, reason="import undone")
        remove_allocations(actor, company_id, removed)
        opener = access.system_actor("system.opener", company_ids=frozenset({company_id}), way=actor.way)
        lowered = unshare_openings(opener, company_id, removed)
        reverse_outside_sales(actor, company_id, removed)
        remove_payments(actor, company_id, removed)
        close_tasks(
            actor, [f"{kind}:order:{pk}" for pk in removed for kind in (*TASK_OF_FLAG.values(), "credit")]
        )
        remove_parties(actor, company_id, remove_orders(actor, company_id, removed, reason="import undone"))
        move_openings(opener, company_id, lowered)
        buyers = {int(o.customer_id) for o in orders if o.customer_id and int(o.pk) not in touched}
        recheck_credit(actor, company_id, buyers, verb="imports.undo")
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
            [list(order_ids), list(PROGRAMS), list(OWN_EVENTS[:2]), OWN_EVENTS[2], list(order_ids)],
        )
        return {pk: _sentence(kind) for pk, kind, _ in cursor.fetchall()}


def _invoiced(order_ids: Sequence[int]) -> dict[int, str]:
    """Orders with an invoice of ours stay: its number is in the row of numbers for good."""
    return dict.fromkeys(billing.invoiced(order_ids), "It was invoiced since, so it stays.")


def _sentence(kind: str) -> str:
    done = kind.rsplit(".", 1)[1].replace("_", " ")
    return f"It was {done} since, so it stays."
