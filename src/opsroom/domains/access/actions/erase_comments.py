"""Empties what colleagues wrote about a person to be erased, and every comment that names them; rows stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction as database
from django.db.models import Q
from django.db.models.functions import Now

from opsroom.domains.access.models import Comment, Mention, Task
from opsroom.domains.access.rules import require
from opsroom.kernel.values.actor import Actor

# A shorter name stands in too many words that mean something else.
NAME_CHARS_MIN = 5


@database.atomic
def erase_comments(
    actor: Actor,
    company_id: int,
    subjects: Mapping[str, Collection[int]],
    *,
    words: Collection[str] = (),
    approved: bool = False,
) -> int:
    """Part of erasing a person (P4); how many were emptied. `subjects`: kind -> ids of what is theirs.

    Comments on tasks about these go too, and those anywhere in the company that hold one of `words`: the person's
    e-mail, telephone and whole name.
    """
    require(actor, "customers.erase", company_id=company_id, approved=approved)
    theirs = Q(pk__in=[])
    for kind, ids in subjects.items():
        tasks = Task.objects.filter(company_id=company_id, subject_kind=kind, subject_id__in=list(ids))
        theirs |= Q(subject_kind=kind, subject_id__in=list(ids))
        theirs |= Q(subject_kind="access.task", subject_id__in=tasks.values("id"))
    for word in words:
        if len(word.strip()) >= NAME_CHARS_MIN:
            theirs |= Q(text__icontains=word.strip())
    rows = Comment.objects.filter(theirs, company_id=company_id, erased_at=None)
    ids_found = list(rows.values_list("id", flat=True))
    Mention.objects.filter(comment_id__in=ids_found, read_at=None).update(read_at=Now())
    return int(Comment.objects.filter(pk__in=ids_found).update(text="", erased_at=Now()))
