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
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.payments.actions.record_payments import PaymentRow, record_payments
from opsroom.domains.warehouse.actions._stock_rows import lock_sites, lock_stock_of_orders
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import ACCEPT_CHUNK_ORDERS_COUNT
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows._take_out import TASK_OF_FLAG, take_out
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.credit_refunds import credit_refunds
from opsroom.workflows.intake.catch_up import catch_up_goods, catch_up_money
from opsroom.workflows.intake.credit import hold_over_limit
from opsroom.workflows.intake.due import ship_by_of
from opsroom.workflows.intake.hide_cards import hide_cards
from opsroom.workflows.intake.nothing_to_ship import finish_services
from opsroom.workflows.intake.outside import book_outside, post_outside
from opsroom.workflows.intake.plan import Goods, Intake, OrderPlan, plan_order, refusal
from opsroom.workflows.intake.refunds import follow_refunds
from opsroom.workflows.intake.write import NOTHING_KEPT, Kept, keep, write_orders
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
    channel = channels.channel(actor, channel_id)
    access.require(actor, "orders.accept", company_id=channel.company_id)
    out: list[Accepted] = []
    for start in range(0, len(orders), ACCEPT_CHUNK_ORDERS_COUNT):
        chunk = [hide_cards(order) for order in orders[start : start + ACCEPT_CHUNK_ORDERS_COUNT]]
        out += _let_in(actor, channel_id, chunk, mode, import_id, buyers or {})
    return out


@in_one_piece
def _let_in(
    actor: Actor,
    channel_id: int,
    orders: Sequence[IncomingOrder],
    mode: str,
    import_id: int | None,
    buyers: Mapping[str, int],
) -> list[Accepted]:
    """One chunk. Whether the channel only listens is asked once it is held: a take-over may just have ended."""
    channels.lock_channel(channel_id)
    channel = channels.channel(actor, channel_id)
    if channel.listening and mode == "live":
        mode = "listening"  # the old tool still sends them: they come in and do nothing
    return _accept_chunk(actor, channel, orders, mode, import_id, buyers)


@in_one_piece
def accept_in_place(
    actor: Actor,
    channel: ChannelFacts,
    orders: Sequence[IncomingOrder],
    mode: str,
    kept: Mapping[str, Kept],
) -> list[Accepted]:
    """Orders that were taken out just now come in anew in another mode, each under its id; rights are the caller's."""
    return _accept_chunk(actor, channel, orders, mode, None, {}, kept)


@in_one_piece
def _accept_chunk(
    actor: Actor,
    channel: ChannelFacts,
    orders: Sequence[IncomingOrder],
    mode: str,
    import_id: int | None,
    buyers: Mapping[str, int],
    kept: Mapping[str, Kept] = NOTHING_KEPT,
) -> list[Accepted]:
    channels.lock_channel(channel.id)  # the same order twice at once: the second finds the first
    lock_sites(channel.company_id, counting=False)
    intake = intake_of(channel, mode)
    by_variant, by_code = goods_of(channel, orders)
    found = _sorted(channel, intake, orders, by_variant, by_code)
    results, plans, changed, heard = found.results, found.plans, found.changed, found.heard
    parts = {g.sku_id: g.parts for g in (*by_variant.values(), *by_code.values()) if g.parts}
    lock_stock_of_orders(None, [int(order.pk) for _, order, _ in changed])
    if heard:
        kept = {**kept, **keep(list(heard.values()))}
        take_out(actor, channel.company_id, list(heard.values()), reason="newer version")
    written = _take_in(actor, intake, channel, plans, import_id, parts, buyers, kept)
    notes = {place: catch_up_goods(actor, known, plan) for place, known, plan in changed}
    # Money after goods, for all orders: the two books are locked in that order everywhere.
    _pay(actor, channel, mode, written, plans)
    if intake.mode == "live":
        book_outside(actor, channel, written, plans)
    follow_refunds(actor, channel, mode, list(zip(written, plans, strict=True)))
    for place, known, plan in changed:
        before, note = catch_up_money(actor, channel, known, plan, notes[place])
        results[place] = Accepted(int(known.pk), "changed", before=before, note=note)
    if intake.mode == "live" and changed:
        pass_over(channel.company_id, [int(known.pk) for _, known, _ in changed], "changed")
    # A deposit told with an order counts as soon as it is recorded.
    seen = (*written, *(known for _, known, _ in changed))
    on_account = {int(o.customer_id) for o in seen if o.customer_id and o.payment_state == "terms"}
    on_account |= {int(o.customer_id) for _, o, _ in changed if o.customer_id}
    recheck_credit(actor, channel.company_id, on_account, verb="orders.accept")
    if intake.mode == "live":
        mine = [int(row.pk) for row in (*written, *(known for _, known, _ in changed))]
        if finish_services(actor, channel.company_id, mine, timezone_of(channel.company_id)):
            credit_refunds(actor, channel.company_id, mine)
    for plan, row in zip(plans, written, strict=True):
        told = plan.incoming.external_id
        results[found.fresh[told]] = (
            Accepted(int(row.pk), "changed", note=HEARD) if told in heard else Accepted(int(row.pk), "new")
        )
    if again := found.again:
        # The same order once more in one file: it stands now, so it is the same or a newer version of it.
        for place, result in zip(
            again,
            _accept_chunk(actor, channel, [orders[p] for p in again], mode, import_id, buyers),
            strict=True,
        ):
            results[place] = result
    return [result for result in results if result is not None]


