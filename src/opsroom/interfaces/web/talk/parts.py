"""The comments of one thing as a part any page draws: who, when, what, whom it calls; refuses to decide who may see."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone

from opsroom.domains.access.queries import CommentFacts, comments_of, person_names, unread_mentions
from opsroom.domains.access.rules import may, without
from opsroom.insight.lists.subjects import WORDS, Subject, buyer_words, readers, subject_of
from opsroom.interfaces.web.parts import Part
from opsroom.interfaces.web.wording import counted, moment
from opsroom.kernel.values.actor import Actor

WORD_OF = {kind: word for word, kind in WORDS.items()}
READS_IT = {
    "orders.order": "Everybody who may open this order reads it. Who may not see buyers reads ••• for this one's name.",
    "customers.customer": "Everybody who may open this customer reads it. An erasure takes it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comment. `said`: pieces of the text, each with whether it calls; `mention`: unread, of the reader."""

    id: int
    who: str
    at: str
    said: Sequence[tuple[str, bool]]
    state: str = ""
    struck: bool = False
    may_edit: bool = False
    may_strike: bool = False
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Part):
    """The comments of one thing with the form for the next. `text`, `error`: what was typed and why it was not sent."""

    template: ClassVar[str] = "talk/_talk.html"
    src: str
    lines: Sequence[Line]
    people: Sequence[str]
    help: str
    count: str
    closed: str = ""
    text: str = ""
    error: str = ""


def talk_on(actor: Actor, kind: str, subject_id: int) -> Talk | None:
    """The part for a page whose thing the person sees; None for whoever writes no comments."""
    if not may(actor, "access.comment", site_id=min(actor.site_ids or (), default=None)):
        return None
    return talk(actor, subject_of(actor, kind, subject_id))


def talk(actor: Actor, subject: Subject, *, text: str = "", error: str = "") -> Talk:
    """Everything said about one thing."""
    found = comments_of(actor, subject.kind, subject.id)
    names = person_names(actor, {one.author_id for one in found})
    called = {
        one.comment.id: one.id
        for one in (unread_mentions(actor) if found else [])
        if (one.comment.subject_kind, one.comment.subject_id) == (subject.kind, subject.id)
    }
    people, hidden = readers(actor, subject), buyer_words(actor, subject)
    return Talk(
        src=f"/talk/{WORD_OF[subject.kind]}/{subject.id}",
        lines=[_line(actor, one, names, people, hidden, called.get(one.id, 0)) for one in found],
        people=[label for pk, label in people.items() if pk != actor.user_id],
        help=READS_IT.get(subject.kind, "Everybody who may open this reads it."),
        count=counted(len(found), "comment") if found else "",
        closed=subject.closed,
        text=text,
        error=error,
    )


def _line(
    actor: Actor,
    one: CommentFacts,
    names: Mapping[int, str],
    people: Mapping[int, str],
    hidden: Collection[str],
    mention: int,
) -> Line:
    at = moment(one.written_at, timezone.localdate())
    state = "changed" if one.edited_at else ""
    if one.struck_at:
        state = "struck out"
    if one.erased_at:
        state = "Erased with the person it was about."
    mine, stands = one.author_id == actor.user_id, not (one.struck_at or one.erased_at)
    return Line(
        id=one.id,
        who=names.get(one.author_id, "Somebody who left"),
        at=at,
        said=pieces(without(one.text, hidden), people),
        state=state,
        struck=one.struck_at is not None,
        may_edit=mine and one.fresh,
        may_strike=stands and (mine or may(actor, "access.route_tasks")),
        mention=mention,
    )


def pieces(text: str, people: Mapping[int, str]) -> list[tuple[str, bool]]:
    """The text cut where it calls somebody who may see the thing; put together again it is the text."""
    if not people:
        return [(text, False)] if text else []
    longest_first = sorted(people.values(), key=len, reverse=True)
    pattern = re.compile(
        rf"((?<![\w.@-])@(?:{'|'.join(map(re.escape, longest_first))})(?!\w))", re.IGNORECASE
    )
    return [(piece, bool(at % 2)) for at, piece in enumerate(pattern.split(text)) if piece]
