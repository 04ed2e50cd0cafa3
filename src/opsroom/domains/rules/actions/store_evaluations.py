"""Keeps what rules said of orders, many at once, and sweeps out as many that are old; changes no order.

Kept: the last EVALUATIONS_PER_ORDER_COUNT_MAX of an order; without a match for EVALUATION_UNMATCHED_DAYS, with one for
EVALUATION_MATCHED_DAYS. The last one of an open order stays, since it says which rules have acted on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.domains.rules.models import Evaluation
from opsroom.domains.rules.rules import Facts, Judgement, Want, facts_to_json
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import (
    EVALUATION_MATCHED_DAYS,
    EVALUATION_UNMATCHED_DAYS,
    EVALUATIONS_PER_ORDER_COUNT_MAX,
    EVALUATIONS_SWEPT_COUNT_MIN,
)

_CROWDED = """
DELETE FROM rules_evaluation e USING (
    SELECT id, row_number() OVER (PARTITION BY order_id ORDER BY id DESC) AS place
    FROM rules_evaluation WHERE order_id = ANY(%s)
) old WHERE e.id = old.id AND old.place > %s
"""
# The last word on an open order is kept however old it is.
_OLD = """
DELETE FROM rules_evaluation WHERE id IN (
    SELECT e.id FROM rules_evaluation e JOIN orders_order o ON o.id = e.order_id
    WHERE e.at < now() - make_interval(days => %s) AND (e.matched = '{}') = %s AND o.state <> 'open'
    ORDER BY e.at LIMIT %s FOR UPDATE OF e SKIP LOCKED
)
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of one pass over one order; `wants` with what really became of them."""

    order_id: int
    facts: Facts
    judgement: Judgement
    wants: tuple[Want, ...]


@transaction.atomic
def store_evaluations(
    actor: Actor, company_id: int, rows: Sequence[Said], *, cause: str, run_id: int | None = None
) -> int:
    """Returns how many old ones were swept out."""
    access.require(actor, "rules.judge", company_id=company_id)
    Evaluation.objects.bulk_create(
        Evaluation(
            order_id=row.order_id,
            company_id=company_id,
            cause=cause,
            run_id=run_id,
            facts=facts_to_json(row.facts),
            verdicts=[list(astuple(one)) for one in row.judgement.verdicts],
            wants=[list(astuple(one)) for one in row.wants],
            matched=sorted(row.judgement.matched),
            acted=sorted(row.judgement.acted),
        )
        for row in rows
    )
    swept = 0
    most = max(EVALUATIONS_SWEPT_COUNT_MIN, 2 * len(rows))
    with connection.cursor() as cursor:
        if cause != "accepted":
            cursor.execute(_CROWDED, [[row.order_id for row in rows], EVALUATIONS_PER_ORDER_COUNT_MAX])
            swept += cursor.rowcount
        for days, unmatched in ((EVALUATION_UNMATCHED_DAYS, True), (EVALUATION_MATCHED_DAYS, False)):
            cursor.execute(_OLD, [days, unmatched, most])
            swept += cursor.rowcount
    return swept
