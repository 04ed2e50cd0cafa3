"""Ends listening only: what waits becomes live and is served by rank, what has ended stays history; one step back.

Chunk by chunk, each in one transaction; the channel listens until the last one is done, so that after a crash the same
verb goes on. The step back is refused once goods of it are with the warehouse, have left or were invoiced, and where it
would throw away what people did. Each chunk asks anew how the channel stands, since two may press at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsroom.domains.access import rules as access
from opsroom.domains.billing import queries as billing
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.end_listening import end_listening
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.orders import heard
from opsroom.domains.orders.actions.set_mode import set_mode
from opsroom.domains.orders.heard import HeardCounts, LiveFacts
from opsroom.domains.payments import queries as payments
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import ACCEPT_CHUNK_ORDERS_COUNT, IMPORT_NAMES_SHOWN_COUNT
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows._take_out import take_out
from opsroom.workflows.accept_orders import accept_in_place
from opsroom.workflows.intake.write import keep

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order

MEANWHILE = "it was taken over meanwhile by somebody else. See how it stands, then step back once more."
NEEDS = ("channels.take_over", "orders.accept", "warehouse.allocate")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Orders that became live, and those that stay history; of a step back: those that listen again."""

    live: int
    history: int


def preview(actor: Actor, channel_id: int) -> HeardCounts:
    """What a take-over would find now."""
    channel = channels.channel(actor, channel_id)
    access.require(actor, "channels.view", company_id=channel.company_id)
    return heard.counts(channel.company_id, channel.id)


def take_over_channel(actor: Actor, channel_id: int) -> TakenOver:
    """Raises CannotListen where it does not listen."""
    channel = _channel(actor, channel_id)
    if not channel.listening:
        raise CannotListen(
            channel=channel.name, why="it does not listen only, so there is nothing to take over."
        )
    live = history = 0
    last = False
    while not last:
        turned, stays, last = _turn_live(actor, channel)
        live += turned
        history += stays
    return TakenOver(live, history)


def listen_again(actor: Actor, channel_id: int) -> TakenOver:
    """The one step back; also goes on where a crash stopped it. Raises CannotListen with what stands against it."""
    channel = _channel(actor, channel_id)
    half_done = channel.listening and heard.half_turned(channel.company_id, channel.id)
    if not half_done and (channel.listens_since is None or channel.taken_over_at is None):
        raise CannotListen(channel=channel.name, why="it was not taken over, so there is no step back.")
    live = 0
    left = _stop(actor, channel_id)
    while left:
        turned, left = _turn_back(actor, channel, left)
        live += turned
    return TakenOver(live, _hear_history(actor, channel))


def _channel(actor: Actor, channel_id: int) -> ChannelFacts:
    channel = channels.channel(actor, channel_id)
    for verb in NEEDS:
        access.require(actor, verb, company_id=channel.company_id)
    return channel


@in_one_piece
def _turn_live(actor: Actor, channel: ChannelFacts) -> tuple[int, int, bool]:
    """(orders live now, orders that stay history, whether these were the last).

    The last of them end the listening in the same transaction, so that no order comes in between and waits for ever.
    """
    if not _held(actor, channel.id).listening:
        return 0, 0, True  # pressed twice: the other one has come to the end
    waiting = heard.next_waiting(channel.company_id, channel.id, ACCEPT_CHUNK_ORDERS_COUNT)
    if not waiting:
        end_listening(actor, channel.company_id, channel.id)
        ended = heard.ended(channel.company_id, channel.id)
        return 0, len(set_mode(actor, channel.company_id, ended, "history")), True
    turned = _anew(actor, channel, waiting, "live", "taken over")
    # Without its text, as after an erasure, an order cannot be sent to anybody: it stays what it was.
    lost = [int(order.pk) for order in waiting if int(order.pk) not in turned]
    return len(turned), len(set_mode(actor, channel.company_id, lost, "history")), False


def _held(actor: Actor, channel_id: int) -> ChannelFacts:
    """The channel as it stands now, held until the transaction ends."""
    channels.lock_channel(channel_id)
    return channels.channel(actor, channel_id)


