"""Pairs cancellations of a staged history with the sales they take back; refuses pairs that were written already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.history_rules import BECOME_LINES, Piece, pair
from opsroom.domains.channels.models import HistoryPair, Import
from opsroom.kernel.records.bulk_rows import copy_rows
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import HISTORY_PAIR_HOURS

_BACK = """
SELECT imported_in_id, number, customer, code, unit_price, -quantity - coalesce((
           SELECT sum(told.quantity) FROM channels_historypair AS told
           WHERE told.imported_in_id = line.imported_in_id AND told.number = line.number
       ), 0), placed_at
FROM channels_historyline AS line
WHERE imported_in_id = %(id)s AND rule = 'cancellation' AND quantity < 0 AND document IN (
    SELECT document FROM channels_historydocument
    WHERE imported_in_id = %(id)s AND effect = 'new' AND verdict IN ('ready', 'waiting')
)
"""
# What is written stays paired as it is: the order lines were told.
_FORGET = """
DELETE FROM channels_historypair AS pair USING channels_historyline AS line, channels_historydocument AS document
WHERE pair.imported_in_id = %(id)s AND NOT pair.applied
  AND line.imported_in_id = pair.imported_in_id AND line.number = pair.number
  AND document.imported_in_id = line.imported_in_id AND document.document = line.document
  AND document.verdict IN ('ready', 'waiting')
"""
# Sales of this file and of those that are in already, less the pieces that were taken back before.
_SALES = """
WITH back AS (
    SELECT DISTINCT customer, upper(code) AS code, unit_price FROM channels_historyline
    WHERE imported_in_id = %(id)s AND rule = 'cancellation' AND quantity < 0
), files AS (
    SELECT %(id)s::bigint AS id
    UNION
    SELECT id FROM channels_import WHERE channel_id = %(channel)s AND state = 'committed' AND format = %(format)s
)
SELECT line.imported_in_id, line.number, line.customer, line.code, line.unit_price,
       line.quantity - coalesce((
           SELECT sum(told.quantity) FROM channels_historypair AS told JOIN files ON files.id = told.imported_in_id
           WHERE told.sale_import_id = line.imported_in_id AND told.sale_number = line.number
       ), 0), line.placed_at
FROM channels_historyline AS line
JOIN back ON back.customer = line.customer AND back.code = upper(line.code) AND back.unit_price = line.unit_price
JOIN channels_historydocument AS document
  ON document.imported_in_id = line.imported_in_id AND document.document = line.document
WHERE line.imported_in_id IN (SELECT id FROM files) AND line.rule = ANY(%(become)s) AND line.quantity > 0
  AND document.effect = 'new' AND (document.verdict = 'imported' OR line.imported_in_id = %(id)s)
"""


def pair_lines(actor: Actor, import_id: int) -> None:
    """Finds the pairs anew; those of documents that are in already stay as they are."""
    company_id, channel_id, kind = Import.objects.values_list("company_id", "channel_id", "format").get(
        id=import_id
    )
    require(actor, "imports.upload", company_id=company_id)
    own: dict[str, Any] = {
        "id": import_id,
        "channel": channel_id,
        "format": kind,
        "become": list(BECOME_LINES),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Fresh lines have no statistics yet: the planner takes them for few and would walk them once a cancellation.
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_FORGET, own)
        cursor.execute(_BACK, own)
        back = [piece for row in cursor.fetchall() if (piece := Piece(*row)).quantity > 0]
        cursor.execute(_SALES, own)
        sales = [piece for row in cursor.fetchall() if (piece := Piece(*row)).quantity > 0]
        found = pair(sales, back, timedelta(hours=HISTORY_PAIR_HOURS))
        copy_rows(
            HistoryPair,
            ("imported_in_id", "number", "sale_import_id", "sale_number", "quantity", "rule"),
            (
                (
                    import_id,
                    one.taken_back.number,
                    one.sale.import_id,
                    one.sale.number,
                    one.quantity,
                    one.rule,
                )
                for one in found
            ),
        )
