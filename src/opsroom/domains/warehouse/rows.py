"""Rows of the warehouse as the verbs above need them: openings and their shares, who has goods softly; no actor's view.

Whoever calls has asked for the verb and knows the company; pages read `queries`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from opsroom.domains.orders import rows as order_rows
from opsroom.domains.warehouse.models import Allocation, ChannelSite, Location, Opening, OpeningShare, Stock
from opsroom.domains.warehouse.rules import Rank, Softly
from opsroom.kernel.records.questions import Question, ask
from opsroom.ledgers.stock import queries as book


@dataclass(frozen=True, slots=True)
class Unsent:
    """Pieces that an open order still wants from us, set aside or not."""

    demand_id: int
    order_id: int
    sku_id: int
    channel_id: int
    placed_at: datetime
    pieces: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An opening in force. `shared`: pieces of orders it was raised by."""

    id: int
    site_id: int
    sku_id: int
    location_id: int
    location_code: str
    source: str
    meaning: str
    figure: int
    as_of: datetime
    import_id: int
    shared: int


def unsent(
    company_id: int, *, order_ids: Collection[int] | None = None, sku_ids: Collection[int] | None = None
) -> list[Unsent]:
    """What live open orders want of tracked SKUs and has not left, in the order they were placed."""
    found = order_rows.demands_open(company_id, order_ids=order_ids, sku_ids=sku_ids)
    sent = Allocation.objects.filter(demand_id__in=[one.demand_id for one in found], state="shipped")
    gone = dict(sent.order_by().values_list("demand_id").annotate(pieces=Sum("quantity")))
    return [
        Unsent(one.demand_id, one.order_id, one.sku_id, one.channel_id, one.placed_at, left)
        for one in found
        if (left := one.pieces - gone.get(one.demand_id, 0)) > 0
    ]


def standing(
    company_id: int, *, sku_ids: Collection[int] | None = None, import_id: int | None = None
) -> list[Standing]:
    """Openings in force, the oldest first."""
    rows = Opening.objects.filter(company_id=company_id, closed_at=None)
    if sku_ids is not None:
        rows = rows.filter(sku_id__in=list(sku_ids))
    if import_id is not None:
        rows = rows.filter(imported_in_id=import_id)
    shared = Coalesce(Sum("shares__pieces"), 0)
    return [
        Standing(*row)
        for row in rows.annotate(shared=shared)
        .order_by("id")
        .values_list(
            "id", "site_id", "sku_id", "location_id", "location__code", "source", "meaning", "figure", "as_of",
            "imported_in_id", "shared",
        )
    ]  # fmt: skip


def shared_demands(demand_ids: Iterable[int], *, but_site: int | None = None) -> set[int]:
    """Those of these demands that an opening in force was raised by already; `but_site` leaves its own out."""
    rows = OpeningShare.objects.filter(demand_id__in=list(demand_ids), opening__closed_at=None)
    if but_site is not None:
        rows = rows.exclude(opening__site_id=but_site)
    return set(rows.values_list("demand_id", flat=True))


def serving(company_id: int) -> dict[int, set[int]]:
    """Channel id -> the sites that serve it, for the channels that say so."""
    found: dict[int, set[int]] = {}
    rows = ChannelSite.objects.filter(site__company_id=company_id, site__active=True)
    for channel_id, site_id in rows.values_list("channel_id", "site_id"):
        found.setdefault(channel_id, set()).add(site_id)
    return found


def left_out(company_id: int, site_id: int, sku_ids: Collection[int], as_of: datetime) -> dict[int, int]:
    """SKU id -> pieces that an *available* figure of this site, told at that moment, does not contain.

    Open orders placed until then had taken theirs. What another site's figure was raised by is not added twice.
    """
    serves = serving(company_id)
    wants = [
        one
        for one in unsent(company_id, sku_ids=sku_ids)
        if one.placed_at <= as_of and site_id in serves.get(one.channel_id, {site_id})
    ]
    taken = shared_demands([one.demand_id for one in wants], but_site=site_id)
    found: dict[int, int] = {}
    for one in wants:
        if one.demand_id not in taken:
            found[one.sku_id] = found.get(one.sku_id, 0) + one.pieces
    return found


