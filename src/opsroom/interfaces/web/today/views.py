"""Draws Today from the board's counts; every number on it opens to the list it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.metrics import board, flow, headline
from opsroom.insight.metrics.flow import Stage
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.charts.flow import Edge, Node
from opsroom.interfaces.web.charts.flow import flow as flow_wide
from opsroom.interfaces.web.charts.flow_tall import flow_tall
from opsroom.interfaces.web.charts.spark import spark
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Action, Blank, Head, Tile, Tiles
from opsroom.kernel.values.actor import Actor

SPARK_DAYS = 14
FLOW_DAYS = 7
# What a group's button opens: the list itself, or the place where the work is done.
WORK_PLACES = {"released": "/fulfil", "picked": "/fulfil", "packed": "/fulfil"}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The whole page, and the same again when the live stream asks for it."""
    actor, company = actor_of(request), company_of_request(request)
    if company is None or not may(actor, "orders.view"):
        return render(request, "today/page.html", {"head": _nothing(company), "blank": _blank(company)})
    now = datetime.now(UTC)
    counts = board.order_counts(actor, now=now, time_zone=company.timezone)
    stages = flow.stages(actor, counts, now=now, time_zone=company.timezone)
    groups = headline.groups(counts)
    return render(
        request,
        "today/page.html",
        {
            "head": _head(actor, company, counts, stages, now),
            "tiles": _tiles(actor, company, counts, now),
            "groups": [(group, WORK_PLACES.get(group.view) or link(group.view)) for group in groups],
            "all_href": link("open"),
            "map": _map(actor, stages, now),
            "worst": next((s for s in stages if s.bottleneck), None),
            "counts": counts,
            "empty": _blank(company) if not counts["all"] else None,
            "calm": Blank(
                title="Nothing needs you now.",
                text=f"Checked at {timezone.localtime(now):%H:%M}. New orders appear here by themselves.",
                icon="circle-check",
                tone="ok",
            ),
        },
    )


def link(view: str) -> str:
    """The list behind a number."""
    return f"/orders?{urlencode({'view': view})}"


def _head(
    actor: Actor, company: CompanyFacts, counts: dict[str, int], stages: list[Stage], now: datetime
) -> Head:
    actions = []
    if counts["ready"] and may(actor, "orders.release"):
        label = f"Release {counts['ready']:,} ready"
        actions.append(Action(label=label, href=link("ready"), icon="play", look="pri", keep=True))
    if may(actor, "imports.upload"):
        actions.append(Action(label="Import orders", href="/import", icon="upload", desk_only=True))
    return Head(
        eyebrow=_eyebrow(actor, now),
        title=headline.headline(counts, stages),
        lead=headline.lead(counts),
        actions=actions,
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
    days = flow.shipped_by_day(actor, since=now - timedelta(days=SPARK_DAYS), time_zone=company.timezone)
    last = timezone.localtime(now).date()
    shipped = [float(days.get(last - timedelta(days=back), 0)) for back in reversed(range(SPARK_DAYS))]
    waiting = counts["released"] + counts["picking"] + counts["picked"] + counts["packing"]
    return Tiles(
        columns=6,
        tiles=(
            Tile(
                name="Late",
                value=f"{counts['late']:,}",
                href=link("late"),
                sub="past ship-by",
                tone="bad" if counts["late"] else "",
            ),
            Tile(name="Due today", value=f"{counts['due']:,}", href=link("due"), sub="before midnight"),
            Tile(
                name="Ready to release",
                value=f"{counts['ready']:,}",
                href=link("ready"),
                sub="paid and allocated",
            ),
            Tile(name="On the floor", value=f"{waiting:,}", href="/fulfil", sub="released to packed"),
            Tile(
                name="On hold",
                value=f"{counts['on_hold']:,}",
                href=link("on_hold"),
                sub="wait for a decision",
                tone="warn" if counts["on_hold"] else "",
            ),
            Tile(
                name="Shipped today",
                value=f"{counts['shipped_today']:,}",
                href=link("shipped_today"),
                sub="last 14 days",
                spark=spark(shipped),
            ),
        ),
    )


def _map(actor: Actor, stages: list[Stage], now: datetime) -> dict[str, object]:
    ways = flow.ways(actor, since=now - timedelta(days=FLOW_DAYS))
    nodes = [
        Node(
            id=s.key,
            label=s.title,
            open=s.open,
            wait=s.wait_hours,
            target=None if s.aside else s.target_hours,
            lane=1 if s.aside else 0,
            href=link(s.key),
        )
        for s in stages
    ]
    edges = [Edge(a=a, b=b, n=n) for (a, b), n in ways.items()]
    # What waits aside hangs under the stage it would go on to.
    aside = [s.key for s in stages if s.aside]
    edges += [
        Edge(a=key, b=to, n=0)
        for key, to in zip(aside, ("released", "picking", "picked", "packing"), strict=True)
    ]
    label = "Order flow: open orders and median wait per stage."
    return {
        "wide": flow_wide(nodes, edges, label=label, span="in 7 days"),
        "tall": flow_tall(nodes, edges, label=label, span="in 7 days"),
    }


def _nothing(company: CompanyFacts | None) -> Head:
    return Head(title="Welcome to Opsroom." if company is None else "There is nothing here for your role.")


def _blank(company: CompanyFacts | None) -> Blank:
    return Blank(
        title="No orders yet.",
        text="Import your products, your stock and your open orders; this page fills itself from them.",
        icon="upload",
        actions=(Action(label="Import a file", href="/import", look="pri", icon="upload"),),
    )
