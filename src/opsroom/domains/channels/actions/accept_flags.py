"""Confirms one kind of question in every waiting row of an import at once; refuses rows that have an error too.

Its undo is leaving rows out, or the undo of the import: nothing is written but that a person agreed.
"""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.channels.actions.mark_rows import mark_rows
from opsroom.domains.channels.errors import ImportNotReady
from opsroom.domains.channels.events import IMPORT, IMPORT_FLAGS_ACCEPTED
from opsroom.domains.channels.import_rights import require_on
from opsroom.domains.channels.models import Import
from opsroom.domains.channels.queries.imports import rows_that_ask
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_CHECK_ROWS


def accept_flags(actor: Actor, import_id: int, code: str) -> int:
    """`code`: of the question, such as product.duplicate_sku. Returns how many rows it stood in."""
    company_id = require_on(actor, "imports.upload", import_id)
    rows = 0
    with transaction.atomic():
        state = (
            Import.objects.select_for_update(no_key=True).values_list("state", flat=True).get(id=import_id)
        )
        if state not in {"staged", "committed"}:
            raise ImportNotReady(verb="confirmed", state=state)
        while found := list(
            rows_that_ask(import_id, code).values_list("number", "problems")[:IMPORT_CHECK_ROWS]
        ):
            mark_rows(
                actor,
                import_id,
                {
                    number: {"problems": [_accepted(one) if one["code"] == code else one for one in problems]}
                    for number, problems in found
                },
            )
            rows += len(found)
        if rows:
            data = {"code": code, "rows": rows}
            events.record(IMPORT_FLAGS_ACCEPTED, IMPORT, [import_id], actor, company_id=company_id, data=data)
            wake.notify("imports")
    return rows


def _accepted(problem: dict[str, object]) -> dict[str, object]:
    return problem | {"accepted": True} if problem["severity"] == "question" else problem
