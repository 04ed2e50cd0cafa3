"""Comments of one thing and where a person was called; leaves out other companies, not things one may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, Count, QuerySet, Value, When
from django.db.models.functions import Now

from opsroom.domains.access.models import Comment, Mention, RoleGrant
from opsroom.domains.access.rules import require
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import COMMENT_EDIT_MINUTES, COMMENTS_SHOWN_COUNT, MENTIONS_UNREAD_COUNT_MAX


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """One comment; `text` is empty when it was erased. `fresh`: its author may still change it."""

    id: int
    subject_kind: str
    subject_id: int
    author_id: int
    text: str
    written_at: datetime
    edited_at: datetime | None
    struck_at: datetime | None
    erased_at: datetime | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class MentionFacts:
    """That somebody was called, with the comment that did it."""

    id: int
    read_at: datetime | None
    comment: CommentFacts


_FIELDS = (
    "id", "subject_kind", "subject_id", "author_id", "text", "written_at", "edited_at", "struck_at", "erased_at",
    "fresh",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Comment]:
    """Comments of the actor's companies; whether the actor may see the thing is its caller's question."""
    require(actor, "access.comment", site_id=min(actor.site_ids or (), default=None))
    young = Now() - timedelta(minutes=COMMENT_EDIT_MINUTES)
    fresh = Case(
        When(written_at__gt=young, struck_at=None, erased_at=None, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return Comment.objects.filter(company_id__in=actor.company_ids).annotate(fresh=fresh)


def comments_of(actor: Actor, subject_kind: str, subject_id: int) -> list[CommentFacts]:
    """The latest comments about one thing, the oldest of them first."""
    rows = visible_to(actor).filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-id")
    return [CommentFacts(**row) for row in reversed(rows.values(*_FIELDS)[:COMMENTS_SHOWN_COUNT])]


def comment_of(actor: Actor, comment_id: int) -> CommentFacts | None:
    """One comment of the actor's companies."""
    row = visible_to(actor).filter(pk=comment_id).values(*_FIELDS).first()
    return CommentFacts(**row) if row else None


def comment_counts(actor: Actor, subject_kind: str, subject_ids: list[int]) -> dict[int, int]:
    """Subject id -> number of comments that still say something."""
    rows = visible_to(actor).filter(
        subject_kind=subject_kind, subject_id__in=subject_ids, struck_at=None, erased_at=None
    )
    return dict(rows.values_list("subject_id").annotate(n=Count("id")))


def mentions_of(
    actor: Actor, *, unread: bool | None = None, before_id: int | None = None, rows: int
) -> list[MentionFacts]:
    """Where the actor was called, the latest first; `unread` None: both."""
    found = Mention.objects.filter(person_id=actor.user_id, comment__company_id__in=actor.company_ids)
    if unread is not None:
        found = found.filter(read_at__isnull=unread)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    told = list(found.order_by("-id").values_list("id", "read_at", "comment_id")[:rows])
    if not told:
        return []
    texts = visible_to(actor).filter(pk__in=[comment_id for _, _, comment_id in told]).values(*_FIELDS)
    by_id = {row["id"]: CommentFacts(**row) for row in texts}
    return [MentionFacts(pk, read_at, by_id[comment_id]) for pk, read_at, comment_id in told]


def unread_mentions(actor: Actor) -> list[MentionFacts]:
    """What the actor was called for and has not read, MENTIONS_UNREAD_COUNT_MAX at most."""
    return mentions_of(actor, unread=True, rows=MENTIONS_UNREAD_COUNT_MAX)


def colleagues_as_actors(actor: Actor, company_id: int) -> dict[int, Actor]:
    """Everybody active with a role in the company, as the actor they would be: two facts of many in one statement."""
    require(actor, "access.comment", company_id=company_id, site_id=min(actor.site_ids or (), default=None))
    rows = RoleGrant.objects.filter(company_id=company_id, user__is_active=True)
    roles: dict[int, set[str]] = {}
    sites: dict[int, set[int | None]] = {}
    for pk, role, site_id in rows.values_list("user_id", "role", "site_id"):
        roles.setdefault(pk, set()).add(role)
        sites.setdefault(pk, set()).add(site_id)
    return {
        pk: Actor(
            user_id=pk,
            name="person",
            roles=frozenset(held),
            company_ids=frozenset({company_id}),
            site_ids=None if None in sites[pk] else frozenset(site for site in sites[pk] if site is not None),
            way=actor.way,
        )
        for pk, held in roles.items()
    }
