"""A wave's page: print, bring tracking back, mark shipped, each with its dry run; refuses nothing in silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import may
from opsroom.domains.fulfilment.actions.import_tracking import TrackingSet, import_tracking
from opsroom.domains.fulfilment.actions.take_over_wave import take_over_wave
from opsroom.domains.fulfilment.queries.floor import WaveFacts, of_wave, orders_of_floor
from opsroom.domains.fulfilment.queries.floor import wave as wave_of
from opsroom.domains.fulfilment.rules import read_tracking
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.fulfil.floor import STATE_WORDS
from opsroom.interfaces.web.fulfil.tables import sending_table
from opsroom.interfaces.web.parts import Action, Alert, Crumb, Fact, Field, Head, Status, Strip
from opsroom.interfaces.web.wording import counted, deadline, moment
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BODY_BYTES_MAX
from opsroom.workflows.ship_orders import NotShipped, judge_shipping, ship_orders
from opsroom.workflows.take_back_orders import take_back_orders

FIRST = 5  # numbers named before the rest is counted
SAMPLE = "SH-1001  00340434123456789012"


@require_safe
def wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The page; nothing on it changes by looking."""
    return _page(request, wave_id)


def _page(
    request: HttpRequest, wave_id: int, *, problems: Sequence[str] = (), pasted: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    facts = wave_of(actor, wave_id)
    rows = of_wave(actor, wave_id)
    heads = orders_of_floor(actor).filter(wave_id=wave_id).exclude(state__in=["cancelled", "shipped"])
    fit, stay = judge_shipping(list(heads.select_related("order").order_by("id")), facts.profile)
    untold = sum(1 for row in rows if not row.tracking and row.state != "shipped")
    site = facts.site_id
    context: dict[str, object] = {
        "wave": facts,
        "head": _head(actor, facts),
        "strip": _strip(facts, actor),
        "table": sending_table("Orders of this wave", rows, tracking=True, link=facts.profile != "paper"),
        "may_print": may(actor, "fulfilment.print", site_id=site),
        "may_export": may(actor, "fulfilment.export", site_id=site),
        "may_ship": may(actor, "fulfilment.ship", site_id=site),
        "fit": len(fit),
        "ship_says": _ship_says(len(fit), stay, untold),
        "stay": _together(stay),
        "ship_first": facts.stops_done >= facts.stops
        if facts.profile == "full"
        else facts.printed_at is not None,
        "field": Field(
            name="rows",
            label="Paste the list, or scan number and tracking line by line",
            kind="textarea",
            value=pasted,
            placeholder=SAMPLE,
            help="Order, fulfilment or parcel number, then the tracking number. A CSV with heads works too.",
        ),
        "file": Field(
            name="file", label="Or a CSV file of the carrier's tool", kind="file", accept=".csv,.txt"
        ),
        "problems": problems,
        "untold": untold,
        "alert": _stopped(rows),
    }
    return render(request, "fulfil/wave.html", context, status=422 if problems else 200)


def _head(actor: Actor, wave: WaveFacts) -> Head:
    actions = []
    mine = may(actor, "fulfilment.pick", site_id=wave.site_id)
    if wave.profile == "full" and not wave.over and mine:
        if wave.owner_id not in (None, actor.user_id) and wave.state == "picking":
            actions.append(
                Action(
                    label="Take over", post=reverse("wave-take-over", args=[wave.id]), icon="user-round-check"
                )
            )
        pick = reverse("pick", args=[wave.id])
        look: Literal["", "pri"] = "pri" if wave.stops_done < wave.stops else ""
        actions.append(Action(label="Pick", href=pick, look=look, icon="scan-barcode", key="p", keep=True))
    title = f"{wave.number}: {wave.shipped} of {counted(wave.orders, 'order')} shipped."
    if wave.profile == "full" and wave.stops_done < wave.stops:
        title = f"{wave.number}: {wave.stops_done} of {counted(wave.stops, 'stop')} done."
    crumbs = (Crumb(text="Fulfil", href="/fulfil"), Crumb(text=wave.number))
    return Head(title=title, crumbs=crumbs, lead=f"{wave.site}. Goods lie in walking order.", actions=actions)


def _strip(wave: WaveFacts, actor: Actor) -> Strip:
    now = timezone.now()
    late = bool(not wave.over and wave.due_at and wave.due_at < now)
    text, tone = STATE_WORDS[wave.state]
    owner = (
        "nobody yet"
        if wave.owner_id is None
        else "you"
        if wave.owner_id == actor.user_id
        else "somebody else"
    )
    return Strip(
        facts=[
            Fact(key="State", status=Status(text=text, tone=tone), sub=f"owner: {owner}"),  # type: ignore[arg-type]
            Fact(
                key="Ship by",
                value=deadline(wave.due_at, now, still_open=False),
                sub="late, the earliest in this wave" if late else "earliest in this wave",
                tone="bad" if late else "",
            ),
            Fact(
                key="Picked",
                value=f"{wave.picked} of {wave.orders}",
                sub=f"{wave.stops_done} of {wave.stops} stops",
            ),
            Fact(key="Packed", value=f"{wave.packed} of {wave.orders}"),
            Fact(
                key="Printed", value=moment(wave.printed_at, timezone.localdate()), sub="pick list and slips"
            ),
        ]
    )


def _ship_says(fit: int, stay: Sequence[NotShipped], untold: int) -> str:
    says = f"{counted(fit, 'order')} will be marked shipped{f'; {len(stay)} will stay' if stay else ''}."
    return f"{says} {untold} have no tracking number." if untold and fit else says


def _together(stay: Sequence[NotShipped]) -> list[dict[str, object]]:
    """The same reason said once, with the orders it holds back: the first by number, the others counted."""
    found: dict[str, list[str]] = {}
    for one in stay:
        found.setdefault(one.why, []).append(one.number)
    return [
        {
            "why": why,
            "count": len(numbers),
            "first": ", ".join(numbers[:FIRST]),
            "more": max(0, len(numbers) - FIRST),
        }
        for why, numbers in found.items()
    ]


def _stopped(rows: Sequence[object]) -> Alert | None:
    held = [row for row in rows if getattr(row, "stopped", False) and getattr(row, "state", "") != "shipped"]
    if not held:
        return None
    names = ", ".join(str(getattr(row, "order", "")) for row in held[:3])
    return Alert(
        strong=f"{counted(len(held), 'order')} held or changed since release: {names}.",
        text="Put the goods back; they will not ship with this wave.",
        tone="bad",
        actions=[
            Action(label=f"Take {getattr(row, 'order', '')} back", small=True,
                   post=reverse("take-back", args=[getattr(row, "order_id", 0)]))
            for row in held[:3]
        ],
    )  # fmt: skip


@require_POST
def tracking(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Takes a pasted list or a CSV file; good rows are kept, bad ones come back with their sentence."""
    actor = actor_of(request)
    wave_of(actor, wave_id)
    text = request.POST.get("rows", "")
    if (file := request.FILES.get("file")) is not None:
        text = file.read(BODY_BYTES_MAX).decode("utf-8-sig", "replace")
    rows, unread = read_tracking(text)
    done = import_tracking(actor, company_of(actor).id, wave_id, rows) if rows else TrackingSet(0, 0, ())
    problems = [*unread, *done.problems]
    if not rows and not unread:
        problems = ["The list is empty. Paste rows, or choose a file."]
    if done.changed or done.same:
        same = f" {done.same} stood there already." if done.same else ""
        messages.info(request, f"{counted(done.changed, 'tracking number')} saved.{same}")
    if problems:
        return _page(request, wave_id, problems=problems, pasted=text)
    return HttpResponseRedirect(reverse("wave", args=[wave_id]))


@require_POST
def ship(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Ships what may leave of this wave."""
    actor = actor_of(request)
    facts = wave_of(actor, wave_id)
    ids = [row.id for row in of_wave(actor, wave_id) if row.state != "shipped"]
    done = ship_orders(actor, company_of(actor).id, facts.site_id, ids)
    messages.info(request, f"{counted(len(done.fulfilment_order_ids), 'order')} marked shipped.")
    for stayed in done.skipped:
        messages.warning(request, f"{stayed.number}: {stayed.why}")
    return HttpResponseRedirect(reverse("wave", args=[wave_id]))


@require_POST
def take_over(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The wave is mine now."""
    actor = actor_of(request)
    facts = wave_of(actor, wave_id)
    take_over_wave(actor, company_of(actor).id, wave_id)
    messages.info(request, f"{facts.number} is yours now.")
    return _back(request, reverse("pick", args=[wave_id]))


@require_POST
def take_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """The order leaves the floor; its goods are put back and stay set aside for it."""
    actor = actor_of(request)
    waves = list(orders_of_floor(actor).filter(order_id=order_id).values_list("wave_id", flat=True))
    done = take_back_orders(actor, company_of(actor).id, [order_id] if waves else [], reason="taken back")
    carry = sum(one.pieces for one in done.put_back)
    text = f"Taken back. Put {counted(carry, 'piece')} back into the bins." if carry else "Taken back."
    messages.info(request, text if done.order_ids else "It was not on the floor any more.")
    return _back(request, reverse("wave", args=[waves[-1]]) if waves and waves[-1] else reverse("fulfil"))


def _back(request: HttpRequest, where: str) -> HttpResponse:
    """On to a page, whether htmx or a plain form asked."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = where
        return answer
    return HttpResponseRedirect(where)
