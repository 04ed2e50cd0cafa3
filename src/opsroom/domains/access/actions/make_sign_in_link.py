"""Makes a one-time sign-in token: 256 bits, shown once, stored as a hash; refuses people who are switched off."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import member
from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.models import SignInLink
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SIGN_IN_LINK_SECONDS, TOKEN_BYTES


@transaction.atomic
def make_sign_in_link(actor: Actor, company_id: int, user_id: int) -> str:
    """Returns the token for /sign-in/link/<token>, valid for 10 minutes and once; earlier ones stop working.

    A link made at the machine's terminal (way "cli") counts as the strong factor; one made by a colleague leads
    to choosing a password and a second factor. The token is never logged and never in an event.
    """
    require(actor, "access.users", company_id=company_id)
    person = member(actor, company_id, user_id)
    if not person.is_active:
        raise BadValue(field="The person", found="switched off", usual="Switch the account on first.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SignInLink.objects.filter(user_id=user_id, used_at__isnull=True).delete()
    SignInLink.objects.create(
        user_id=user_id,
        token_sha256=hashlib.sha256(token.encode("ascii")).hexdigest(),
        purpose="terminal" if actor.way == "cli" else "invite",
        expires_at=timezone.now() + timedelta(seconds=SIGN_IN_LINK_SECONDS),
    )
    records.record(events.LINK_MADE, events.USER, [user_id], actor, company_id=company_id)
    return token
