"""The floor for pages: waves and their progress, the bench, what is packed; own company and sites only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.fulfilment.errors import FulfilmentOrderNotFound, WaveNotFound
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Parcel, Pick, Wave
from opsroom.domains.fulfilment.rules import parcel_weight
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BENCH_ROWS_COUNT, WAVES_SHOWN_COUNT


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """One wave and how far it has come; counts are of fulfilment orders, stops of picks."""

    id: int
    number: str
    state: str
    profile: str
    site_id: int
    site: str
    owner_id: int | None
    due_at: datetime | None
    printed_at: datetime | None
    orders: int
    picked: int
    packed: int
    shipped: int
    stops: int
    stops_done: int

    @property
    def over(self) -> bool:
        """Whether nothing is left to do in it."""
        return self.state in ("done", "cancelled")


def waves_of(actor: Actor) -> QuerySet[Wave]:
    """Waves of the actor's companies and sites."""
    access.require(actor, "fulfilment.view")
    rows = Wave.objects.filter(company_id__in=actor.company_ids)
    return rows if actor.site_ids is None else rows.filter(site_id__in=sorted(actor.site_ids))


def orders_of_floor(actor: Actor) -> QuerySet[FulfilmentOrder]:
    """Fulfilment orders of the actor's companies and sites."""
    access.require(actor, "fulfilment.view")
    rows = FulfilmentOrder.objects.filter(company_id__in=actor.company_ids)
    return rows if actor.site_ids is None else rows.filter(site_id__in=sorted(actor.site_ids))


def wave(actor: Actor, wave_id: int) -> WaveFacts:
    """One wave; a foreign one is as missing as one that never was."""
    found = _facts(waves_of(actor).filter(pk=wave_id))
    if not found:
        raise WaveNotFound()
    return found[0]


