"""Uses a one-time link up; refuses unknown, used and expired ones with one and the same sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.errors import LinkNotUsable
from opsroom.domains.access.models import SignInLink
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SIGN_IN_LINK_SECONDS


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """Who came in; `strong` when the link was made at the machine's own terminal."""

    user_id: int
    strong: bool


@transaction.atomic
def use_sign_in_link(actor: Actor, token: str) -> LinkUsed:
    """Marks the link as used in one conditional UPDATE, so that of two rivals only one comes in."""
    require(actor, "access.sign_in")
    digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
    now = timezone.now()
    link = SignInLink.objects.filter(token_sha256=digest, user__is_active=True).first()
    # By the link's own columns alone: a condition on the joined person would become a subquery, which PostgreSQL
    # does not look at again after waiting for a rival, and the rival's mark would be overwritten.
    mine = (
        SignInLink.objects.filter(token_sha256=digest, used_at__isnull=True, expires_at__gt=now).update(
            used_at=now
        )
        if link
        else 0
    )
    if link is None or mine != 1:
        raise LinkNotUsable(minutes=SIGN_IN_LINK_SECONDS // 60)
    records.record(events.LINK_USED, events.USER, [link.user_id], actor, data={"purpose": link.purpose})
    return LinkUsed(link.user_id, strong=link.purpose == "terminal")
