"""Writes, changes and strikes out comments on anything; refuses things one may not see and people who may not."""

from __future__ import annotations

from opsroom.domains.access.actions.add_comment import add_comment
from opsroom.domains.access.actions.edit_comment import edit_comment
from opsroom.domains.access.actions.strike_comment import strike_comment
from opsroom.domains.access.errors import NotFound, NothingMoreToSay
from opsroom.domains.access.queries import CommentFacts, comment_of
from opsroom.domains.access.rules import who_may
from opsroom.insight.lists.subjects import Subject, readers, subject_of
from opsroom.kernel.values.actor import Actor


def comment_on(actor: Actor, subject: Subject, text: str) -> int:
    """The new comment's id; who is called finds a mention. Looked up anew here: a page may be hours old."""
    subject = subject_of(actor, subject.kind, subject.id)
    _refuse_closed(subject)
    return add_comment(actor, subject.company_id, subject.kind, subject.id, text, readers(actor, subject))


def change_comment(actor: Actor, comment_id: int, text: str) -> Subject:
    """What it is about. Who is called by the new words and was not before is told."""
    found, subject = written(actor, comment_id)
    _refuse_closed(subject)
    edit_comment(actor, subject.company_id, found.id, text, readers(actor, subject))
    return subject


def strike_out(actor: Actor, comment_id: int) -> tuple[Subject, CommentFacts, bool]:
    """What it is about, the comment as it stood, and whether this struck it out."""
    found, subject = written(actor, comment_id)
    return subject, found, strike_comment(actor, subject.company_id, found.id)


def written(actor: Actor, comment_id: int) -> tuple[CommentFacts, Subject]:
    """A comment on a thing the actor may see; any other raises NotFound, as a missing one does."""
    found = comment_of(actor, comment_id)
    if found is None:
        raise NotFound(verb="access.comment", way=actor.way, who=who_may("access.comment"))
    return found, subject_of(actor, found.subject_kind, found.subject_id)


def _refuse_closed(subject: Subject) -> None:
    if subject.closed:
        raise NothingMoreToSay(why=subject.closed)
