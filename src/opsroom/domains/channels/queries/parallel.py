"""Reads of a parallel run: its days, what differs, what was explained; refuses channels of other companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.rules import require, who_may
from opsroom.domains.channels.models import Difference, Explanation, ParallelDay
from opsroom.domains.channels.parallel_rules import Compared, clean_days
from opsroom.domains.channels.queries.accounts import channel
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PARALLEL_CLEAN_DAYS_COUNT, PARALLEL_DAYS_SHOWN_COUNT

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One comparison that counts: the newest of its day and kind. `unexplained` is a part of `differences`."""

    id: int
    channel_id: int
    about: str
    day: date
    file_name: str
    compared: int
    differences: int
    unexplained: int
    created_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class DifferenceFacts:
    """One difference with its explanation, if any."""

    id: int
    day_id: int
    channel_id: int
    day: date
    kind: str
    key: str
    rows: Sequence[int]
    told: Json | None
    ours: Json | None
    order_id: int | None
    sku_id: int | None
    reason: str
    explained_by: str


def days_of(actor: Actor, channel_id: int) -> list[DayFacts]:
    """The newest days first; of a day that was compared twice the newest comparison."""
    require(actor, "channels.view", company_id=channel(actor, channel_id).company_id)
    newest = ParallelDay.objects.filter(
        channel_id=channel_id, about=OuterRef("about"), day=OuterRef("day")
    ).order_by("-id")
    rows = ParallelDay.objects.filter(channel_id=channel_id, pk=Subquery(newest.values("pk")[:1]))
    return [_day(row) for row in _counted(rows).order_by("-day", "about")[: 2 * PARALLEL_DAYS_SHOWN_COUNT]]


def day_of(actor: Actor, channel_id: int, day_id: int) -> DayFacts:
    """One comparison. Raises NotFound, also for one of another channel."""
    require(actor, "channels.view", company_id=channel(actor, channel_id).company_id)
    row = _counted(ParallelDay.objects.filter(channel_id=channel_id, pk=day_id)).first()
    if row is None:
        raise NotFound(verb="channels.view", way=actor.way, who=who_may("channels.view"))
    return _day(row)


def trend_of(days: Sequence[DayFacts]) -> tuple[tuple[date, ...], bool]:
    """The days in a row without an unexplained difference, newest first, and whether they are enough to take over."""
    by_day: dict[date, Compared] = {}
    for one in days:
        had = by_day.get(one.day, Compared(one.day, 0, 0))
        orders = one.compared if one.about == "orders" else 0
        by_day[one.day] = Compared(one.day, had.unexplained + one.unexplained, had.orders + orders)
    clean = clean_days([by_day[day] for day in sorted(by_day, reverse=True)])
    return clean, len(clean) >= PARALLEL_CLEAN_DAYS_COUNT


def differences_of(
    actor: Actor, channel_id: int, day_id: int, *, kind: str = "", after: int = 0, rows: int
) -> tuple[list[DifferenceFacts], Mapping[str, int]]:
    """A page of one comparison's differences, and how many of each kind there are."""
    require(actor, "channels.view", company_id=channel(actor, channel_id).company_id)
    mine = Difference.objects.filter(parallel_day_id=day_id, parallel_day__channel_id=channel_id)
    counts = dict(mine.values_list("kind").annotate(found=Count("id")).order_by())
    page = mine.filter(kind=kind) if kind else mine
    return [_difference(row) for row in _explained(page.filter(pk__gt=after)).order_by("id")[:rows]], counts


def difference_of(actor: Actor, channel_id: int, difference_id: int) -> DifferenceFacts:
    """One difference. Raises NotFound, also for one of another channel."""
    require(actor, "channels.view", company_id=channel(actor, channel_id).company_id)
    mine = Difference.objects.filter(pk=difference_id, parallel_day__channel_id=channel_id)
    row = _explained(mine).first()
    if row is None:
        raise NotFound(verb="channels.view", way=actor.way, who=who_may("channels.view"))
    return _difference(row)


def _explanation() -> QuerySet[Explanation]:
    return Explanation.objects.filter(
        channel_id=OuterRef("parallel_day__channel_id"), fingerprint=OuterRef("fingerprint")
    )


def _counted(rows: QuerySet[ParallelDay]) -> Any:
    mine = Difference.objects.filter(parallel_day=OuterRef("pk")).order_by().values("parallel_day")
    open_ = mine.filter(~Exists(_explanation()))
    return rows.annotate(
        differences_=Subquery(mine.annotate(found=Count("id")).values("found")),
        unexplained_=Subquery(open_.annotate(found=Count("id")).values("found")),
        maker=F("made_by__name"),
    )


def _explained(rows: QuerySet[Difference]) -> Any:
    return rows.select_related("parallel_day").annotate(
        reason_=Subquery(_explanation().values("reason")[:1]),
        explainer=Subquery(_explanation().values("made_by__name")[:1]),
    )


def _day(row: Any) -> DayFacts:
    return DayFacts(
        int(row.pk), int(row.channel_id), row.about, row.day, row.file_name, row.compared,
        row.differences_ or 0, row.unexplained_ or 0, row.created_at, row.maker or "",
    )  # fmt: skip


def _difference(row: Any) -> DifferenceFacts:
    return DifferenceFacts(
        int(row.pk), int(row.parallel_day_id), int(row.parallel_day.channel_id), row.parallel_day.day, row.kind,
        row.key, row.rows, row.told, row.ours, row.order_id, row.sku_id, row.reason_ or "", row.explainer or "",
    )  # fmt: skip
