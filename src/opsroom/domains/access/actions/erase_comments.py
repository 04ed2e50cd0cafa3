"""Empties what colleagues wrote about a person to be erased, comments and notes that name them too; rows stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction as database
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Now

from opsroom.domains.access.models import Comment, Mention, ShiftNote, Task
from opsroom.domains.access.rules import PHONE_DIGITS_TOLD, names_one, phone_digits, require
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
    e-mail, telephone, whole name and company. "Steinzeug" does not hold "Stein".
    """
    require(actor, "customers.erase", company_id=company_id, approved=approved)
    theirs = Q(pk__in=[])
    for kind, ids in subjects.items():
        tasks = Task.objects.filter(company_id=company_id, subject_kind=kind, subject_id__in=list(ids))
        theirs |= Q(subject_kind=kind, subject_id__in=list(ids))
        theirs |= Q(subject_kind="access.task", subject_id__in=tasks.values("id"))
    rows = Comment.objects.filter(company_id=company_id, erased_at=None)
    notes = ShiftNote.objects.filter(company_id=company_id, erased_at=None)
    # The numbers beside the words of a note between shifts stay.
    named = _naming(notes, words, "words")
    ShiftNote.objects.filter(pk__in=named).update(words="", erased_at=Now())
    ids_found = {*rows.filter(theirs).values_list("id", flat=True), *_naming(rows, words, "text")}
    Mention.objects.filter(comment_id__in=ids_found, read_at=None).update(read_at=Now())
    return int(Comment.objects.filter(pk__in=ids_found).update(text="", erased_at=Now()))


def _naming(rows: QuerySet[Any], words: Collection[str], field: str) -> list[int]:
    """Ids of those that name the person: the database finds what may, the rule judges each."""
    known = [word for word in map(str.strip, words) if len(word) >= NAME_CHARS_MIN]
    may_name = Q(pk__in=[])
    for word in known:
        digits = phone_digits(word)[-PHONE_DIGITS_TOLD:]
        may_name |= (
            Q(digits__contains=digits) if digits else Q(**{f"{field}__icontains": max(word.split(), key=len)})
        )
    digits_alone = Func(
        F(field), Value("[^0-9]"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
    )
    found = rows.annotate(digits=digits_alone).filter(may_name).values_list("id", field)
    return [pk for pk, text in found.iterator() if names_one(text, known)]
