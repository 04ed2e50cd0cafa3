"""Takes a channel's orders in, once each, and sets stock aside at once; its undo is undo_orders.

A channel's order is already sold: nothing here refuses it for what it contradicts. What it contradicts becomes a
hold, a short line or a task. The same order again changes nothing; a newer version brings its payment and its
cancellation along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from opsroom.domains.access import rules as access
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.add_orders import NewOrder
from opsroom.domains.payments.actions.record_payments import record_payments
from opsroom.domains.warehouse.actions._stock_rows import lock_stock_of_orders
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import ACCEPT_CHUNK_ORDERS_COUNT
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows._serve_waiting import rerank_soon
from opsroom.workflows._take_out import take_out
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.credit_refunds import credit_refunds
from opsroom.workflows.intake.catch_up import catch_up_goods, catch_up_money
from opsroom.workflows.intake.hide_cards import hide_cards
from opsroom.workflows.intake.nothing_to_ship import finish_services
from opsroom.workflows.intake.outside import book_outside, post_outside
from opsroom.workflows.intake.plan import Intake, OrderPlan, plan_order, refusal
from opsroom.workflows.intake.refunds import follow_refunds, given_up, tells
from opsroom.workflows.intake.surroundings import Surroundings, know
from opsroom.workflows.intake.take_in import TakenIn, look_after, payment_rows, take_in
from opsroom.workflows.intake.use_holds import use_holds
from opsroom.workflows.intake.write import NOTHING_KEPT, Kept, Told, keep
from opsroom.workflows.raise_openings import raise_openings
from opsroom.workflows.recheck_credit import recheck_credit
from opsroom.workflows.ruling.one_pass import pass_over

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order


HEARD = "It only listens, and stands as the channel tells it now."


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one incoming order: effect new | changed | same | refused; `note` says why or what."""

    order_id: int | None
    effect: str
    before: dict[str, Any] | None = None
    note: str = ""


def accept_orders(
    actor: Actor,
    channel_id: int,
    orders: Sequence[IncomingOrder],
    *,
    mode: str,
    import_id: int | None = None,
    buyers: Mapping[str, int] | None = None,
) -> list[Accepted]:
    """One result per order, in the order given. Orders of one call are served by rank, not by arrival.

    `buyers`: customer id by the order's external id, where a person said who buys; else the channel's word counts.

    Each chunk of ACCEPT_CHUNK_ORDERS_COUNT is one transaction: orders, stock set aside, payments and events together.
    """
    channel = channels.channel_before(actor, channel_id)
    access.require(actor, "orders.accept", company_id=channel.company_id)
    out: list[Accepted] = []
    for start in range(0, len(orders), ACCEPT_CHUNK_ORDERS_COUNT):
        chunk = [hide_cards(order) for order in orders[start : start + ACCEPT_CHUNK_ORDERS_COUNT]]
        out += _let_in(actor, channel, chunk, mode, import_id, buyers or {})
    return out


@in_one_piece
def _let_in(
    actor: Actor,
    channel: ChannelFacts,
    orders: Sequence[IncomingOrder],
    mode: str,
    import_id: int | None,
    buyers: Mapping[str, int],
) -> list[Accepted]:
    """One chunk. Whether the channel only listens is asked once it is held: a take-over may just have ended."""
    known = know(channel, orders)
    if known.channel.listening and mode == "live":
        mode = "listening"  # the old tool still sends them: they come in and do nothing
    return _accept_chunk(actor, known, orders, mode, import_id, buyers)


@in_one_piece
def accept_in_place(
    actor: Actor,
    channel: ChannelFacts,
    orders: Sequence[IncomingOrder],
    mode: str,
    kept: Mapping[str, Kept],
) -> list[Accepted]:
    """Orders that were taken out just now come in anew in another mode, each under its id; rights are the caller's."""
    return _accept_chunk(actor, know(channel, orders), orders, mode, None, {}, kept)


