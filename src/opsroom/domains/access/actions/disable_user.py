"""Switches a person off, ends their sessions and links, gives their tasks back; nobody switches themselves off."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import end_all_sessions, keep_an_administrator, member
from opsroom.domains.access.models import SignInLink, Task, User
from opsroom.domains.access.rules import refuse_self, require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def disable_user(actor: Actor, company_id: int, user_id: int) -> None:
    """Their next request is refused. Raises NotForYourself, LastAdministrator, NotFound."""
    require(actor, "access.users", company_id=company_id)
    refuse_self(actor, user_id)
    member(actor, company_id, user_id)
    keep_an_administrator(company_id, user_id)
    User.objects.filter(pk=user_id).update(is_active=False)
    Task.objects.filter(owner_id=user_id, state="open").update(owner=None)
    SignInLink.objects.filter(user_id=user_id, used_at__isnull=True).delete()
    end_all_sessions(user_id)
    records.record(events.DISABLED, events.USER, [user_id], actor, company_id=company_id)
