"""Lets a person in again who was switched off; their roles are as they were."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import member
from opsroom.domains.access.models import User
from opsroom.domains.access.rules import refuse_self, require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def enable_user(actor: Actor, company_id: int, user_id: int) -> None:
    """Raises NotForYourself, NotFound."""
    require(actor, "access.users", company_id=company_id)
    refuse_self(actor, user_id)
    member(actor, company_id, user_id)
    User.objects.filter(pk=user_id).update(is_active=True)
    records.record(events.ENABLED, events.USER, [user_id], actor, company_id=company_id)
