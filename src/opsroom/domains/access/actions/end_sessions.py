"""Ends every session of one person: one's own, or a colleague's by an administrator."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import end_all_sessions, member
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def end_sessions(actor: Actor, company_id: int, user_id: int) -> None:
    """The person has to sign in again everywhere. Raises NotFound for people of other companies."""
    require(
        actor, "access.own_account" if user_id == actor.user_id else "access.users", company_id=company_id
    )
    member(actor, company_id, user_id)
    end_all_sessions(user_id)
    records.record(events.SESSIONS_ENDED, events.USER, [user_id], actor, company_id=company_id)
