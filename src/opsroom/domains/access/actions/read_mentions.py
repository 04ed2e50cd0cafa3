"""Says that one has read where one was called, or has not; nobody else's mentions."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction as database
from django.db.models.functions import Now

from opsroom.domains.access.models import Mention
from opsroom.domains.access.rules import require
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def read_mentions(
    actor: Actor, company_id: int, mention_ids: Collection[int], *, unread: bool = False
) -> int:
    """How many changed. No event: that somebody read a line is nobody's record to keep."""
    require(actor, "access.comment", company_id=company_id, site_id=min(actor.site_ids or (), default=None))
    rows = Mention.objects.filter(
        pk__in=list(mention_ids), person_id=actor.user_id, comment__company_id=company_id,
        read_at__isnull=not unread,
    )  # fmt: skip
    changed = rows.update(read_at=None if unread else Now())
    if changed:
        wake.notify("talk")
    return int(changed)