def _accept_chunk(
    actor: Actor,
    known: Surroundings,
    orders: Sequence[IncomingOrder],
    mode: str,
    import_id: int | None,
    buyers: Mapping[str, int],
    kept: Mapping[str, Kept] = NOTHING_KEPT,
) -> list[Accepted]:
    channel = known.channel
    intake = intake_of(channel, mode)
    found = _sorted(intake, orders, known)
    results, plans, changed, heard = found.results, found.plans, found.changed, found.heard
    if changed:
        lock_stock_of_orders(None, [int(order.pk) for _, order, _ in changed])
    if heard:
        kept = {**kept, **keep(list(heard.values()))}
        take_out(actor, channel.company_id, list(heard.values()), reason="newer version")
    numbers = known.numbers - {order.number for order in heard.values()}  # theirs again
    told = Told(actor, intake, channel.code, channel.timezone, import_id, buyers, known.buyers, numbers, kept)
    alone = not (changed or heard or kept or any(plan.incoming.checkout for plan in plans))
    taken = take_in(told, known, plans, alone=alone)
    written: list[Order] = []
    if not taken.settled:
        written = order_rows.in_order([order.id for order in taken.orders])
        _settle(actor, intake, known, written, plans)
    notes = {place: catch_up_goods(actor, standing, plan) for place, standing, plan in changed}
    # Money after goods, for all orders: the two books are locked in that order everywhere.
    if not taken.settled:
        rows = payment_rows(channel, written, plans)
        record_payments(actor, channel.company_id, rows, book=mode == "live")
        if intake.mode == "live":
            book_outside(actor, channel, written, plans)
    _follow_refunds(actor, channel, mode, taken.orders, plans)
    for place, standing, plan in changed:
        before, note = catch_up_money(actor, channel, standing, plan, notes[place])
        results[place] = Accepted(int(standing.pk), "changed", before=before, note=note)
    if intake.mode == "live" and changed:
        pass_over(channel.company_id, [int(one.pk) for _, one, _ in changed], "changed")
    if intake.mode == "live":
        rerank_soon(channel.company_id, _short(taken, written, changed))
    # A deposit told with an order counts as soon as it is recorded.
    on_account = {int(o.customer_id) for o in taken.orders if o.customer_id and o.payment_state == "terms"}
    on_account |= {int(o.customer_id) for _, o, _ in changed if o.customer_id}
    if on_account:
        recheck_credit(actor, channel.company_id, on_account, verb="orders.accept")
    if intake.mode == "live":
        ended = [o.id for o in taken.orders if o.state != "open" or o.fulfilment_state == "nothing"]
        mine = ended + [int(one.pk) for _, one, _ in changed]
        if mine and finish_services(actor, channel.company_id, mine, known.zone):
            credit_refunds(actor, channel.company_id, mine)
    for order in taken.orders:
        results[found.fresh[order.external_id]] = (
            Accepted(order.id, "changed", note=HEARD)
            if order.external_id in heard
            else Accepted(order.id, "new")
        )
    if again := found.again:
        # The same order once more in one file: it stands now, so it is the same or a newer version of it.
        repeated = [orders[place] for place in again]
        once_more = _accept_chunk(actor, know(channel, repeated), repeated, mode, import_id, buyers)
        for place, result in zip(again, once_more, strict=True):
            results[place] = result
    return [result for result in results if result is not None]


def _short(
    taken: TakenIn, written: Sequence[Order], changed: Sequence[tuple[int, Order, OrderPlan]]
) -> list[int]:
    """Ids of orders of this chunk that may lack what others have."""
    if taken.settled:
        return [o.id for o in taken.orders if o.allocation_state == "short"]
    return [int(o.pk) for o in written] + [int(o.pk) for _, o, _ in changed]


