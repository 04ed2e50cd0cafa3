"""Writes that somebody was refused a verb; ids only, in a transaction of its own."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def record_refusal(actor: Actor, verb: str, code: str) -> None:
    """One security event for one refusal. The doors (web, command line, jobs) call it after the refused transaction
    has rolled back; it asks for no verb, since whoever is refused must not be able to prevent the record."""
    company_id = min(actor.company_ids, default=None)
    records.record(
        events.REFUSED,
        events.USER,
        [actor.user_id or 0],
        actor,
        data={"verb": verb, "code": code},
        company_id=company_id,
    )
