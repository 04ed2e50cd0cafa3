"""Writes and reads events: what happened to which object, by whom and why; refuses over-long reasons and data."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from opsroom.kernel.records.errors import ReasonTooLong
from opsroom.kernel.records.models import Event
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EVENT_DATA_BYTES_MAX, REASON_CHARS_MAX, TIMELINE_ROWS_MAX
from opsroom.kernel.values.printable import one_line


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as read; `actor_id` None means the program called `actor_name`."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    from_state: str
    to_state: str
    at: datetime
    actor_id: int | None
    actor_name: str
    way: str
    reason: str
    data: dict[str, Any]
    company_id: int | None


def record(
    kind: str,
    subject_kind: str,
    subject_ids: Sequence[int],
    actor: Actor,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    company_id: int | None = None,
) -> list[int]:
    """Writes one event for each subject in one statement; returns the event ids, in the order of the subjects.

    kind: "<domain>.<object>.<verb past>"; subject_kind: "<app label>.<model>". Changes of state go through
    transition.move instead. Raises ReasonTooLong.
    """
    if not subject_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_event"
            " (kind, subject_kind, subject_id, actor_id, actor_name, way, reason, data, company_id)"
            " SELECT %s, %s, given.id, %s::bigint, %s, %s, %s, %s::jsonb, %s::bigint"
            " FROM unnest(%s::bigint[]) WITH ORDINALITY AS given(id, place) ORDER BY given.place RETURNING id",
            [
                kind,
                subject_kind,
                actor.user_id,
                actor.name,
                actor.way,
                checked_reason(reason),
                data_text(data),
                company_id,
                list(subject_ids),
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def timeline(subject_kind: str, subject_id: int, *, limit: int = TIMELINE_ROWS_MAX) -> list[EventRow]:
    """The latest events of one object, oldest first. The caller has checked that the reader may see the object."""
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-id")
    return [_row(one) for one in reversed(rows[: min(limit, TIMELINE_ROWS_MAX)])]


def told_since(
    kind: str, subject_kind: str, subject_id: int, actor: Actor, since: datetime
) -> list[dict[str, Any]]:
    """The data of one person's events of a kind on one object from a moment on: what a daily limit is held against."""
    rows = Event.objects.filter(
        kind=kind, subject_kind=subject_kind, subject_id=subject_id, actor_id=actor.user_id, at__gte=since
    )
    return list(rows.values_list("data", flat=True))


def by_others_after(
    after_id: int, kinds: Sequence[str], subject_kind: str, subject_ids: Sequence[int], actor: Actor
) -> dict[int, EventRow]:
    """By subject id the latest event of these kinds after an id, where it was somebody else's: what overtook the actor.

    `after_id` is `latest_id` from before the actor's page was read.
    """
    rows = Event.objects.filter(
        subject_kind=subject_kind, subject_id__in=list(subject_ids), kind__in=list(kinds), id__gt=after_id
    )
    latest = {one.subject_id: _row(one) for one in rows.order_by("id")}
    return {pk: one for pk, one in latest.items() if one.actor_id != actor.user_id}


def timelines(
    subject_kind: str, subject_ids: Collection[int], kinds: Collection[str] = ()
) -> dict[int, list[EventRow]]:
    """All events of several objects by subject id, oldest first; ids without events map to an empty list.

    `kinds`: those alone.
    """
    found: dict[int, list[EventRow]] = {one: [] for one in subject_ids}
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id__in=found)
    for one in (rows.filter(kind__in=kinds) if kinds else rows).order_by("id"):
        found[one.subject_id].append(_row(one))
    return found


def since(
    after_id: int, company_ids: Sequence[int] | frozenset[int], *, limit: int = TIMELINE_ROWS_MAX
) -> list[EventRow]:
    """Events after an id that belong to these companies, oldest first.

    Ids are given at write, not at commit: a reader that must miss nothing reads again from a little earlier.
    """
    rows = Event.objects.filter(id__gt=after_id, company_id__in=list(company_ids)).order_by("id")
    return [_row(one) for one in rows[: min(limit, TIMELINE_ROWS_MAX)]]


def latest_id(company_ids: Sequence[int] | frozenset[int] | None = None) -> int:
    """The highest event id (of these companies), 0 when there is none: what a poller compares."""
    seen = Q() if company_ids is None else Q(company_id__in=list(company_ids))
    found: int | None = Event.objects.filter(seen).aggregate(last=Max("id"))["last"]
    return found or 0


def checked_reason(reason: str) -> str:
    """The reason on one line without control characters; raises ReasonTooLong."""
    plain = one_line(reason)
    if len(plain) > REASON_CHARS_MAX:
        raise ReasonTooLong(chars=len(plain), most=REASON_CHARS_MAX)
    return plain


def data_text(data: Mapping[str, Any] | None) -> str:
    """Event data as JSON text; raises ValueError when a caller tries to archive a whole object in an event."""
    # Decimal and dates as text: JSON numbers would pass through a float in some readers.
    text = json.dumps(dict(data or {}), default=str, ensure_ascii=False)
    if len(text.encode()) > EVENT_DATA_BYTES_MAX:
        raise ValueError(f"event data of {len(text.encode())} bytes; the limit is {EVENT_DATA_BYTES_MAX}")
    return text


def _row(one: Event) -> EventRow:
    return EventRow(
        id=one.id,
        kind=one.kind,
        subject_kind=one.subject_kind,
        subject_id=one.subject_id,
        from_state=one.from_state,
        to_state=one.to_state,
        at=one.at,
        actor_id=one.actor_id,
        actor_name=one.actor_name,
        way=one.way,
        reason=one.reason,
        data=one.data,
        company_id=one.company_id,
    )