@dataclass(slots=True)
class _Sorted:
    """One chunk by what becomes of each order; `fresh`: places of those to write, `again`: told twice in the chunk."""

    results: list[Accepted | None]
    fresh: dict[str, int] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)
    changed: list[tuple[int, Order, OrderPlan]] = field(default_factory=list)
    heard: dict[str, Order] = field(default_factory=dict)
    plans: list[OrderPlan] = field(default_factory=list)


def _sorted(
    channel: ChannelFacts,
    intake: Intake,
    orders: Sequence[IncomingOrder],
    by_variant: Mapping[str, Goods],
    by_code: Mapping[str, Goods],
) -> _Sorted:
    found = _Sorted([None] * len(orders))
    standing = _standing(channel.id, orders)
    for place, order in enumerate(orders):
        if why := refusal(order):
            found.results[place] = Accepted(None, "refused", note=why)
            continue
        plan = plan_order(order, intake, by_variant, by_code)
        known = standing.get(order.external_id)
        if order.external_id in found.fresh:
            found.again.append(place)
            continue
        if known is not None:
            found.results[place] = _again(known, plan, intake)
            if found.results[place] is not None:
                continue
            if known.mode != "listening":
                found.changed.append((place, known, plan))
                continue
            found.heard[order.external_id] = known  # nothing hangs on it: the newer version takes its place
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


def goods_of(
    channel: ChannelFacts, orders: Sequence[IncomingOrder]
) -> tuple[dict[str, Goods], dict[str, Goods]]:
    """What the catalog knows of every SKU these orders name, by the channel's variant id and by code."""
    variants = {ln.variant_external_id for o in orders for ln in o.lines if ln.variant_external_id}
    codes = {ln.sku for o in orders for ln in o.lines if ln.sku}
    listed = channels.skus_by_variant(channel.id, variants)
    facts = catalog.skus_by_id(channel.company_id, set(listed.values()))
    by_variant = {variant: _as_goods(facts[sku]) for variant, sku in listed.items() if sku in facts}
    found = catalog.skus_by_code(channel.company_id, codes)
    return by_variant, {code: _as_goods(sku) for code, sku in found.items()}


def _as_goods(facts: SkuFacts) -> Goods:
    return Goods(facts.id, facts.code, facts.shippable, facts.kind, facts.components if facts.is_kit else ())


def _standing(channel_id: int, orders: Sequence[IncomingOrder]) -> dict[str, Order]:
    """Orders we have already, locked in id order so that two intakes of one file take turns."""
    return order_rows.locked_by_external(channel_id, [o.external_id for o in orders])


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


def _take_in(
    actor: Actor,
    intake: Intake,
    channel: ChannelFacts,
    plans: Sequence[OrderPlan],
    import_id: int | None,
    parts: Mapping[int, Sequence[tuple[int, int]]],
    buyers: Mapping[str, int],
    kept: Mapping[str, Kept],
) -> list[Order]:
    due = ship_by_of(intake.company_id, channel, plans) if intake.mode == "live" else {}
    orders = write_orders(
        actor,
        intake,
        plans,
        channel_code=channel.code,
        import_id=import_id,
        ship_by=due,
        timezone=channel.timezone,
        buyers=buyers,
        kept=kept,
    )
    if intake.mode == "live":
        post_outside(actor, channel, orders, plans, parts)
        _hold(actor, intake.company_id, orders, plans)
        hold_over_limit(actor, intake.company_id, orders)
        _ask(actor, intake.company_id, orders)
        # Before stock is set aside: priority and preferred site decide who gets it and from where.
        pass_over(intake.company_id, [int(o.pk) for o in orders], "accepted", resite=False)
        waiting = [int(o.pk) for o in orders if o.allocation_state == "unallocated"]
        if waiting:
            raise_openings(actor, intake.company_id, waiting)
            allocate_orders(actor, intake.company_id, order_ids=waiting)
    return orders


def _pay(
    actor: Actor, channel: ChannelFacts, mode: str, orders: Sequence[Order], plans: Sequence[OrderPlan]
) -> None:
    rows = [
        PaymentRow(
            order_id=int(order.pk),
            external_id=p.external_id,
            kind=p.kind,
            # A marketplace that named no gateway holds the money itself: its promise and its payment are one account.
            gateway=p.gateway or (channel.code if p.kind == "marketplace" else ""),
            state=p.state,
            amount_minor=p.amount_minor,
            currency=p.currency,
            occurred_at=p.occurred_at,
        )
        for order, plan in zip(orders, plans, strict=True)
        if not plan.is_test
        for p in plan.payments
    ]
    record_payments(actor, channel.company_id, rows, book=mode == "live")


def _hold(actor: Actor, company_id: int, orders: Sequence[Order], plans: Sequence[OrderPlan]) -> None:
    details: dict[str, dict[int, str]] = {}
    for order, plan in zip(orders, plans, strict=True):
        if order.state != "open":
            continue
        if order.has_bad_address:
            details.setdefault("address", {})[int(order.pk)] = ""
        for reason, detail in plan.holds.items():
            details.setdefault(reason, {})[int(order.pk)] = detail
    for reason, by_order in details.items():
        place_hold(actor, company_id, sorted(by_order), reason, details=by_order)


def _ask(actor: Actor, company_id: int, orders: Sequence[Order]) -> None:
    """One task per cause: the page groups them, and each closes itself when its cause is gone."""
    open_tasks(
        actor,
        [
            NewTask(
                kind=kind,
                subject_kind="orders.order",
                subject_id=int(order.pk),
                cause_key=f"{kind}:order:{order.pk}",
                role="desk",
            )
            for order in orders
            for flag, kind in TASK_OF_FLAG.items()
            if getattr(order, flag)
        ],
        company_id,
    )
