"""Fulfil's first page: waves, the bench, what waits for a carrier; and one field that takes any number anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import may
from opsroom.domains.fulfilment.queries.floor import (
    Sending,
    WaveFacts,
    at_bench,
    find_number,
    latest_waves,
    to_hand_over,
)
from opsroom.insight.metrics import board
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.charts.bars import segments
from opsroom.interfaces.web.fulfil.tables import due_of, sending_table
from opsroom.interfaces.web.parts import Action, Blank, Head, Part, Status
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.ship_orders import ship_orders

STATE_WORDS = {
    "open": ("Released", "info"),
    "picking": ("Picking", "info"),
    "picked": ("Picked", "info"),
    "done": ("Shipped", "ok"),
    "cancelled": ("Taken back", ""),
}


@dataclass(frozen=True, slots=True)
class WaveCard:
    """A wave as a card: its bar, its next act."""

    wave: WaveFacts
    status: Status
    bar: SafeString
    big: str
    word: str
    who: str
    act: Action
    due: Part | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """Packed orders of one delivery method at one site, ready to be handed over together."""

    site_id: int
    name: str
    rows: Sequence[Sending]


@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    """The whole page; its parts refetch it when something moves on the floor."""
    actor = actor_of(request)
    waves = latest_waves(actor)
    bench = at_bench(actor)
    packed = to_hand_over(actor)
    count = board.nav_counts(actor).get("fulfil", 0) if may(actor, "orders.view") else 0
    context: dict[str, object] = {
        "head": _head(actor, waves, bench, packed, count),
        "cards": [_card(actor, wave) for wave in waves],
        "bench": sending_table("Waiting at the bench", bench, link=may(actor, "fulfilment.pack"))
        if bench
        else None,
        "bench_count": counted(len(bench), "order"),
        "carriers": _carriers(packed),
        "may_ship": may_ship(actor),
        "blank": None if waves else _blank(actor),
    }
    return render(request, "fulfil/floor.html", context)


def may_ship(actor: Actor) -> bool:
    """Whether to offer shipping: people bound to sites may at theirs."""
    sites = [None] if actor.site_ids is None else sorted(actor.site_ids)
    return any(may(actor, "fulfilment.ship", site_id=site) for site in sites)


def _head(
    actor: Actor, waves: Sequence[WaveFacts], bench: Sequence[Sending], packed: Sequence[Sending], count: int
) -> Head:
    open_waves = [wave for wave in waves if not wave.over]
    title = f"{counted(count, 'order')} on the floor." if count else "Nothing is on the floor."
    lead = (
        f"{counted(len(open_waves), 'open wave')}, {len(bench)} to pack at the bench, "
        f"{len(packed)} packed and waiting for a carrier."
    )
    actions = [Action(label="Scan", href=reverse("fulfil-scan"), icon="scan-barcode", key="s")]
    if may(actor, "access.hand_over", site_id=min(actor.site_ids or (), default=None)):
        actions.append(Action(label="Hand-over", href="/handover", icon="clipboard-list", desk_only=True))
    if may(actor, "orders.release"):
        ready = Action(label="Release orders", href="/orders?view=ready", icon="play", look="pri", keep=True)
        actions.append(ready)
    return Head(title=title, eyebrow="Fulfil", lead=lead, actions=actions)


def _card(actor: Actor, wave: WaveFacts) -> WaveCard:
    text, tone = STATE_WORDS[wave.state]
    paper = wave.profile == "paper"
    done, word = (wave.shipped, "orders shipped") if paper or wave.over else (wave.packed, "orders packed")
    amounts = [
        (float(wave.shipped), "done"),
        (float(wave.packed - wave.shipped), "acc"),
        (float(wave.picked - wave.packed), "soft"),
        (float(wave.orders - wave.picked), "none"),
    ]
    who = (
        "Nobody yet"
        if wave.owner_id is None
        else "You"
        if wave.owner_id == actor.user_id
        else "Somebody else"
    )
    act = Action(
        label="Open", href=reverse("wave", args=[wave.id]), small=True, about=f"Open wave {wave.number}"
    )
    if wave.profile == "full" and wave.stops_done < wave.stops and not wave.over:
        act = Action(label="Pick", href=reverse("pick", args=[wave.id]), small=True, icon="scan-barcode",
                     about=f"Pick wave {wave.number}")  # fmt: skip
    bar = segments(amounts)
    due = due_of(wave.due_at, still_open=not wave.over)
    return WaveCard(wave, Status(text=text, tone=tone), bar, f"{done} of {wave.orders}", word, who, act, due)  # type: ignore[arg-type]


def _carriers(packed: Sequence[Sending]) -> list[Carrier]:
    groups: dict[tuple[int, str], list[Sending]] = {}
    for row in packed:
        groups.setdefault((row.site_id, row.delivery), []).append(row)
    return [Carrier(site, name or "No delivery method", rows) for (site, name), rows in groups.items()]


def _blank(actor: Actor) -> Blank:
    acts = (Action(label="See orders ready to release", href="/orders?view=ready", look="pri"),)
    return Blank(
        title="No wave yet.",
        text="Release orders, and they come here as a wave: paper to print, or a list to scan.",
        icon="package",
        actions=acts if may(actor, "orders.release") else (),
    )


@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """One field for any number: a wave, an order, a fulfilment order, a parcel, a tracking number."""
    actor = actor_of(request)
    code = request.GET.get("code", "")[:100]
    found = find_number(actor, code) if code.strip() else None
    if found is not None:
        return HttpResponseRedirect(reverse("wave" if found[0] == "wave" else "pack", args=[found[1]]))
    say = (
        f"Nothing here has the number {code.strip()}. Scan the slip, the label or the wave's sheet."
        if code
        else ""
    )
    bench = at_bench(actor)
    context = {"say": say, "bench": sending_table("Next at the bench", bench) if bench else None}
    return render(request, "fulfil/scan.html", context)


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Close-out: everything packed for one delivery method at one site leaves."""
    actor = actor_of(request)
    told, name = request.POST.get("site", ""), request.POST.get("delivery", "")
    site = int(told) if told.isdecimal() and len(told) < 19 else 0
    rows = [
        row
        for row in to_hand_over(actor)
        if row.site_id == site and (row.delivery or "No delivery method") == name
    ]
    done = ship_orders(actor, company_of(actor).id, site, [row.id for row in rows])
    text = f"{counted(len(done.fulfilment_order_ids), 'order')} handed over to {name}."
    messages.info(request, text)
    for stayed in done.skipped:
        messages.warning(request, f"{stayed.number}: {stayed.why}")
    return HttpResponseRedirect(reverse("fulfil"))
