"""Pure decisions of the warehouse: who gets which unit, who loses it, which bin a picker walks to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rank:
    """An order's place in the queue: higher priority, earlier ship-by, earlier placed, lower id goes first."""

    priority: int
    ship_by: datetime | None
    placed_at: datetime
    order_id: int

    def key(self) -> tuple[int, bool, datetime, datetime, int]:
        """Sort key; an order without a ship-by goes after all that have one."""
        return (
            -self.priority,
            self.ship_by is None,
            self.ship_by or self.placed_at,
            self.placed_at,
            self.order_id,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pieces of one SKU that one demand still wants; `sites` in the order in which they are asked."""

    demand_id: int
    sku_id: int
    pieces: int
    rank: Rank
    sites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Pieces set aside at a site for a demand."""

    demand_id: int
    order_id: int
    sku_id: int
    site_id: int
    pieces: int


def preferred_first(sites: tuple[int, ...], preferred: int | None) -> tuple[int, ...]:
    """The sites with the preferred one in front; one that does not serve the channel is never asked."""
    if preferred is None or preferred not in sites:
        return sites
    return (preferred, *(site for site in sites if site != preferred))


def decide_allocations(wanted: Sequence[Wanted], free: Mapping[tuple[int, int], int]) -> list[Given]:
    """Give free pieces, keyed by (site id, SKU id), to demands in rank order; never more than there are.

    A site that can serve a whole order is preferred over splitting it; otherwise sites fill up in turn.
    """
    left = dict(free)
    by_order: dict[int, list[Wanted]] = {}
    for want in wanted:
        by_order.setdefault(want.rank.order_id, []).append(want)
    given: list[Given] = []
    for demands in sorted(by_order.values(), key=lambda d: d[0].rank.key()):
        whole = _site_for_all(demands, left)
        for want in sorted(demands, key=lambda d: d.demand_id):
            sites = (whole,) if whole is not None else want.sites
            given.extend(_serve(want, sites, left))
    return given


def _site_for_all(demands: Sequence[Wanted], left: Mapping[tuple[int, int], int]) -> int | None:
    """The first site that holds everything the order wants; two lines of one SKU are summed before the check."""
    sums: dict[int, int] = {}
    for want in demands:
        sums[want.sku_id] = sums.get(want.sku_id, 0) + want.pieces
    for site in demands[0].sites:
        if all(left.get((site, sku), 0) >= pieces for sku, pieces in sums.items()):
            return site
    return None


def _serve(want: Wanted, sites: Sequence[int], left: dict[tuple[int, int], int]) -> list[Given]:
    missing = want.pieces
    out: list[Given] = []
    for site in sites:
        take = min(missing, left.get((site, want.sku_id), 0))
        if take <= 0:
            continue
        left[(site, want.sku_id)] -= take
        missing -= take
        out.append(Given(want.demand_id, want.rank.order_id, want.sku_id, site, take))
    return out


@dataclass(frozen=True, slots=True)
class Standing:
    """A live allocation as the losing rule sees it; `firm` is true once goods are being handled for it."""

    allocation_id: int
    pieces: int
    rank: Rank
    firm: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """Pieces one allocation gives up, of how many it holds; `firm` when its order was released already."""

    allocation_id: int
    order_id: int
    pieces: int
    of: int
    firm: bool


def decide_losers(standing: Sequence[Standing], missing: int) -> list[tuple[int, int]]:
    """Which allocations give up how many pieces when the shelf has less: last in rank first, firm ones last.

    Returns (allocation id, pieces); their sum is `missing`, or all there is.
    """
    out: list[tuple[int, int]] = []
    for row in sorted(standing, key=lambda s: (not s.firm, s.rank.key()), reverse=True):
        if missing <= 0:
            break
        take = min(row.pieces, missing)
        out.append((row.allocation_id, take))
        missing -= take
    return out


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that still lacks goods, pieces by SKU id, and the sites that may serve it."""

    rank: Rank
    lacks: Mapping[int, int]
    sites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Softly:
    """A soft allocation of an order that is not released: pieces of a SKU at a site."""

    allocation_id: int
    sku_id: int
    site_id: int
    pieces: int
    rank: Rank


@dataclass(frozen=True, slots=True)
class Overtaking:
    """Who goes before whom: order ids that get all they lack, and (allocation id, pieces) given up for them."""

    winners: tuple[int, ...]
    given_up: tuple[tuple[int, int], ...]


def decide_overtaking(waiting: Sequence[Waiting], soft: Sequence[Softly]) -> Overtaking:
    """Rank decides, not arrival: who lacks goods takes them from those behind, the last of them first.

    Only an order that gets all it lacks takes anything: goods for one that waits all the same help nobody.
    """
    left = {one.allocation_id: one.pieces for one in soft}
    behind: dict[int, list[Softly]] = {}
    for one in sorted(soft, key=lambda s: s.rank.key(), reverse=True):
        behind.setdefault(one.sku_id, []).append(one)
    winners: list[int] = []
    for order in sorted(waiting, key=lambda w: w.rank.key()):
        plan = _overtake(order, behind, left)
        if plan is None:
            continue
        winners.append(order.rank.order_id)
        for allocation, pieces in plan:
            left[allocation] -= pieces
    given_up = [
        (one.allocation_id, one.pieces - left[one.allocation_id])
        for one in soft
        if left[one.allocation_id] < one.pieces
    ]
    return Overtaking(tuple(winners), tuple(given_up))


def _overtake(
    order: Waiting, behind: Mapping[int, Sequence[Softly]], left: Mapping[int, int]
) -> list[tuple[int, int]] | None:
    """(allocation id, pieces) that give the order all it lacks; None where that is not to be had."""
    plan: list[tuple[int, int]] = []
    for sku, lacking in order.lacks.items():
        missing = lacking
        for one in behind.get(sku, ()):
            if not missing or one.rank.key() <= order.rank.key():
                break  # from here on they go before this order
            take = min(missing, left[one.allocation_id]) if one.site_id in order.sites else 0
            if take:
                plan.append((one.allocation_id, take))
                missing -= take
        if missing:
            return None
    return plan


@dataclass(frozen=True, slots=True)
class BinStock:
    """Free pieces of a SKU in one bin."""

    location_id: int
    sequence: int
    pieces: int


def choose_bins(pieces: int, bins: Sequence[BinStock]) -> list[tuple[int, int]]:
    """Bins to take from, as (location id, pieces): one bin that holds all, the fullest-fitting first in walking
    order; otherwise bins in walking order until it is enough. What is missing is simply not returned.
    """
    whole = [b for b in bins if b.pieces >= pieces]
    if whole:
        best = min(whole, key=lambda b: (b.sequence, b.location_id))
        return [(best.location_id, pieces)]
    out: list[tuple[int, int]] = []
    for row in sorted(bins, key=lambda b: (b.sequence, b.location_id)):
        take = min(pieces, row.pieces)
        if take > 0:
            out.append((row.location_id, take))
            pieces -= take
        if pieces == 0:
            break
    return out


def atp(on_hand: int, unsellable: int, allocated: int) -> int:
    """Available to promise: what is on hand, for sale, and not set aside."""
    return on_hand - unsellable - allocated


def kits_available(parts: Mapping[int, int], free: Mapping[int, int | None]) -> int | None:
    """Whole kits that free stock allows: the scarcest part decides; None when every part is untracked."""
    counts = [free.get(sku, 0) for sku in parts]
    tracked = [
        (have or 0) // each for (each, have) in zip(parts.values(), counts, strict=True) if have is not None
    ]
    return max(0, min(tracked)) if tracked else None


def bin_codes(text: str, most: int) -> list[str]:
    """The bins a range names, in walking order: "A-01-1..A-04-9" is A-01-1 to A-01-9, then A-02-1 and so on.

    Both ends have the same parts between dashes; a part counts up as a number or as one letter. Raises ValueError.
    """
    first, dots, last = text.strip().upper().partition("..")
    ends = [first.strip().split("-"), (last if dots else first).strip().split("-")]
    if len(ends[0]) != len(ends[1]) or not all(part for end in ends for part in end):
        raise ValueError("both ends need the same parts")
    parts = [_part_range(low, high) for low, high in zip(*ends, strict=True)]
    total = 1
    for part in parts:
        total *= len(part)
    if total > most:
        raise ValueError(f"it names {total} bins and {most} is the most")
    codes = [""]
    for part in parts:
        codes = [f"{code}-{step}" if code else step for code in codes for step in part]
    return codes


def _part_range(low: str, high: str) -> list[str]:
    if low == high:
        return [low]
    if low.isdecimal() and high.isdecimal() and low.isascii() and high.isascii() and len(high) < 6:
        if int(low) > int(high):
            raise ValueError(f"{low} comes after {high}")
        return [str(n).zfill(len(low)) for n in range(int(low), int(high) + 1)]
    if len(low) == len(high) == 1 and "A" <= low <= high <= "Z":
        return [chr(n) for n in range(ord(low), ord(high) + 1)]
    raise ValueError(f"{low} to {high} cannot be counted")


def opened_with(figure: int, shared: int) -> int:
    """Pieces on the shelf that an *available* figure and what open orders had taken from it come to; never below 0."""
    return max(0, figure + shared)
