"""Rows of orders that only listen, or did until the take-over, for the verbs of a parallel run; refuses nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.orders.rules import IN_HAND

# Goods of it still have to be sent, or it is a service nobody has paid yet.
_WAITS = Q(state="open", is_test=False)
BY_PEOPLE = ("by_hand", "duplicate")  # reasons of a hold that nobody but a person gives
# A file that came in as live makes no history: only a take-over does.
_WAS_HEARD = Q(mode="history", imported_in__mode="live")


@dataclass(frozen=True, slots=True)
class HeardCounts:
    """Orders of a channel that listens: those that wait to be sent, those begun, and those that have ended."""

    waiting: int
    begun: int
    ended: int


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """A live order, and what of it no channel has told: that it is cancelled, goes elsewhere, is held by a person."""

    id: int
    number: str
    cancelled: bool
    readdressed: bool
    held: bool


def counts(company_id: int, channel_id: int) -> HeardCounts:
    """What a take-over would find."""
    mine = _of(company_id, channel_id).filter(mode="listening")
    waiting = mine.filter(_WAITS)
    return HeardCounts(
        waiting.count(),
        waiting.filter(fulfilment_state="part_shipped").count(),
        mine.exclude(_WAITS).count(),
    )


def next_waiting(company_id: int, channel_id: int, rows: int) -> list[Order]:
    """The next that a take-over makes live, the oldest first, held until the transaction ends."""
    found = _of(company_id, channel_id).filter(_WAITS, mode="listening").order_by("placed_at", "id")
    return _held(found.values_list("id", flat=True)[:rows])


def next_live(company_id: int, channel_id: int, rows: int) -> list[Order]:
    """The next live order that a step back turns round, held until the transaction ends."""
    found = _of(company_id, channel_id).filter(mode="live").order_by("id")
    return _held(found.values_list("id", flat=True)[:rows])


def ended(company_id: int, channel_id: int) -> list[int]:
    """Those that ended while the channel listened."""
    rows = _of(company_id, channel_id).filter(mode="listening").exclude(_WAITS)
    return list(rows.values_list("id", flat=True))


def was_heard(company_id: int, channel_id: int) -> list[int]:
    """History that a take-over made of what had ended by then."""
    return list(_of(company_id, channel_id).filter(_WAS_HEARD).values_list("id", flat=True))


def live_of(company_id: int, channel_ids: Collection[int]) -> dict[int, int]:
    """Channel id -> one of its live orders, for channels that trade here already."""
    rows = Order.objects.filter(company_id=company_id, channel_id__in=list(channel_ids), mode="live")
    return dict(rows.values_list("channel_id", "id"))


def live_ids(company_id: int, channel_id: int) -> list[int]:
    """Every live order of a channel."""
    return list(_of(company_id, channel_id).filter(mode="live").values_list("id", flat=True))


def live_count(company_id: int, channel_id: int) -> int:
    """How many orders of a channel are live."""
    return _of(company_id, channel_id).filter(mode="live").count()


def standing(company_id: int, channel_id: int) -> list[LiveFacts]:
    """What people may have done to each live order, by id."""
    held = Hold.objects.filter(order=OuterRef("pk"), state="placed", reason__in=BY_PEOPLE)
    rows = _of(company_id, channel_id).filter(mode="live").annotate(held=Exists(held)).order_by("id")
    found = rows.values_list("id", "number", "state", "told_ship_to_id", "held")
    return [
        LiveFacts(pk, number, state == "cancelled", bool(told), hold)
        for pk, number, state, told, hold in found
    ]


def half_turned(company_id: int, channel_id: int) -> bool:
    """Whether a channel that listens has orders which do not: a crash stopped a take-over or a step back in between."""
    return _of(company_id, channel_id).filter(Q(mode="live") | _WAS_HEARD).exists()


def in_hand(company_id: int, channel_id: int) -> list[str]:
    """Our numbers of live orders that are with the warehouse, or have left from it."""
    rows = _of(company_id, channel_id).filter(mode="live")
    rows = rows.filter(Q(fulfilment_state__in=IN_HAND) | Q(shipped_at__isnull=False))
    return list(rows.order_by("id").values_list("number", flat=True))


def _of(company_id: int, channel_id: int) -> QuerySet[Order]:
    return Order.objects.filter(company_id=company_id, channel_id=channel_id)


def _held(ids: Collection[int]) -> list[Order]:
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=list(ids))
    return list(rows.order_by("id"))
