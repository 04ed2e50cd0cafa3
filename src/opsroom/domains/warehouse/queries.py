"""Reads of the warehouse: sites, bins, stock, what orders still want; refuses other companies' and sites' rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.calendar import SiteClock, calendar_of, clock_of
from opsroom.domains.warehouse.errors import UnknownLocation, UnknownSite
from opsroom.domains.warehouse.models import Allocation, ChannelSite, Location, Site, Stock
from opsroom.kernel.records.questions import Question, Rows
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import queries as book


def sites(actor: Actor) -> QuerySet[Site]:
    """Sites the actor works for."""
    access.require(actor, "warehouse.view")
    rows = Site.objects.filter(active=True)
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    if actor.site_ids is not None:
        rows = rows.filter(pk__in=actor.site_ids)
    return rows.order_by("code")


def stock(actor: Actor) -> QuerySet[Stock]:
    """Stock rows of the actor's sites, with `free` (available to promise)."""
    return Stock.objects.filter(site__in=sites(actor)).annotate(
        free=F("on_hand") - F("unsellable") - F("allocated")
    )


def locations(actor: Actor, site_id: int | None = None) -> QuerySet[Location]:
    """Real locations of the actor's sites in walking order."""
    rows = Location.objects.filter(site__in=sites(actor))
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows.order_by("site_id", "sequence", "code")


def allocations_of(actor: Actor, order_id: int) -> Sequence[Allocation]:
    """Live and shipped allocations of an order, with their SKU and location."""
    return list(
        Allocation.objects.filter(order_id=order_id, site__in=sites(actor))
        .exclude(state="freed")
        .select_related("sku", "location", "site")
        .order_by("id")
    )


def sites_of_channels(company_id: int) -> dict[int, tuple[int, ...]]:
    """Site ids by channel id in the order they are asked; a channel without any uses all active sites."""
    out: dict[int, list[int]] = {}
    rows = ChannelSite.objects.filter(site__company_id=company_id, site__active=True)
    for channel, site in rows.order_by("channel_id", "position", "site_id").values_list(
        "channel_id", "site_id"
    ):
        out.setdefault(channel, []).append(site)
    return {channel: tuple(ids) for channel, ids in out.items()}


def active_site_ids(company_id: int) -> tuple[int, ...]:
    """All active sites of a company, oldest first."""
    return tuple(
        Site.objects.filter(company_id=company_id, active=True).order_by("id").values_list("id", flat=True)
    )


@dataclass(frozen=True, slots=True)
class Serving:
    """Who sends a channel's orders: site ids in the order they are asked, and the clock of the first."""

    site_ids: tuple[int, ...]
    clock: SiteClock | None


_SERVING = """
SELECT w.id, w.active, p.position, w.timezone, w.country, w.region, w.handling_days, w.hours::text, w.holidays::text,
    (SELECT COALESCE(json_agg(json_build_array(c.carrier, c.service, c.at) ORDER BY c.id), '[]')::text
     FROM warehouse_cutoff c WHERE c.site_id = w.id)
FROM warehouse_site w LEFT JOIN warehouse_channelsite p ON p.site_id = w.id AND p.channel_id = %s::bigint
WHERE w.company_id = %s::bigint ORDER BY w.id FOR SHARE OF w
"""


def question_of_serving(company_id: int, channel_id: int) -> Question[Serving]:
    """The sites that serve a channel; where none is named for it, all that are active. Holds all sites of the company

    as an intake does (`lock_sites`), until the transaction ends.
    """

    def read(rows: Rows) -> Serving:
        active = {row[0]: row for row in rows if row[1]}
        named = sorted((row[2], pk) for pk, row in active.items() if row[2] is not None)
        ids = tuple(pk for _, pk in named) or tuple(active)
        return Serving(ids, clock_of(*active[ids[0]][3:]) if ids else None)

    return Question(_SERVING, [channel_id, company_id], read)


