"""Writes that a second factor was added, removed or renewed, and ends the person's other sessions."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import end_all_sessions
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

KINDS: Final = {
    "added": events.FACTOR_ADDED,
    "removed": events.FACTOR_REMOVED,
    "codes": events.CODES_MADE,
}


@transaction.atomic
def record_factor(actor: Actor, user_id: int, what: str, factor: str, *, keep_session: str = "") -> None:
    """`what`: added, removed or codes; `factor`: totp, webauthn, recovery_codes. The caller renews its own session."""
    require(actor, "access.sign_in")
    end_all_sessions(user_id, keep_session=keep_session)
    records.record(KINDS[what], events.USER, [user_id], actor, data={"factor": factor})