@in_one_piece
def _stop(actor: Actor, channel_id: int) -> int:
    """From here on orders only listen again, so that the rest can be turned round in peace; how many are live."""
    channel = _held(actor, channel_id)
    _refuse_back(channel)
    if not channel.listening:
        end_listening(actor, channel.company_id, channel.id, back=True)
    return heard.live_count(channel.company_id, channel.id)


def _refuse_back(channel: ChannelFacts) -> None:
    numbers = heard.in_hand(channel.company_id, channel.id)
    if numbers:
        shown = ", ".join(numbers[:IMPORT_NAMES_SHOWN_COUNT])
        raise CannotListen(
            channel=channel.name,
            why=f"{shown} {'is' if len(numbers) == 1 else 'are'} with the warehouse or left from here. What is only "
            "released can be taken back from its wave; after a shipment there is no step back.",
        )
    live = heard.live_ids(channel.company_id, channel.id)
    invoiced = billing.invoiced(live)
    if invoiced:
        raise CannotListen(
            channel=channel.name, why=f"{len(invoiced)} of its orders have an invoice from here."
        )
    told = channels.told_values(live)
    lost = set(live) - told.keys()
    if lost:
        why = f"of {len(lost)} of its orders no text is kept any more, so they could not be brought in anew."
        raise CannotListen(channel=channel.name, why=why)
    done = _by_people(channel, live, told)
    if done:
        shown = ", ".join(f"{number} ({what})" for number, what in done[:IMPORT_NAMES_SHOWN_COUNT])
        why = f"people worked on its orders since, which a step back would throw away: {shown}."
        raise CannotListen(channel=channel.name, why=why)


def _by_people(
    channel: ChannelFacts, live: Sequence[int], told: Mapping[int, Mapping[str, object]]
) -> list[tuple[str, str]]:
    """(our number, what was done) of orders that would not come in anew as they stand now."""
    paid = payments.paid_by_hand(live)
    found = [
        (one.number, _what_was_done(one, paid=one.id in paid, told=told[one.id]))
        for one in heard.standing(channel.company_id, channel.id)
    ]
    return [(number, what) for number, what in found if what]


def _what_was_done(one: LiveFacts, *, paid: bool, told: Mapping[str, object]) -> str:
    if paid:
        return "a payment was recorded"
    if one.cancelled and not told.get("cancelled_at"):
        return "cancelled"
    if one.readdressed:
        return "sent to another address"
    return "held" if one.held else ""


@in_one_piece
def _turn_back(actor: Actor, channel: ChannelFacts, left: int) -> tuple[int, int]:
    """(orders that listen again, how many are live still). `left`: how many were live when this looked last."""
    _hold_still(actor, channel)
    if heard.live_count(channel.company_id, channel.id) > left:
        raise CannotListen(channel=channel.name, why=MEANWHILE)
    live = heard.next_live(channel.company_id, channel.id, ACCEPT_CHUNK_ORDERS_COUNT)
    turned = len(_anew(actor, channel, live, "listening", "taken back"))
    return turned, heard.live_count(channel.company_id, channel.id) if turned else 0


@in_one_piece
def _hear_history(actor: Actor, channel: ChannelFacts) -> int:
    _hold_still(actor, channel)
    mine = heard.was_heard(channel.company_id, channel.id)
    return len(set_mode(actor, channel.company_id, mine, "listening"))


def _hold_still(actor: Actor, channel: ChannelFacts) -> None:
    """Raises CannotListen where somebody's take-over came to its end while this stepped back."""
    if not _held(actor, channel.id).listening:
        raise CannotListen(channel=channel.name, why=MEANWHILE)


def _anew(actor: Actor, channel: ChannelFacts, orders: Sequence[Order], mode: str, reason: str) -> set[int]:
    """Takes them out and in again in another mode, as the channel told them last; the ids that turned."""
    told = channels.told_values([int(order.pk) for order in orders])
    mine = [order for order in orders if int(order.pk) in told]
    if not mine:
        return set()
    incoming = [_incoming(told[int(order.pk)]) for order in mine]
    kept = keep(mine)
    take_out(actor, channel.company_id, mine, reason=reason)
    accept_in_place(actor, channel, incoming, mode, kept)
    return {int(order.pk) for order in mine}


def _incoming(value: dict[str, object]) -> IncomingOrder:
    found = value_from_json("order", value)
    assert isinstance(found, IncomingOrder)  # noqa: S101 - an order's row says so
    return found
