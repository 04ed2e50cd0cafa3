"""Takes a person's second factors away when their phone is lost; they enrol again, nobody resets their own."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import end_all_sessions, member
from opsroom.domains.access.rules import refuse_self, require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def reset_factors(actor: Actor, company_id: int, user_id: int) -> None:
    """Ends their sessions too. Raises NotForYourself, NotFound."""
    require(actor, "access.users", company_id=company_id)
    refuse_self(actor, user_id)
    member(actor, company_id, user_id)
    Authenticator.objects.filter(user_id=user_id).delete()
    end_all_sessions(user_id)
    records.record(
        events.FACTOR_REMOVED, events.USER, [user_id], actor, data={"factor": "all"}, company_id=company_id
    )