def _follow_refunds(
    actor: Actor, channel: ChannelFacts, mode: str, orders: Sequence[NewOrder], plans: Sequence[OrderPlan]
) -> None:
    """Of new orders only those whose channel tells that money went back or was given up."""
    telling = [(o.id, plan) for o, plan in zip(orders, plans, strict=True) if tells(plan) or given_up(plan)]
    if telling:
        rows = order_rows.in_order([pk for pk, _ in telling])
        follow_refunds(actor, channel, mode, list(zip(rows, [plan for _, plan in telling], strict=True)))


@dataclass(slots=True)
class _Sorted:
    """One chunk by what becomes of each order; `fresh`: places of those to write, `again`: told twice in the chunk."""

    results: list[Accepted | None]
    fresh: dict[str, int] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)
    changed: list[tuple[int, Order, OrderPlan]] = field(default_factory=list)
    heard: dict[str, Order] = field(default_factory=dict)
    plans: list[OrderPlan] = field(default_factory=list)


def _sorted(intake: Intake, orders: Sequence[IncomingOrder], known: Surroundings) -> _Sorted:
    found = _Sorted([None] * len(orders))
    # Locked in id order, so that two intakes of one file take turns.
    standing = order_rows.locked_by_external(known.channel.id, known.standing) if known.standing else {}
    for place, order in enumerate(orders):
        if why := refusal(order):
            found.results[place] = Accepted(None, "refused", note=why)
            continue
        plan = plan_order(order, intake, known.by_variant, known.by_code)
        here = standing.get(order.external_id)
        if order.external_id in found.fresh:
            found.again.append(place)
            continue
        if here is not None:
            found.results[place] = _again(here, plan, intake)
            if found.results[place] is not None:
                continue
            if here.mode != "listening":
                found.changed.append((place, here, plan))
                continue
            found.heard[order.external_id] = here  # nothing hangs on it: the newer version takes its place
        found.fresh[order.external_id] = place
        found.plans.append(plan)
    return found


def intake_of(channel: ChannelFacts, mode: str) -> Intake:
    """What is the same for all orders of one channel taken in now."""
    return Intake(
        company_id=channel.company_id,
        channel_id=channel.id,
        prefix=channel.prefix,
        mode=mode,
        now=datetime.now(UTC),
        default_fulfilled_by=channel.fulfilled_by,
        invoice_issuer=channel.invoice_issuer,
        tax_remitter=channel.tax_remitter,
    )


def _again(order: Order, plan: OrderPlan, intake: Intake) -> Accepted | None:
    """What becomes of an order we have; None when this is a newer version of it."""
    if order.mode == "listening" and intake.mode == "history":
        return Accepted(int(order.pk), "same", note="It only listens; a file of history does not change it.")
    if order.content_sha256 == plan.content_sha256:
        return Accepted(int(order.pk), "same")
    updated = plan.incoming.updated_at
    if updated and order.external_updated_at and updated < order.external_updated_at:
        return Accepted(int(order.pk), "same", note="An older version of this order; the newer one stays.")
    return None


def _settle(
    actor: Actor, intake: Intake, known: Surroundings, orders: Sequence[Order], plans: Sequence[OrderPlan]
) -> None:
    """What new orders bring about that could not be settled with them."""
    channel, company_id = known.channel, intake.company_id
    if intake.mode != "live":
        return
    goods = (*known.by_variant.values(), *known.by_code.values())
    post_outside(actor, channel, orders, plans, {g.sku_id: g.parts for g in goods if g.parts})
    look_after(actor, company_id, orders, plans)
    # Before stock is set aside: priority and preferred site decide who gets it and from where.
    pass_over(company_id, [int(o.pk) for o in orders], "accepted", resite=False)
    waiting = [int(o.pk) for o in orders if o.allocation_state == "unallocated"]
    if waiting:
        raise_openings(actor, company_id, waiting)
        served = use_holds(actor, known, orders, plans)
        if others := [pk for pk in waiting if pk not in served]:
            allocate_orders(actor, company_id, order_ids=others)
