"""Says which tasks' causes still stand, ends those whose cause is gone, and opens what a lost write left unsaid.

Verbs end and open tasks themselves, in their own transaction; this is for what they cannot see: an order that ended
another way, an approval whose day is over, a program killed in between. Undo: none, the cause decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BULK_ROWS_MAX

_ORDER = "SELECT FROM orders_order o WHERE o.id = t.subject_id AND "
# Kind -> whether the cause of a task `t` stands.
STANDS: Final[Mapping[str, str]] = {
    "bad_address": f"EXISTS ({_ORDER} o.state = 'open' AND o.has_bad_address)",
    "unknown_sku": f"EXISTS ({_ORDER} o.state = 'open' AND o.has_unknown_sku)",
    "short": f"EXISTS ({_ORDER} o.state = 'open' AND o.allocation_state = 'short')",
    "changed_at_channel": f"""EXISTS ({_ORDER} (t.facts->>'held' IS NULL OR o.state = 'open' AND EXISTS (
        SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.reason = 'changed' AND h.state = 'placed')))""",
    "refund": f"""EXISTS ({_ORDER} o.payment_state <> 'refunded' AND EXISTS (
        SELECT FROM payments_payment p WHERE p.order_id = o.id AND p.state = 'captured'))""",
    "credit": f"""EXISTS ({_ORDER} o.state = 'open' AND EXISTS (
        SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.reason = 'credit' AND h.state = 'placed'))""",
    "count": """EXISTS (
        SELECT FROM warehouse_location l WHERE l.id = split_part(t.cause_key, ':', 2)::bigint AND NOT EXISTS (
            SELECT FROM stock_move_line m WHERE m.kind = 'count' AND m.item_id = t.subject_id AND m.at > t.opened_at
            AND l.place_id IN (m.source_id, m.target_id)))""",
    "approval": """EXISTS (
        SELECT FROM access_approval a WHERE a.id = t.subject_id AND a.state = 'asked' AND a.expires_at > now())""",
    "import_rows": """EXISTS (
        SELECT FROM channels_import i JOIN channels_importrow r ON r.imported_in_id = i.id
        WHERE i.id = t.subject_id AND i.state NOT IN ('undone', 'failed', 'discarded')
        AND r.verdict IN ('error', 'question'))""",
}
STANDS_TOO: Final[Mapping[str, str]] = {"approve_erasure": STANDS["approval"]}
# Kind -> open orders that have the cause. Kinds that a person may end by hand are left out: they stay ended.
_LOST: Final[Mapping[str, str]] = {
    "bad_address": "o.has_bad_address",
    "unknown_sku": "o.has_unknown_sku",
    "short": "o.allocation_state = 'short'",
}


def standing(company_id: int, task_ids: Collection[int]) -> set[int]:
    """Those of these open tasks whose cause still stands; one of a kind nobody can judge stands."""
    return _judged(company_id, sorted(task_ids)).keys() - _gone(company_id, sorted(task_ids)).keys()


@in_one_piece
def sweep_tasks(actor: Actor, company_id: int) -> tuple[int, int]:
    """Returns how many tasks it ended and opened, at most BULK_ROWS_MAX each; repeating it changes nothing."""
    access.require(actor, "access.tasks", company_id=company_id)
    ended = close_tasks(actor, list(_gone(company_id, None).values()))
    lost = _lost(company_id)
    open_tasks(actor, lost, company_id)
    return len(ended), len(lost)


def _judged(company_id: int, ids: list[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, cause_key FROM access_task WHERE company_id = %s AND state = 'open' AND id = ANY(%s)",
            [company_id, ids],
        )
        return dict(cursor.fetchall())


def _gone(company_id: int, ids: list[int] | None) -> dict[int, str]:
    """Cause keys by id of open tasks whose cause is gone, locked: nobody opens or ends them meanwhile."""
    judge = " ".join(f"WHEN '{kind}' THEN NOT {sql}" for kind, sql in (*STANDS.items(), *STANDS_TOO.items()))
    some = "" if ids is None else "AND t.id = ANY(%(ids)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, t.cause_key FROM access_task t WHERE t.company_id = %(company)s AND t.state = 'open' {some}"  # noqa: S608  # constants of ours
            f" AND CASE t.kind {judge} ELSE false END ORDER BY t.id LIMIT %(most)s FOR NO KEY UPDATE OF t",
            {"company": company_id, "ids": ids, "most": BULK_ROWS_MAX},
        )
        return dict(cursor.fetchall())


def _lost(company_id: int) -> list[NewTask]:
    found = []
    with connection.cursor() as cursor:
        for kind, sql in _LOST.items():
            cursor.execute(
                f"SELECT o.id FROM orders_order o WHERE o.company_id = %(company)s AND o.state = 'open'"  # noqa: S608  # constants of ours
                f" AND o.mode = 'live' AND {sql} AND NOT EXISTS (SELECT FROM access_task t WHERE t.state = 'open'"
                f" AND t.company_id = o.company_id AND t.cause_key = '{kind}:order:' || o.id)"
                " ORDER BY o.id LIMIT %(most)s",
                {"company": company_id, "most": BULK_ROWS_MAX},
            )
            found += [NewTask(kind, "orders.order", pk, f"{kind}:order:{pk}") for (pk,) in cursor.fetchall()]
    return found