def latest_waves(actor: Actor) -> list[WaveFacts]:
    """Waves with work first, then those just finished; cancelled ones are left out."""
    rows = waves_of(actor).exclude(state="cancelled")
    busy = _facts(rows.exclude(state="done").order_by("due_at", "id")[:WAVES_SHOWN_COUNT])
    rest = max(0, WAVES_SHOWN_COUNT // 3 - len(busy) % 4)
    return busy + _facts(rows.filter(state="done").order_by("-finished_at", "-id")[:rest])


def _facts(rows: QuerySet[Wave]) -> list[WaveFacts]:
    found = list(rows.select_related("site"))
    ids = [int(row.pk) for row in found]
    heads = FulfilmentOrder.objects.filter(wave_id__in=ids).exclude(state="cancelled").values("wave_id")
    counts = {
        one["wave_id"]: one
        for one in heads.annotate(
            n=Count("id"),
            picked_n=Count("id", filter=Q(state__in=["picked", "packing", "packed", "shipped"])),
            packed_n=Count("id", filter=Q(state__in=["packed", "shipped"])),
            shipped_n=Count("id", filter=Q(state="shipped")),
        )
    }
    stops = {
        one["wave_id"]: one
        for one in Pick.objects.filter(wave_id__in=ids)
        .exclude(state="cancelled")
        .values("wave_id")
        .annotate(n=Count("id"), done=Count("id", filter=Q(state__in=["picked", "short"])))
    }
    none = {"n": 0, "picked_n": 0, "packed_n": 0, "shipped_n": 0, "done": 0}
    return [
        WaveFacts(
            id=int(row.pk),
            number=row.number,
            state=row.state,
            profile=row.profile,
            site_id=int(row.site_id),
            site=row.site.name,
            owner_id=row.owner_id,
            due_at=row.due_at,
            printed_at=row.printed_at,
            orders=counts.get(row.pk, none)["n"],
            picked=counts.get(row.pk, none)["picked_n"],
            packed=counts.get(row.pk, none)["packed_n"],
            shipped=counts.get(row.pk, none)["shipped_n"],
            stops=stops.get(row.pk, none)["n"],
            stops_done=stops.get(row.pk, none)["done"],
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Sending:
    """A fulfilment order in a list; `stopped` says that its order was held or changed since."""

    id: int
    number: str
    order_id: int
    order: str
    state: str
    delivery: str
    ship_by: datetime | None
    pieces: int
    tracking: str
    carrier: str
    stopped: bool
    site_id: int
    tote_id: int | None


def sendings(rows: QuerySet[FulfilmentOrder]) -> list[Sending]:
    """These fulfilment orders as list rows, in the order given."""
    heads = list(rows.select_related("order").prefetch_related("parcels"))
    sums = FulfilmentLine.objects.filter(fulfilment_order__in=heads).values_list("fulfilment_order_id")
    pieces = dict(sums.annotate(n=Sum(F("quantity") - F("short"))))
    out = []
    for row in heads:
        parcel = next((one for one in row.parcels.all() if one.state != "voided"), None)
        out.append(
            Sending(
                id=int(row.pk),
                number=row.number,
                order_id=int(row.order_id),
                order=row.order.number,
                state=row.state,
                delivery=row.delivery_method,
                ship_by=row.ship_by,
                pieces=pieces.get(row.pk, 0),
                tracking=parcel.tracking if parcel else "",
                carrier=parcel.carrier if parcel else "",
                stopped=row.order.on_hold or row.order.state == "cancelled",
                site_id=int(row.site_id),
                tote_id=row.tote_id,
            )
        )
    return out


def of_wave(actor: Actor, wave_id: int) -> list[Sending]:
    """A wave's fulfilment orders; cancelled ones are left out."""
    rows = orders_of_floor(actor).filter(wave_id=wave_id).exclude(state="cancelled")
    return sendings(rows.order_by("id"))


def at_bench(actor: Actor) -> list[Sending]:
    """What can be packed now, most urgent first: picked goods, and released ones where nobody picks by scan."""
    ready = Q(state__in=["picked", "packing"]) | Q(state="released", site__profile="scan_to_pack")
    rows = orders_of_floor(actor).filter(ready).exclude(site__profile="paper")
    return sendings(rows.order_by("-priority", "ship_by", "id")[:BENCH_ROWS_COUNT])


def to_hand_over(actor: Actor) -> list[Sending]:
    """What is packed and waits for its carrier, by delivery method."""
    rows = orders_of_floor(actor).filter(state="packed")
    return sendings(rows.order_by("site_id", "delivery_method", "id"))


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of a scanning page. `codes`: what a scanner may read, "*6" behind a code that stands for 6 pieces."""

    id: int
    sku: str
    title: str
    bin: str
    need: int
    got: int
    state: str
    tote: str
    order: str

    codes: str


def stops(actor: Actor, wave_id: int) -> list[Stop]:
    """A wave's stops in walking order; no name of any customer."""
    wave(actor, wave_id)
    rows = list(
        Pick.objects.filter(wave_id=wave_id)
        .exclude(state__in=["cancelled", "short"])
        .select_related("sku__product", "location", "line__fulfilment_order__order")
        .order_by("sequence", "id")
    )
    codes = catalog.scan_codes({int(row.sku_id) for row in rows})
    totes = warehouse.location_codes({int(t) for row in rows if (t := row.line.fulfilment_order.tote_id)})
    return [
        Stop(
            id=int(row.pk),
            sku=row.sku.code,
            title=_title(row.sku.product.title, row.sku.title),
            bin=row.location.code if row.location else "",
            need=row.quantity,
            got=row.taken,
            state=row.state,
            tote=totes.get(row.line.fulfilment_order.tote_id or 0, ""),
            order=row.line.fulfilment_order.order.number,
            codes=_codes(codes[int(row.sku_id)]),
        )
        for row in rows
    ]


def wave_of_stop(actor: Actor, pick_id: int) -> int:
    """The wave a stop belongs to; raises WaveNotFound for a foreign one."""
    found = (
        Pick.objects.filter(pk=pick_id, wave__in=waves_of(actor)).values_list("wave_id", flat=True).first()
    )
    if found is None:
        raise WaveNotFound()
    return int(found)


@dataclass(frozen=True, slots=True)
class Bench:
    """A fulfilment order at the bench: its lines, its parcel, what the packer should know.

    `weight_g` is the closed parcel's, before that the sum of its items; None while the SKUs `unweighed` have none.
    """

    sending: Sending
    lines: Sequence[Stop]
    gift: bool
    note: str
    parcel_id: int | None
    parcel: str
    parcel_state: str
    weight_g: int | None
    unweighed: Sequence[str]
    tote: str


def bench(actor: Actor, fulfilment_order_id: int) -> Bench:
    """One order at the bench; raises FulfilmentOrderNotFound for a foreign one."""
    rows = orders_of_floor(actor).filter(pk=fulfilment_order_id).select_related("order")
    row = rows.first()
    if row is None:
        raise FulfilmentOrderNotFound()
    (sending,) = sendings(rows)
    lines = list(row.lines.select_related("sku__product").order_by("id"))
    codes = catalog.scan_codes({int(line.sku_id) for line in lines})
    parcel = row.parcels.exclude(state="voided").order_by("id").first()
    load = [(line.quantity - line.short, line.sku.weight_g) for line in lines if line.quantity > line.short]
    return Bench(
        sending=sending,
        lines=[
            Stop(
                id=int(line.pk),
                sku=line.sku.code,
                title=_title(line.sku.product.title, line.sku.title),
                bin="",
                need=line.quantity - line.short,
                got=line.packed,
                state="",
                tote="",
                order=row.order.number,
                codes=_codes(codes[int(line.sku_id)]),
            )
            for line in lines
            if line.quantity > line.short
        ],
        gift=bool(row.order.gift_message),
        note=row.order.customer_note,
        parcel_id=int(parcel.pk) if parcel else None,
        parcel=parcel.number if parcel else "",
        parcel_state=parcel.state if parcel else "",
        weight_g=parcel.weight_g if parcel and parcel.weight_g is not None else parcel_weight(load),
        unweighed=sorted(
            {line.sku.code for line in lines if line.quantity > line.short and line.sku.weight_g is None}
        ),
        tote=warehouse.location_codes([row.tote_id]).get(row.tote_id, "") if row.tote_id else "",
    )


def _title(product: str, variant: str) -> str:
    return f"{product}, {variant}" if variant else product


def _codes(codes: dict[str, int]) -> str:
    """Codes with a blank in them cannot be told apart in the list and are judged by the server alone."""
    return " ".join(code if n == 1 else f"{code}*{n}" for code, n in sorted(codes.items()) if " " not in code)


def find_number(actor: Actor, text: str) -> tuple[str, int] | None:
    """("wave" | "bench", id) of a number that was scanned: wave, fulfilment order, parcel, order or tote."""
    code = text.strip().upper().lstrip("#")
    if not code:
        return None
    if (found := waves_of(actor).filter(number=code).values_list("id", flat=True).first()) is not None:
        return "wave", found
    mine = orders_of_floor(actor)
    parcels = Parcel.objects.filter(fulfilment_order__in=mine).filter(Q(number=code) | Q(tracking=code))
    by_parcel = parcels.order_by("-id").values_list("fulfilment_order_id", flat=True).first()
    if by_parcel is not None:
        return "bench", by_parcel
    named = Q(number=code) | Q(order__number__iexact=code) | Q(order__external_name__iexact=code)
    rows = mine.filter(named | Q(order__external_name__iexact=f"#{code}")).exclude(state="cancelled")
    pk = rows.order_by("-id").values_list("id", flat=True).first()
    return ("bench", pk) if pk is not None else None
