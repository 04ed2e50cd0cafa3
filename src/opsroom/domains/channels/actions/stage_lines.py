"""Puts lines of history into staging by COPY, each with its rule; refuses to stage one line twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from opsroom.domains.channels.history_rules import rule_of
from opsroom.domains.channels.import_rights import require_on
from opsroom.kernel.values.actor import Actor

_COPY = (
    "COPY channels_historyline (imported_in_id, number, row, document, code, title, quantity, unit_price, placed_at,"
    " customer, country, rule) FROM STDIN"
)


def stage_lines(actor: Actor, import_id: int, lines: Iterable[list[Any]]) -> int:
    """Writes the lines, columns as in ports.incoming_line.LineBatch, in one COPY; returns how many. All or none."""
    require_on(actor, "imports.upload", import_id)
    count = 0
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line in lines:
            rule = rule_of(line[3], line[5], line[6], has_customer=line[8] != "")
            copy.write_row((import_id, *line, rule))
            count += 1
    return count
