"""The rows of Today's cards: groups with when they are due, SKUs that open orders wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may
from opsroom.insight.metrics.board import running_short
from opsroom.insight.metrics.headline import Group
from opsroom.interfaces.web import wording
from opsroom.interfaces.web.parts import Due
from opsroom.interfaces.web.shell import stands
from opsroom.interfaces.web.today.links import WORK_PLACES, link, work_place
from opsroom.kernel.values.actor import Actor

SHORT_ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as drawn: its list, its act's page, when the first of it must leave."""

    group: Group
    href: str
    work: str
    act: str
    due: Due | None
    drawer: bool


def group_rows(actor: Actor, groups: Sequence[Group], now: datetime) -> list[GroupRow]:
    """Groups in their given order; whoever may not do the act is offered the list instead."""
    rows = []
    for group in groups:
        work = work_place(actor, group.view)
        has_page = work is not None or group.view not in WORK_PLACES
        rows.append(
            GroupRow(
                group,
                link(group.view),
                work or link(group.view),
                group.act if has_page else "Look",
                due_of(group.first_due, now),
                work == "/today/release",
            )
        )
    return rows


def due_of(at: datetime | None, now: datetime) -> Due | None:
    """When the first must leave, in words: "2 h late", "by 17:00", "Tue 24 Nov"."""
    if at is None:
        return None
    if at < now:
        return Due(text=f"{wording.span(now - at)} late", tone="bad", exact=at)
    day, today = timezone.localtime(at).date(), timezone.localtime(now).date()
    if day == today:
        return Due(text=f"by {wording.clock(at)}", tone="warn", exact=at)
    if day == today + timedelta(days=1):
        return Due(text="tomorrow", exact=at)
    return Due(text=wording.day(at, today), exact=at)


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A SKU that lacks, with the page of the item and the list of the orders that wait for it."""

    code: str
    name: str
    pieces: str
    orders: str
    item_href: str
    orders_href: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class ShortCard:
    """The first SKUs, and how many more there are."""

    rows: Sequence[ShortRow]
    total: int
    more: int


def short_rows(actor: Actor, company: CompanyFacts) -> ShortCard | None:
    """None when nothing lacks, or when this person does not look after stock."""
    if not may(actor, "warehouse.view"):
        return None
    found, total = running_short(actor, company.id, rows=SHORT_ROWS_SHOWN)
    if not found:
        return None
    now = timezone.now()
    rows = []
    for one in found:
        waiting = f"/orders?{urlencode({'view': 'open', 'lacks': one.sku_id})}"
        item = f"/stock/{one.sku_id}"
        rows.append(
            ShortRow(
                code=one.code,
                name=one.name,
                pieces=wording.counted(one.pieces, "piece"),
                orders=wording.counted(one.orders, "order"),
                item_href=item if stands(item) else waiting,
                orders_href=waiting,
                due=due_of(one.first_due, now),
            )
        )
    return ShortCard(rows, total, total - len(rows))
