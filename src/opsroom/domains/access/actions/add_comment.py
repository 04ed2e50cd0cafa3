"""Writes a comment and tells whom it calls; refuses an empty one and people who may not see what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction as database

from opsroom.domains.access import events
from opsroom.domains.access.errors import CannotSee, NameShared, Refused
from opsroom.domains.access.matrix import ROLE_WORDS
from opsroom.domains.access.models import Comment, Mention
from opsroom.domains.access.queries.people import colleagues, roles_of
from opsroom.domains.access.rules import comment_text, labels, mentioned, require, shared, who_may
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def add_comment(
    actor: Actor, company_id: int, subject_kind: str, subject_id: int, text: str, readers: Mapping[int, str]
) -> int:
    """The comment's id. The caller has looked up who may see the thing: `readers`, person id -> label.

    Events hold ids alone, the words stand in the comment. Raises BadValue, CannotSee and NameShared.
    """
    require(actor, "access.comment", company_id=company_id, site_id=min(actor.site_ids or (), default=None))
    said = comment_text(text)
    called = called_by(actor, said, readers)
    if actor.user_id is None:
        raise Refused(verb="access.comment", way=actor.way, who=who_may("access.comment"))
    comment = Comment.objects.create(
        company_id=company_id, subject_kind=subject_kind, subject_id=subject_id, author_id=actor.user_id, text=said
    )  # fmt: skip
    Mention.objects.bulk_create(Mention(comment=comment, person_id=pk) for pk in called)
    about = {"about": subject_kind, "id": subject_id, "called": called}
    records.record(events.COMMENTED, events.COMMENT, [comment.pk], actor, data=about, company_id=company_id)
    wake.notify("talk")
    return int(comment.pk)


def called_by(actor: Actor, text: str, readers: Mapping[int, str]) -> list[int]:
    """Whom the text calls, oneself left out. A colleague who may not see the thing raises CannotSee.

    A name that several of them have calls nobody by a guess: it raises NameShared, with how each of them is called.
    """
    names = colleagues(actor)
    people = labels(names)
    for name in shared(text, names):
        meant = [pk for pk in people if names[pk].casefold() == name.casefold() and pk in readers]
        if not meant:
            raise CannotSee(names=name)
        raise NameShared(name=name, choices=" or ".join(_told_apart(actor, people, meant)))
    called = mentioned(text, people)
    blind = [people[pk] for pk in called if pk not in readers]
    if blind:
        raise CannotSee(names=", ".join(blind))
    return [pk for pk in called if pk != actor.user_id]


def _told_apart(actor: Actor, people: Mapping[int, str], meant: Sequence[int]) -> list[str]:
    """How each of them is called, with what they do here: a number alone tells nobody whom it means."""
    roles = roles_of(actor, meant)
    return [f"@{people[pk]} ({', '.join(ROLE_WORDS[role] for role in roles.get(pk, ()))})" for pk in meant]