@dataclass(frozen=True, slots=True)
class OpenDemand:
    """Pieces of one SKU that an order still wants and has not been given."""

    demand_id: int
    order_id: int
    sku_id: int
    pieces: int
    channel_id: int
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    preferred_site_id: int | None = None  # asked first, where it serves the channel


def open_demands(
    company_id: int, *, order_ids: Collection[int] | None = None, sku_ids: Collection[int] | None = None
) -> list[OpenDemand]:
    """Demand of live open orders that we ship and that no live or shipped allocation covers, tracked SKUs only."""
    where: list[str] = ["o.company_id = %s"]
    args: list[Any] = [company_id]
    if order_ids is not None:
        where.append("o.id = ANY(%s)")
        args.append(sorted(order_ids))
    if sku_ids is not None:
        where.append("d.sku_id = ANY(%s)")
        args.append(sorted(sku_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT d.id, o.id, d.sku_id, d.quantity - COALESCE(a.pieces, 0), o.channel_id, o.priority,
                   o.ship_by, o.placed_at, o.preferred_site_id
            FROM orders_order o
            JOIN orders_demand d ON d.order_id = o.id
            JOIN catalog_sku s ON s.id = d.sku_id AND s.tracked
            LEFT JOIN LATERAL (
                SELECT sum(quantity)::int AS pieces FROM warehouse_allocation a
                WHERE a.demand_id = d.id AND a.state <> 'freed'
            ) a ON true
            WHERE {" AND ".join(where)} AND o.state = 'open' AND o.mode = 'live'
              AND o.allocation_state IN ('unallocated', 'short', 'allocated')
              AND d.quantity > COALESCE(a.pieces, 0)
            ORDER BY o.id, d.id
            """,  # noqa: S608  # the conditions are constants above
            args,
        )
        return [OpenDemand(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site as other domains need it; `address` is the sender's own."""

    id: int
    code: str
    name: str
    profile: str
    timezone: str
    country: str
    address: dict[str, str]


def site_facts(company_id: int, site_id: int) -> SiteFacts:
    """One site of the company; raises UnknownSite for any other id."""
    row = Site.objects.filter(company_id=company_id, pk=site_id).first()
    if row is None:
        raise UnknownSite(site=site_id)
    return SiteFacts(int(row.pk), row.code, row.name, row.profile, row.timezone, row.country, row.address)


def site_clock(site_id: int) -> SiteClock:
    """The site's working time, cut-offs and the country's public holidays."""
    site = Site.objects.get(pk=site_id)
    cut_offs = {(c.carrier.casefold(), c.service.casefold()): c.at for c in site.cut_offs.all()}
    return SiteClock(calendar_of(site, cut_offs), site.handling_days)


def unpicked_ids(company_id: int, order_ids: Collection[int]) -> list[int]:
    """Allocations of these orders that still lie in their bins, soft or hard."""
    rows = Allocation.objects.filter(
        order_id__in=order_ids, order__company_id=company_id, state__in=["soft", "hard"]
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def soft_sites(order_ids: Collection[int]) -> set[tuple[int, int]]:
    """(site id, order id) for what is set aside and not yet released."""
    rows = Allocation.objects.filter(order_id__in=order_ids, state="soft")
    return set(rows.values_list("site_id", "order_id"))


def orders_of(allocation_ids: Collection[int]) -> set[int]:
    """The orders these allocations belong to."""
    return set(Allocation.objects.filter(pk__in=allocation_ids).values_list("order_id", flat=True))


def hard_allocations(site_id: int, order_ids: Collection[int]) -> list[Allocation]:
    """Allocations with a bin at this site, with their demand, in id order."""
    rows = Allocation.objects.filter(order_id__in=order_ids, site_id=site_id, state="hard")
    return list(rows.select_related("demand").order_by("id"))


def place_id(company_id: int, site_id: int | None, kind: str) -> int:
    """The one location of this kind at a site (packing, dispatch, quarantine) or in the company (customer, loss)."""
    rows = Location.objects.filter(company_id=company_id, kind=kind).order_by("id")
    rows = rows.filter(site__isnull=True) if site_id is None else rows.filter(site_id=site_id)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise UnknownLocation(site=site_id, location=kind)
    return int(found)


def adjusted_since(actor: Actor, company_id: int, since: datetime) -> int:
    """Pieces this actor wrote up or down since then, both counted; what the daily limit is held against."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(sum(quantity), 0)::bigint FROM stock_move_line"
            " WHERE company_id = %s AND kind = 'adjust' AND at >= %s"
            " AND actor_id IS NOT DISTINCT FROM %s::bigint AND actor_name = %s",
            [company_id, since, actor.user_id, actor.name],
        )
        return int(cursor.fetchone()[0])


def pieces_in(company_id: int, site_id: int, location_code: str, sku_id: int) -> int:
    """What the book has in one place. Raises warehouse.unknown_location."""
    place = Location.objects.filter(company_id=company_id, site_id=site_id, code=location_code)
    found = place.values_list("place_id", flat=True).first()
    if found is None:
        raise UnknownLocation(site=str(site_id), location=location_code)
    return int(book.balance(company_id, found, sku_id))


def picked_allocations(site_id: int, order_ids: Collection[int]) -> list[Allocation]:
    """What of these orders lies in totes, on benches or at dispatch of this site, in id order."""
    rows = Allocation.objects.filter(order_id__in=order_ids, site_id=site_id, state="picked")
    return list(rows.select_related("location").order_by("id"))


def handled_ids(site_id: int, order_ids: Collection[int]) -> dict[int, list[int]]:
    """Ids of released allocations (bin given or picked) of this site, by order id: what leaves when it ships."""
    rows = Allocation.objects.filter(order_id__in=order_ids, site_id=site_id, state__in=["hard", "picked"])
    out: dict[int, list[int]] = {pk: [] for pk in order_ids}
    for pk, order in rows.order_by("id").values_list("id", "order_id"):
        out[order].append(pk)
    return out


def handled_pieces(site_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Pieces of released allocations (bin given or picked) of this site, by order id; orders without are left out."""
    rows = Allocation.objects.filter(order_id__in=order_ids, site_id=site_id, state__in=["hard", "picked"])
    return dict(rows.values_list("order_id").annotate(pieces=Sum("quantity")))


def totes(site_id: int) -> list[tuple[int, str]]:
    """(location id, code) of the site's totes, in walking order."""
    rows = Location.objects.filter(site_id=site_id, kind="tote").order_by("sequence", "code")
    return list(rows.values_list("id", "code"))


def location_codes(ids: Collection[int]) -> dict[int, str]:
    """Location id -> its code, as printed on it."""
    return dict(Location.objects.filter(pk__in=ids).values_list("id", "code"))


def claims_at(demand_id: int, location_id: int) -> list[tuple[int, int]]:
    """(allocation id, pieces) that one demand claims in one bin, in id order."""
    rows = Allocation.objects.filter(demand_id=demand_id, location_id=location_id, state="hard")
    return list(rows.order_by("id").values_list("id", "quantity"))


@dataclass(frozen=True, slots=True)
class BinContent:
    """What one place holds of one SKU; `to_pick` wait there for a picker, `picked` lie there for an order."""

    site_id: int
    site: str
    location_id: int
    code: str
    zone: str
    kind: str
    sellable: bool
    pieces: int
    to_pick: int
    picked: int


def bins_holding(actor: Actor, company_id: int, sku_id: int) -> list[BinContent]:
    """Places of the actor's sites that hold a SKU, in walking order."""
    places = {int(row.place_id): row for row in locations(actor).select_related("site")}
    held: dict[int, int] = {}
    for line in book.balances(company_id, item_ids=[sku_id]):
        if line.place_id in places:
            held[line.place_id] = held.get(line.place_id, 0) + int(line.on_hand)
    claims = Allocation.objects.filter(sku_id=sku_id, state__in=["hard", "picked"], site__in=sites(actor))
    claimed = {
        (location, state): int(pieces)
        for location, state, pieces in claims.values_list("location_id", "state").annotate(n=Sum("quantity"))
    }
    return [
        BinContent(
            int(row.site_id or 0),
            row.site.code if row.site else "",
            int(row.pk),
            row.code,
            row.zone,
            row.kind,
            row.sellable,
            held[place],
            claimed.get((row.pk, "hard"), 0),
            claimed.get((row.pk, "picked"), 0),
        )
        for place, row in places.items()
        if place in held
    ]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Pieces of a SKU that are kept for one order, in the order's place in the queue."""

    order_id: int
    number: str
    site: str
    state: str
    location: str
    pieces: int
    priority: int
    ship_by: datetime | None


def set_aside_for(actor: Actor, sku_id: int, most: int) -> list[SetAside]:
    """Live allocations of a SKU at the actor's sites, first in rank first."""
    rows = Allocation.objects.filter(
        sku_id=sku_id, state__in=["soft", "hard", "picked"], site__in=sites(actor)
    ).select_related("order", "site", "location")
    ranked = rows.order_by(
        F("order__priority").desc(),
        F("order__ship_by").asc(nulls_last=True),
        "order__placed_at",
        "order_id",
        "id",
    )
    return [
        SetAside(
            int(a.order_id),
            a.order.number,
            a.site.code,
            a.state,
            a.location.code if a.location else "",
            a.quantity,
            a.order.priority,
            a.order.ship_by,
        )
        for a in ranked[:most]
    ]


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """A site as its settings page shows it; `cut_offs` as (carrier, service, "15:00"), `bins` their number."""

    id: int
    code: str
    name: str
    profile: str
    timezone: str
    country: str
    region: str
    handling_days: int
    hours: dict[str, list[str]]
    holidays: tuple[str, ...]
    cut_offs: tuple[tuple[str, str, str], ...]
    bins: int


def site_settings(actor: Actor) -> list[SiteSettings]:
    """The actor's sites with their clocks, by code."""
    rows = sites(actor).annotate(bins=Count("locations", filter=Q(locations__kind="bin")))
    return [
        SiteSettings(
            int(site.pk),
            site.code,
            site.name,
            site.profile,
            site.timezone,
            site.country,
            site.region,
            site.handling_days,
            site.hours,
            tuple(site.holidays),
            tuple((c.carrier, c.service, c.at.strftime("%H:%M")) for c in site.cut_offs.order_by("at", "id")),
            site.bins,
        )
        for site in rows.prefetch_related("cut_offs")
    ]


def bins_by_zone(actor: Actor, site_id: int) -> list[tuple[str, int, str, str]]:
    """(zone, number of bins, first code, last code) of a site the actor works for."""
    rows = locations(actor, site_id).filter(kind="bin").order_by()
    return list(
        rows.values("zone")
        .annotate(n=Count("id"), first=Min("code"), last=Max("code"))
        .order_by("zone")
        .values_list("zone", "n", "first", "last")
    )


def stock_keys_of(allocation_ids: Collection[int]) -> list[tuple[int, int]]:
    """(site id, SKU id) of the stock rows under these allocations."""
    rows = Allocation.objects.filter(pk__in=list(allocation_ids))
    return list(rows.values_list("site_id", "sku_id").distinct())


def stock_keys_of_orders(site_id: int | None, order_ids: Collection[int]) -> list[tuple[int, int]]:
    """(site id, SKU id) of what is set aside for these orders at a site, or at every site."""
    rows = Allocation.objects.filter(order_id__in=list(order_ids), state__in=["soft", "hard", "picked"])
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return list(rows.values_list("site_id", "sku_id").distinct())


def site_ids_by_code(company_id: int) -> dict[str, int]:
    """Active sites of a company: id by code, for verbs that know a site by the word on its labels."""
    return dict(Site.objects.filter(company_id=company_id, active=True).values_list("code", "id"))
