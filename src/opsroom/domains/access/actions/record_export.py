"""Records that a list left the program: which, how many rows, with or without people; refuses without the right."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def record_export(
    actor: Actor, company_id: int, list_name: str, *, rows: int, people: bool, form: str, buyers: int = 0
) -> None:
    """Writes the event before the file is sent (E1). `form` is "csv" or "xlsx"; `buyers`: how many the file names.

    The filter may name people, so it is not kept."""
    require(actor, "exports.run", company_id=company_id)
    data: dict[str, object] = {"list": list_name, "rows": rows, "people": people, "form": form}
    if buyers:
        data["buyers"] = buyers
    records.record(events.EXPORTED, events.COMPANY, [company_id], actor, data=data, company_id=company_id)
