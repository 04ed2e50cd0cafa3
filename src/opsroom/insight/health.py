"""Checks what the data must always say, for `opsroom doctor` and the page of data health; repairs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DatabaseError, connection

from opsroom.domains.access import rules as access
from opsroom.domains.orders import invariants as orders_invariants
from opsroom.domains.warehouse import invariants as warehouse_invariants
from opsroom.insight.invariants import drifted_states
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money import invariants as money_invariants
from opsroom.ledgers.stock import invariants as stock_invariants

Check = Callable[[], Iterator[str] | list[str]]

# Name -> (what it proves, the check); each check gives one sentence a finding.
DATA_CHECKS: dict[str, tuple[str, Check]] = {
    "stock book": (
        "Every balance is the sum of its moves, and no entry was changed since.",
        stock_invariants.broken,
    ),
    "money book": ("Every entry balances, and no entry was changed since.", money_invariants.broken),
    "warehouse": (
        "Stock per site is what the book says; what is set aside is there and is wanted.",
        warehouse_invariants.broken,
    ),
    "orders": (
        "The day and company beside each tag and demand are their order's.",
        orders_invariants.broken,
    ),
    "states": ("Every status is where its last event left it.", drifted_states),
}
_FIGURES = """
SELECT current_setting('server_version'), pg_database_size(current_database()),
    (SELECT count(*) FROM orders_order WHERE company_id = ANY(%(companies)s::bigint[])),
    (SELECT count(*) FROM catalog_sku WHERE company_id = ANY(%(companies)s::bigint[])),
    (SELECT count(*) FROM stock_move m JOIN stock_entry e ON e.id = m.entry_id
        WHERE e.company_id = ANY(%(companies)s::bigint[])),
    (SELECT count(*) FROM records_event WHERE company_id = ANY(%(companies)s::bigint[])),
    (SELECT count(*) FROM records_event WHERE company_id = ANY(%(companies)s::bigint[])
        AND at > now() - interval '1 hour'),
    (SELECT count(*) FROM records_job WHERE company_id = ANY(%(companies)s::bigint[]) AND state = 'running'),
    (SELECT count(*) FROM records_job WHERE company_id = ANY(%(companies)s::bigint[])
        AND state IN ('waiting', 'paused')),
    (SELECT count(*) FROM records_job WHERE company_id = ANY(%(companies)s::bigint[]) AND state = 'failed'),
    (SELECT count(*) FROM channels_outgoing o JOIN channels_channel c ON c.id = o.channel_id
        WHERE c.company_id = ANY(%(companies)s::bigint[]) AND o.state = 'queued')
"""
_NAMES = (
    "version", "bytes", "orders", "skus", "moves", "events", "events_last_hour", "jobs_running", "jobs_waiting",
    "jobs_failed", "outgoing_queued",
)  # fmt: skip


def examine(actor: Actor) -> list[tuple[str, list[str]]]:
    """Runs every check of the data now; gives its name and its findings. What cannot be checked is a finding."""
    access.require(actor, "access.settings")
    found: list[tuple[str, list[str]]] = []
    for name, (_, check) in DATA_CHECKS.items():
        try:
            found.append((name, list(check())))
        except DatabaseError as error:
            found.append((name, [f"This could not be checked: {type(error).__name__}."]))
    return found


def figures(actor: Actor) -> dict[str, Any]:
    """The database's version and size (bytes), and counts of the actor's companies."""
    access.require(actor, "access.settings")
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"companies": sorted(actor.company_ids)})
        return dict(zip(_NAMES, cursor.fetchone(), strict=True))
