"""Strikes a comment out: it stays readable as struck; refuses other people's, unless one routes tasks."""

from __future__ import annotations

from django.db import transaction as database
from django.db.models.functions import Now

from opsroom.domains.access import events
from opsroom.domains.access.models import Comment, Mention
from opsroom.domains.access.rules import may, require
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def strike_comment(actor: Actor, company_id: int, comment_id: int) -> bool:
    """Whether this struck it; struck before, erased or somebody else's: nothing changes. Nobody has to read it then."""
    require(actor, "access.comment", company_id=company_id, site_id=min(actor.site_ids or (), default=None))
    rows = Comment.objects.filter(pk=comment_id, company_id=company_id, struck_at=None, erased_at=None)
    if not may(actor, "access.route_tasks"):
        rows = rows.filter(author_id=actor.user_id)
    struck = rows.update(struck_at=Now(), struck_by_id=actor.user_id)
    if struck:
        Mention.objects.filter(comment_id=comment_id, read_at=None).update(read_at=Now())
        records.record(events.COMMENT_STRUCK, events.COMMENT, [comment_id], actor, company_id=company_id)
        wake.notify("talk")
    return bool(struck)
