"""Changes one's own comment for the first minutes; refuses later changes: then it can only be struck out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction as database
from django.db.models.functions import Now

from opsroom.domains.access import events
from opsroom.domains.access.actions.add_comment import called_by
from opsroom.domains.access.errors import CommentStands
from opsroom.domains.access.models import Comment, Mention
from opsroom.domains.access.rules import comment_text, require
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import COMMENT_EDIT_MINUTES


@database.atomic
def edit_comment(
    actor: Actor, company_id: int, comment_id: int, text: str, readers: Mapping[int, str]
) -> list[int]:
    """Whom the new words call beside those who were called before: who was told stays told. Raises CommentStands."""
    require(actor, "access.comment", company_id=company_id, site_id=min(actor.site_ids or (), default=None))
    said = comment_text(text)
    called = called_by(actor, said, readers)
    changed = Comment.objects.filter(
        pk=comment_id, company_id=company_id, author_id=actor.user_id, struck_at=None, erased_at=None,
        written_at__gt=Now() - timedelta(minutes=COMMENT_EDIT_MINUTES),
    ).update(text=said, edited_at=Now())  # fmt: skip
    if not changed:
        raise CommentStands(minutes=COMMENT_EDIT_MINUTES)
    known = set(Mention.objects.filter(comment_id=comment_id).values_list("person_id", flat=True))
    fresh = [pk for pk in called if pk not in known]
    Mention.objects.bulk_create(Mention(comment_id=comment_id, person_id=pk) for pk in fresh)
    records.record(
        events.COMMENT_EDITED, events.COMMENT, [comment_id], actor, data={"called": fresh}, company_id=company_id
    )  # fmt: skip
    wake.notify("talk")
    return fresh
