"""The parallel run of a channel: its days, what differs, why, and what a take-over would do; only reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.rules import may
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.parallel_rules import KINDS, REASONS
from opsroom.domains.channels.queries import ChannelFacts, DayFacts, DifferenceFacts
from opsroom.domains.orders import heard
from opsroom.insight.lists.cut_over import left_by_old_tool
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.channels.accounts import channel_or_404, company_or_404
from opsroom.interfaces.web.exports import Line, Sheet, export_action, give_out
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Crumb, Field, Head, Status
from opsroom.interfaces.web.parts_list import Cell, Column, Pager, Row, Table, View, Views
from opsroom.interfaces.web.wording import counted, money, quantity
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.limits import (
    COMPARE_BYTES_MAX,
    EXPORT_ROWS_MAX,
    PAGE_ROWS_USUAL,
    PARALLEL_CLEAN_DAYS_COUNT,
)
from opsroom.workflows.take_over_channel import preview

Json = dict[str, Any]
WORDS: Final[dict[str, tuple[str, str]]] = {
    "only_there": (
        "Only in the old tool",
        "We do not have this order: its import is missing, or it was left out.",
    ),
    "only_here": (
        "Only here",
        "The old tool's file does not name it, though it was placed in the file's days.",
    ),
    "total": ("Other total", "The old tool charges another sum."),
    "lines": ("Other lines", "Goods or pieces differ."),
    "state": ("Other state", "One side says it has left or was cancelled, the other does not."),
    "stock": ("Other stock", "What can be sold differs."),
    "stock_unknown": ("Code not known here", "The old tool has stock of a code that we do not know."),
}
BETWEEN: Final = Alert(
    strong="A take-over or its step back stopped halfway: some orders are live already, others still only listen.",
    text="Press Take over to make the rest live, or One step back to let all of them only listen again.",
    tone="bad",
)
STATES: Final = {"open": "open", "part_shipped": "part shipped", "shipped": "done", "cancelled": "cancelled"}


def crumbs(found: ChannelFacts, *, deep: bool = False) -> list[Crumb]:
    """The way to a page of the run."""
    way = [Crumb(text="Channels", href="/channels"), Crumb(text=found.name, href=f"/channels/{found.id}")]
    return [*way, Crumb(text="Parallel run", href=f"/channels/{found.id}/parallel")] if deep else way


@require_safe
def parallel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """/channels/<id>/parallel: how the days went, and the file of today."""
    actor = actor_of(request)
    found = channel_or_404(actor, company_or_404(request).id, channel_id)
    days = channels.days_of(actor, channel_id)
    clean, ready = channels.trend_of(days)
    rules = may(actor, "channels.take_over")
    between = found.listening and heard.half_turned(found.company_id, found.id)
    acts: list[Action] = []
    base = f"/channels/{channel_id}/parallel"
    if rules and found.listening:
        acts = [Action(label="Take over", href=f"{base}/take-over", look="pri" if ready else "", keep=True)]
    context = {
        "head": Head(
            crumbs=crumbs(found), title=_title(found, days, len(clean)), lead=_lead(found), actions=acts
        ),
        "channel": found,
        "ready": BETWEEN
        if between
        else Alert(
            strong=f"{counted(len(clean), 'day')} in a row without a difference: ready to take over.",
            text=f"{_days_words(clean)} Look once more at what a take-over would do, then press it.",
            tone="ok",
        )
        if ready and found.listening
        else None,
        "may_start": rules and not found.listening and found.taken_over_at is None,
        "may_back": rules and (between or found.taken_over_at is not None),
        "may_compare": may(actor, "imports.upload"),
        "most_mb": COMPARE_BYTES_MAX // 1024**2,
        "day": Field(
            name="day",
            label="For the day",
            kind="date",
            value=timezone.localdate().isoformat(),
            required=True,
        ),
        "table": _days(days, base),
    }
    return render(request, "channels/parallel.html", context)


def _title(found: ChannelFacts, days: list[DayFacts], clean: int) -> str:
    if found.taken_over_at is not None:
        return f"{found.name} was taken over"
    if not found.listening:
        return "Run beside the old tool first"
    if not days:
        return f"{found.name} listens; nothing is compared yet"
    newest = [one for one in days if one.day == days[0].day]
    left = sum(one.unexplained for one in newest)
    if left:
        return f"{counted(left, 'difference')} to explain on {newest[0].day:%-d %B}"
    return f"{counted(clean, 'day')} in a row without a difference"


def _days_words(clean: Sequence[date]) -> str:
    """Which days count, the oldest first, so that nobody takes an old day for yesterday."""
    newest = sorted(clean)[-PARALLEL_CLEAN_DAYS_COUNT:]
    named = ", ".join(f"{day:%-d %B}" for day in newest)
    return (
        f"Orders were compared on {named} and nothing is left to explain. "
        "Days without compared orders do not count."
    )


def _lead(found: ChannelFacts) -> str:
    if found.taken_over_at is not None:
        when = moment_words(found.taken_over_at, timezone.localdate())
        return (
            f"Taken over {when}. Its orders are live: they take stock and are shipped and invoiced from here."
        )
    if not found.listening:
        return (
            "While a channel only listens its orders come in by file, and nothing is set aside, shipped, invoiced or "
            "told. Each day the old tool's export shows whether both say the same."
        )
    since = moment_words(found.listens_since, timezone.localdate()) if found.listens_since else ""
    return f"Listens only, since {since}: nothing is set aside, shipped, invoiced or told."


def _days(days: list[DayFacts], base: str) -> Table:
    return Table(
        label="Days compared",
        columns=[
            Column(name="Day", phone="1"),
            Column(name="Compared", phone="2"),
            Column(name="Differences", number=True, label="Differences", phone="2"),
            Column(name="To explain", phone="1 end"),
            Column(name="File", phone="3", label="File"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=f"{one.day:%a %-d %b %Y}", href=f"{base}/{one.id}"),
                    Cell(text=counted(one.compared, "order" if one.about == "orders" else "SKU")),
                    Cell(text=quantity(one.differences)),
                    Cell(
                        part=Status(text=f"{quantity(one.unexplained)} to explain", tone="bad")
                        if one.unexplained
                        else Status(text="None", tone="ok")
                    ),
                    Cell(text=one.file_name, note=f"by {one.made_by}" if one.made_by else ""),
                ]
            )
            for one in days
        ],
        empty=Blank(
            title="No day is compared yet.",
            text="Export the old tool's orders, or its stock, and bring the file here each day.",
            icon="scale",
        ),
    )


@require_safe
def parallel_day(request: HttpRequest, channel_id: int, day_id: int) -> HttpResponse:
    """/channels/<id>/parallel/<day>?kind=total&after=<id>: the differences of one comparison."""
    actor = actor_of(request)
    found = channel_or_404(actor, company_or_404(request).id, channel_id)
    day = channels.day_of(actor, channel_id, day_id)
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    told = request.GET.get("after", "")
    after = int(told) if told.isdecimal() and len(told) < 19 else 0
    page, counts = channels.differences_of(
        actor, channel_id, day_id, kind=kind, after=after, rows=PAGE_ROWS_USUAL + 1
    )
    rows = page[:PAGE_ROWS_USUAL]
    base = f"/channels/{channel_id}/parallel/{day_id}"
    views = [View(name="All", href=base, count=sum(counts.values()), current=not kind)]
    views += [
        View(name=WORDS[one][0], href=f"{base}?kind={one}", count=counts[one], current=one == kind)
        for one in KINDS
        if counts.get(one)
    ]
    what = "order" if day.about == "orders" else "SKU"
    more = f"{base}?kind={kind}&after={rows[-1].id}" if len(page) > len(rows) else ""
    context = {
        "head": Head(
            crumbs=crumbs(found, deep=True),
            title=f"{counted(day.unexplained, 'difference')} to explain"
            if day.unexplained
            else "Both say the same",
            lead=f"{day.day:%A %-d %B %Y}, {counted(day.compared, what)} compared, {day.file_name}.",
            actions=export_action(actor, f"{base}/export"),
        ),
        "views": Views(views=views, label="Kinds of difference"),
        "table": _table(rows, channel_id),
        "pager": Pager(first=1, last=len(rows), total=None, after=more) if more else None,
    }
    return render(request, "channels/parallel_day.html", context)


def _table(rows: list[DifferenceFacts], channel_id: int) -> Table:
    return Table(
        label="Differences",
        columns=[
            Column(name="Order or SKU", phone="1"),
            Column(name="What differs", phone="1 end"),
            Column(name="Old tool", label="Old tool", phone="2"),
            Column(name="Here", label="Here", phone="2"),
            Column(name="Explained", phone="3"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(
                        text=one.key, href=f"/channels/{channel_id}/parallel/difference/{one.id}", mono=True
                    ),
                    Cell(text=WORDS[one.kind][0]),
                    Cell(text=side(one.told, one.kind)),
                    Cell(text=side(one.ours, one.kind)),
                    Cell(
                        part=Status(text=REASONS[one.reason], tone="ok")
                        if one.reason
                        else Status(text="To explain", tone="warn"),
                        note=f"by {one.explained_by}" if one.explained_by else "",
                    ),
                ]
            )
            for one in rows
        ],
        empty=Blank(title="Nothing differs.", icon="circle-check", tone="ok"),
    )


def side(said: Json | None, kind: str) -> str:
    """What one side says of it, in a few words."""
    if said is None:
        return "not there"
    if "figure" in said:
        since = said.get("ordered_since")
        return f"{said['figure']}" + (f", {since} ordered since" if since else "")
    if kind == "state":
        return STATES[said["state"]]
    if kind == "lines":
        return ", ".join(f"{pieces} × {code}" for code, pieces in said["pieces"].items()) or "no goods"
    return money(said["total_minor"], said["currency"])


@require_safe
def difference(request: HttpRequest, channel_id: int, difference_id: int) -> HttpResponse:
    """/channels/<id>/parallel/difference/<id>: both sides line by line, with the rows of the file."""
    actor = actor_of(request)
    found = channel_or_404(actor, company_or_404(request).id, channel_id)
    one = channels.difference_of(actor, channel_id, difference_id)
    title, why = WORDS[one.kind]
    rows = f" Line {', '.join(str(row) for row in one.rows)} of the file." if one.rows else ""
    choices = [Choice(value="", text="Not explained")]
    choices += [Choice(value=code, text=words) for code, words in REASONS.items()]
    here = f"/orders/{one.order_id}" if one.order_id else f"/stock/{one.sku_id}" if one.sku_id else ""
    context = {
        "head": Head(
            crumbs=[*crumbs(found, deep=True), Crumb(text=f"{one.day:%-d %b}", href=f"../{one.day_id}")],
            title=f"{one.key}: {title[0].lower()}{title[1:]}",
            lead=why + rows,
            actions=[Action(label="See it here", href=here, keep=True)] if here else [],
        ),
        "table": _both(one),
        "one": one,
        "channel": found,
        "reason": Field(name="reason", label="Why it is none to worry about", kind="select", choices=choices,
                        value=one.reason, help="It stays explained on later days, as long as both sides say the same."),
        "may_explain": may(actor, "imports.upload"),
    }  # fmt: skip
    return render(request, "channels/difference.html", context)


def _both(one: DifferenceFacts) -> Table:
    """One row a fact: what the old tool says, what we say."""
    facts: list[tuple[str, str, str]] = []
    told, ours = one.told or {}, one.ours or {}
    if "figure" in told or "figure" in ours:
        facts = [("Can be sold", side(one.told, one.kind), side(one.ours, one.kind))]
    else:
        facts = [
            (name, side(one.told, kind), side(one.ours, kind))
            for name, kind in (("Total", ""), ("State", "state"))
        ]
        codes = sorted({*told.get("pieces", {}), *ours.get("pieces", {})})
        facts += [
            (code, *(str(said.get("pieces", {}).get(code, 0)) if said else "not there" for said in (told, ours)))
            for code in codes
        ]  # fmt: skip
    return Table(
        label="Both sides",
        columns=[Column(name="What", phone="1"), Column(name="Old tool", label="Old tool", phone="2"),
                 Column(name="Here", label="Here", phone="2"), Column(name="Difference", phone="1 end")],
        rows=[
            Row(cells=[Cell(text=name), Cell(text=a), Cell(text=b),
                       Cell(part=Status(text="Differs", tone="bad") if a != b else Status(text="Same", tone="ok"))])
            for name, a, b in facts
        ],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def export_day(request: HttpRequest, channel_id: int, day_id: int) -> HttpResponse:
    """The whole list of one comparison as CSV or XLSX; no person stands in it."""
    actor = actor_of(request)
    found = channel_or_404(actor, company_or_404(request).id, channel_id)
    day = channels.day_of(actor, channel_id, day_id)
    rows, _ = channels.differences_of(actor, channel_id, day_id, rows=EXPORT_ROWS_MAX)
    return give_out(
        request, Sheet(f"differences-{found.code}-{day.day}", "difference", len(rows), lambda: _lines(rows))
    )


def _lines(rows: list[DifferenceFacts]) -> Any:
    titles: Line = ("Day", "Kind", "Order or SKU", "Line in the file", "Old tool", "Here", "Explained", "By")
    yield titles
    for one in rows:
        where = ", ".join(str(row) for row in one.rows)
        said = (
            side(one.told, one.kind),
            side(one.ours, one.kind),
            REASONS.get(one.reason, ""),
            one.explained_by,
        )
        yield (one.day.isoformat(), WORDS[one.kind][0], one.key, where, *said)


@require_safe
def take_over_page(request: HttpRequest, channel_id: int) -> HttpResponse:
    """/channels/<id>/parallel/take-over: what it would do, before anybody presses it."""
    actor = actor_of(request)
    found = channel_or_404(actor, company_or_404(request).id, channel_id)
    seen = preview(actor, channel_id)
    pieces, skus = left_by_old_tool(actor, channel_id)
    days = channels.days_of(actor, channel_id)
    clean, ready = channels.trend_of(days)
    context = {
        "head": Head(
            crumbs=crumbs(found, deep=True),
            title=f"Taking over makes {counted(seen.waiting, 'order')} live",
            lead="From then on its orders take stock and are shipped, invoiced and told from here. "
            "One step back is possible while nothing was shipped or invoiced.",
        ),
        "channel": found,
        "seen": seen,
        "warnings": _warnings(pieces, skus, clean, ready=ready),
        "may_take": may(actor, "channels.take_over") and found.listening,
    }
    return render(request, "channels/take_over.html", context)


def _warnings(pieces: int, skus: int, clean: Sequence[date], *, ready: bool) -> list[Alert]:
    found = []
    if not ready:
        found.append(
            Alert(
                strong=f"Only {counted(len(clean), 'day')} in a row without a difference."
                if clean
                else "No day was compared without a difference yet.",
                text=f"{PARALLEL_CLEAN_DAYS_COUNT} are usual: the last days on which orders were compared, one after "
                "another. You may take over all the same.",
                tone="warn",
            )
        )
    if pieces:
        found.append(
            Alert(
                strong=f"{counted(pieces, 'piece')} of {counted(skus, 'SKU')} left through the old tool.",
                text="They still stand in our stock. Import its stock file, or count, after its last shipment.",
                tone="warn",
            )
        )
    return found
