"""Draws Today from the board's counts; every number on it opens to the list it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.metrics import board, flow, headline
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.charts.spark import spark
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.handover.write import waiting_alerts
from opsroom.interfaces.web.parts import Action, Alert, Blank, Head, Tile, Tiles
from opsroom.interfaces.web.shell import COUNTS
from opsroom.interfaces.web.talk.mentions import unread
from opsroom.interfaces.web.today.cards import group_rows, short_rows
from opsroom.interfaces.web.today.first_run import first_run
from opsroom.interfaces.web.today.flow_map import flow_map
from opsroom.interfaces.web.today.links import FLOOR_HREF, link
from opsroom.interfaces.web.today.progress import progress
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor

SPARK_DAYS = 14
SPARK_BUSY_DAYS_MIN = 3  # fewer days with anything on them make no history, only a spike


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The whole page, and the same again when the live stream asks for it."""
    actor, company = actor_of(request), company_of_request(request)
    called = [_called(actor), *waiting_alerts(actor)]
    if company is None or not may(actor, "orders.view"):
        return render(request, "today/page.html", {"head": _nothing(company), "called": called})
    now = datetime.now(UTC)
    counts = board.order_counts(actor, now=now, time_zone=company.timezone, ended=("shipped_today",))
    setattr(request, COUNTS, counts)  # the side bar shows these very numbers
    if not counts["open"] and not board.has_orders(actor):
        steps = first_run(actor, company)
        # Whoever moves in has files under way before the first order is open.
        given = {"head": _welcome(company), "steps": steps, "called": called, "work": progress(actor)}
        return render(request, "today/page.html", given)
    stages = flow.stages(actor, counts, now=now, time_zone=company.timezone)
    due = board.first_due(actor, headline.GROUP_VIEWS, now=now, time_zone=company.timezone)
    return render(
        request,
        "today/page.html",
        {
            "head": _head(actor, counts, stages, now),
            "called": called,
            "tiles": _tiles(actor, company, counts, now),
            "groups": group_rows(actor, headline.groups(counts, due), now),
            "all_href": link("open"),
            "short": short_rows(actor, company),
            "map": flow_map(actor, stages, now),
            "worst": next((s for s in stages if s.bottleneck), None),
            "work": progress(actor),
            "calm": Blank(
                title="Nothing needs you now.",
                text=f"Checked at {timezone.localtime(now):%H:%M}. New orders appear here by themselves.",
                icon="circle-check",
                tone="ok",
            ),
        },
    )


def _head(actor: Actor, counts: dict[str, int], stages: list[flow.Stage], now: datetime) -> Head:
    actions = []
    if counts["ready"] and may(actor, "orders.release"):
        label = f"Release {counts['ready']:,} ready"
        actions.append(
            Action(label=label, href="/today/release", icon="play", look="pri", keep=True, drawer=True)
        )
    if may(actor, "imports.upload"):
        actions.append(Action(label="Import orders", href="/import", icon="upload", desk_only=True))
    title = format_html(
        '<a href="{}">{}</a>', link(headline.headline_view(counts)), headline.headline(counts, stages)
    )
    return Head(eyebrow=_eyebrow(actor, now), title=title, lead=_lead(counts), actions=actions)


def _called(actor: Actor) -> Alert | None:
    """That colleagues wait for this person's word; the number is the length of the list it opens."""
    waiting = len(unread(actor))
    if not waiting:
        return None
    return Alert(
        strong=f"{counted(waiting, 'mention')}.",
        text="Colleagues wait for your word.",
        icon="at-sign",
        actions=(Action(label="Read", href="/mentions", small=True),),
    )


def _lead(counts: dict[str, int]) -> SafeString:
    return format_html_join(
        " · ",
        '<a href="{}">{} {}</a>',
        ((link(view), number, text) for view, number, text in headline.lead(counts)),
    )


def _eyebrow(actor: Actor, now: datetime) -> str:
    """The day, and the next carrier cut-off of the first site."""
    said = date_format(timezone.localtime(now), "l j F")
    site = warehouse.sites(actor).first() if may(actor, "warehouse.view") else None
    if site is None:
        return said
    clock = warehouse.site_clock(int(site.pk))
    cut_off = clock.calendar.next_cut_off("", "", now)
    minutes = int((cut_off - now).total_seconds() // 60)
    left = (
        f"in {minutes // 60} h {minutes % 60} min"
        if minutes < 24 * 60
        else date_format(timezone.localtime(cut_off), "l j F")
    )
    return f"{said} · next cut-off {timezone.localtime(cut_off):%H:%M} ({left})"


def _tiles(actor: Actor, company: CompanyFacts, counts: dict[str, int], now: datetime) -> Tiles:
    days = flow.past_days(actor, now=now, time_zone=company.timezone, days=SPARK_DAYS)
    worked = _busy(day.shipped for day in days)
    hour = f"at this hour of the last {SPARK_DAYS} days"

    def tile(view: str, name: str, sub: str, tone: str = "", line: SafeString | None = None) -> Tile:
        return Tile(
            name=name,
            value=f"{counts[view]:,}",
            href=link(view),
            sub=sub,
            tone=tone if counts[view] else "",  # type: ignore[arg-type]
            spark=line or conditional_escape(""),
        )

    def line(kind: str, values: list[int], drawn: bool) -> SafeString | None:
        return spark([float(n) for n in values], label=f"{kind} {hour}") if drawn else None

    late, held = [day.late for day in days], [day.held for day in days]
    return Tiles(
        columns=6,
        tiles=(
            tile("late", "Late", "past ship-by", "bad", line("Late", late, worked)),
            tile("due", "Due today", "before midnight", "", line("Still due", [d.due for d in days], worked)),
            tile("ready", "Ready to release", "paid and allocated"),
            Tile(
                name="On the floor",
                value=f"{board.on_the_floor(counts):,}",
                href=FLOOR_HREF,
                sub="released to packed",
            ),
            tile("on_hold", "On hold", "wait for a decision", "warn", line("On hold", held, _busy(held))),
            tile(
                "shipped_today",
                "Shipped today",
                f"last {SPARK_DAYS} days" if worked else "left our hands",
                "",
                spark([float(day.shipped) for day in days]) if worked else None,
            ),
        ),
    )


def _busy(values: Iterable[int]) -> bool:
    """Whether enough days have anything on them to be a history."""
    return sum(1 for n in values if n) >= SPARK_BUSY_DAYS_MIN


def _nothing(company: CompanyFacts | None) -> Head:
    if company is None:
        return Head(title="You belong to no shop yet.", lead="Ask an administrator to give you a role.")
    return Head(
        title="There is nothing here for your role.", lead="The places you may open stand at the side."
    )


def _welcome(company: CompanyFacts) -> Head:
    return Head(
        eyebrow=company.name,
        title="No order is open.",
        lead="Five steps lead to the first shipped order. This page then fills itself.",
    )
