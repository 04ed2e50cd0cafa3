"""Sets a person's password after the rules passed it, and ends their other sessions."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import end_all_sessions
from opsroom.domains.access.models import User
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def set_password(actor: Actor, user_id: int, password: str, *, keep_session: str = "") -> None:
    """Raises django's ValidationError with one sentence a broken rule. The caller renews its own session."""
    require(actor, "access.sign_in")
    user = User.objects.get(pk=user_id)
    validate_password(password, user)
    User.objects.filter(pk=user_id).update(password=make_password(password))
    end_all_sessions(user_id, keep_session=keep_session)
    records.record(events.PASSWORD_SET, events.USER, [user_id], actor)