def raisable(order_ids: Collection[int]) -> set[int]:
    """SKUs of these orders for which an *available* figure stands that was told after the order was placed."""
    placed = order_rows.first_wanted(order_ids)
    rows = Opening.objects.filter(sku_id__in=placed, closed_at=None, meaning="available")
    return {sku for sku, as_of in rows.values_list("sku_id", "as_of") if placed[sku] <= as_of}


def question_of_raisable(sku_ids: Collection[int], placed_until: datetime) -> Question[bool]:
    """Whether an *available* figure of one of these SKUs was told after an order that was placed then."""
    return Question(
        "SELECT EXISTS (SELECT FROM warehouse_opening WHERE sku_id = ANY(%s::bigint[]) AND closed_at IS NULL"
        " AND meaning = 'available' AND as_of >= %s)",
        [list(sku_ids), placed_until],
        lambda rows: bool(rows[0][0]),
    )


def held(
    company_id: int, site_id: int, codes: Collection[str], sku_ids: Collection[int]
) -> dict[tuple[str, int], int]:
    """(bin, SKU id) -> pieces by the book."""
    rows = Location.objects.filter(company_id=company_id, site_id=site_id, code__in=list(codes))
    places = dict(rows.values_list("place_id", "code"))
    found: dict[tuple[str, int], int] = {}
    for line in book.balances(company_id, place_ids=places, item_ids=list(sku_ids)):
        key = (places[line.place_id], line.item_id)
        found[key] = found.get(key, 0) + int(line.on_hand)
    return found


def softly(company_id: int, sku_ids: Collection[int]) -> list[Softly]:
    """Soft allocations of these SKUs for orders that are not released; the caller holds the orders and the stock."""
    rows = Allocation.objects.filter(
        sku_id__in=list(sku_ids), state="soft", order__company_id=company_id, order__state="open",
        order__fulfilment_state="unreleased",
    ).select_related("order")  # fmt: skip
    return [
        Softly(
            int(a.pk),
            int(a.sku_id),
            int(a.site_id),
            a.quantity,
            Rank(a.order.priority, a.order.ship_by, a.order.placed_at, int(a.order_id)),
        )
        for a in rows.order_by("id")
    ]


# Rank as warehouse.rules.Rank orders it.
_KEY = "(-{0}.priority, {0}.ship_by IS NULL, COALESCE({0}.ship_by, {0}.placed_at), {0}.placed_at, {0}.id)"
_OUTRANKED = f"""
SELECT DISTINCT d.sku_id FROM orders_order o JOIN orders_demand d ON d.order_id = o.id
WHERE o.company_id = %s AND (o.id = ANY(%s::bigint[]) OR d.sku_id = ANY(%s::bigint[]))
AND o.state = 'open' AND o.allocation_state = 'short'
AND EXISTS (
    SELECT FROM warehouse_allocation a JOIN orders_order w ON w.id = a.order_id
    WHERE a.sku_id = d.sku_id AND a.state = 'soft' AND w.company_id = o.company_id AND w.state = 'open'
    AND w.fulfilment_state = 'unreleased' AND {_KEY.format("w")} > {_KEY.format("o")}
)
"""  # noqa: S608  # constants of ours


def any_free(company_id: int, sku_ids: Collection[int]) -> bool:
    """Whether any site has a free piece of any of these SKUs."""
    rows = Stock.objects.filter(site__company_id=company_id, sku_id__in=list(sku_ids))
    return rows.filter(on_hand__gt=F("unsellable") + F("allocated")).exists()


def outranked(
    company_id: int, *, order_ids: Collection[int] = (), sku_ids: Collection[int] = ()
) -> list[int]:
    """SKU ids that short orders may lack while somebody behind them, not released yet, has some set aside.

    These orders, or all that want these SKUs. Whether they do lack them is looked at by who locks them.
    """
    (found,) = ask(Question(_OUTRANKED, [company_id, list(order_ids), list(sku_ids)], list))
    return sorted(sku for (sku,) in found)
