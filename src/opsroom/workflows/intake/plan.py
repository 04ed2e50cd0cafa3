"""Plans one incoming order: its axes, lines, demand, holds and payments, from facts alone. Changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from opsroom.domains.orders.rules import line_amounts
from opsroom.kernel.values.limits import TOLD_PIECES_COUNT_MAX
from opsroom.kernel.values.money import split_largest_remainder, to_minor
from opsroom.ports.incoming import (
    FulfilledBy,
    IncomingLine,
    IncomingOrder,
    IncomingTax,
    LineKind,
    PaymentCondition,
)
from opsroom.ports.reading.cells import to_major
from opsroom.workflows.intake.payments import PAYMENT_STATE, PaymentPlan, payments_of

SHIPPED = frozenset({"shipped", "delivered"})
# Who ships what we never touch: no pick, no wave, no late figure.
OUTSIDE = frozenset({FulfilledBy.MARKETPLACE, FulfilledBy.TILL, FulfilledBy.SUPPLIER, FulfilledBy.THREE_PL})
# What is wrong with an order, and the task that asks for it.
TASK_OF_FLAG: Mapping[str, str] = {"has_unknown_sku": "unknown_sku", "has_bad_address": "bad_address"}


@dataclass(frozen=True, slots=True)
class Goods:
    """What the catalog knows of a SKU that a line may name; `parts` of a kit as (SKU id, pieces)."""

    sku_id: int
    code: str
    shippable: bool
    kind: str
    parts: tuple[tuple[int, int], ...] = ()
    untracked: frozenset[int] = frozenset()  # of it or of its parts: nothing is set aside of them


@dataclass(frozen=True, slots=True)
class Intake:
    """What is the same for all orders of one call."""

    company_id: int
    channel_id: int
    prefix: str
    mode: str
    now: datetime
    default_fulfilled_by: str
    invoice_issuer: str
    tax_remitter: str


@dataclass(slots=True)
class LinePlan:
    """A line to write, with the demand frozen on it as (SKU id, pieces each, pieces)."""

    external_id: str
    kind: str
    sku_id: int | None
    sku_text: str
    title: str
    quantity: int
    cancelled: int
    shipped_before: int
    unit_price: Decimal
    discount_minor: int
    tax_rate: Decimal
    net_minor: int
    tax_minor: int
    ships: bool
    personalisation: list[list[str]]
    demands: list[tuple[int, int, int]] = field(default_factory=list)
    goods: Goods | None = None

    @property
    def remaining(self) -> int:
        """Units still to be sent."""
        return self.quantity - self.cancelled - self.shipped_before


@dataclass(slots=True)
class OrderPlan:
    """Everything one incoming order becomes."""

    incoming: IncomingOrder
    content_sha256: str
    fulfilled_by: str
    state: str
    payment_state: str
    allocation_state: str
    fulfilment_state: str
    is_test: bool
    has_unknown_sku: bool
    net_minor: int
    tax_minor: int
    total_minor: int
    shipping_minor: int
    lines: list[LinePlan]
    payments: list[PaymentPlan]
    holds: dict[str, str]
    untracked: frozenset[int] = frozenset()

    @property
    def units(self) -> int:
        """Pieces of goods lines."""
        return sum(line.quantity - line.cancelled for line in self.lines if line.kind == "goods")


def refusal(order: IncomingOrder) -> str | None:
    """Why the order cannot be stored at all, as a sentence; None when it can."""
    if not order.external_id:
        return "The order has no id of its own. Add the order's number."
    if order.placed_at is None:
        return f"Order {order.name or order.external_id} has no date. Add the day it was placed."
    if not order.lines:
        return f"Order {order.name or order.external_id} has no lines. Add at least one."
    for line in order.lines:
        if line.quantity != int(line.quantity) or line.quantity < 0:
            return f"{line.quantity} of {line.sku or line.title} is not a whole number of pieces. Use 1, 2 and so on."
        if line.quantity > TOLD_PIECES_COUNT_MAX:
            return (
                f"{line.quantity:,} pieces of {line.sku or line.title} cannot be true. Correct the quantity."
            )
    return None


def content_of(order: IncomingOrder) -> str:
    """A fingerprint of the whole order: the same order again has the same, whatever file it came in."""
    return hashlib.sha256(repr(order).encode()).hexdigest()


def plan_order(
    order: IncomingOrder, intake: Intake, by_variant: Mapping[str, Goods], by_code: Mapping[str, Goods]
) -> OrderPlan:
    """The plan of one order. `by_variant` is keyed by the channel's variant id, `by_code` by code or alias."""
    fulfilled_by = order.fulfilled_by
    if fulfilled_by is FulfilledBy.US and intake.default_fulfilled_by != "us":
        fulfilled_by = FulfilledBy(intake.default_fulfilled_by)
    live = intake.mode == "live" and not order.test and order.cancelled_at is None
    shipped = _shipped_before(order)
    lines = _lines(order, shipped, by_variant, by_code)
    wants = live and fulfilled_by is FulfilledBy.US
    untracked: frozenset[int] = frozenset()
    if wants:
        for line in lines:
            line.demands = _demands(line)
            if line.goods is not None and line.demands:
                untracked |= line.goods.untracked
    unknown = wants and any(ln.kind == "goods" and ln.sku_id is None and ln.remaining > 0 for ln in lines)
    net, tax = sum(ln.net_minor for ln in lines), sum(ln.tax_minor for ln in lines)
    told = order.totals.current_total_minor
    told = order.totals.total_minor if told is None else told
    total = net + tax if told is None else told
    state, allocation, fulfilment = _axes(order, intake, fulfilled_by, lines)
    if wants and total != net + tax:
        lines.append(_difference(total - net - tax, order.currency))
        if fulfilment == "nothing" and PAYMENT_STATE[order.payment] not in ("refunded", "voided"):
            state = "open"  # else it would be invoiced at once, before anybody has seen that its sums do not agree
    plan = OrderPlan(
        incoming=order,
        content_sha256=content_of(order),
        fulfilled_by=fulfilled_by.value,
        state=state,
        payment_state=PAYMENT_STATE[order.payment],
        allocation_state=allocation,
        fulfilment_state=fulfilment,
        is_test=order.test,
        has_unknown_sku=unknown,
        net_minor=total - tax,
        tax_minor=tax,
        total_minor=total,
        shipping_minor=sum(ln.net_minor + ln.tax_minor for ln in lines if ln.kind == "shipping"),
        lines=lines,
        payments=payments_of(order, total),
        holds={},
        untracked=untracked,
    )
    if wants and state == "open" and total != net + tax:
        plan.holds["amounts"] = (
            f"The lines come to {to_major(net + tax, order.currency)} {order.currency}, the channel charged "
            f"{to_major(total, order.currency)}. Releasing this hold invoices that; the difference is a line."
        )
    return plan


def _shipped_before(order: IncomingOrder) -> dict[str, int]:
    out: dict[str, int] = {}
    for fulfilment in order.fulfilments:
        if fulfilment.state in SHIPPED:
            for line in fulfilment.lines:
                out[line.line_external_id] = out.get(line.line_external_id, 0) + int(line.quantity)
    return out


def _goods(line: IncomingLine, by_variant: Mapping[str, Goods], by_code: Mapping[str, Goods]) -> Goods | None:
    """The channel's own id first, since a code may have been typed; a blank one matches nothing."""
    if line.variant_external_id and line.variant_external_id in by_variant:
        return by_variant[line.variant_external_id]
    return by_code.get(line.sku) if line.sku else None


def _lines(
    order: IncomingOrder,
    shipped: Mapping[str, int],
    by_variant: Mapping[str, Goods],
    by_code: Mapping[str, Goods],
) -> list[LinePlan]:
    plans: list[LinePlan] = []
    for line in order.lines:
        first = int(line.quantity_first if line.quantity_first is not None else line.quantity)
        now = int(line.quantity)
        quantity = max(first, now)
        if quantity == 0:
            continue
        goods = _goods(line, by_variant, by_code)
        amounts = line_amounts(
            to_minor(line.unit_price * now, order.currency) - line.discount_minor,
            [tax.amount_minor for tax in line.taxes] if now else [],
            includes_tax=order.prices_include_tax,
        )
        kind = line.kind.value
        if goods is not None and kind == "goods" and goods.kind != "goods":
            kind = goods.kind
        ships = kind == "goods" and line.requires_shipping and (goods is None or goods.shippable)
        plans.append(
            LinePlan(
                external_id=line.external_id,
                kind=kind,
                sku_id=goods.sku_id if goods else None,
                sku_text=line.sku or "",
                title=line.title,
                quantity=quantity,
                cancelled=quantity - now,
                # A channel calls a gift card fulfilled once it has mailed the code: no earlier tool sent it.
                shipped_before=min(shipped.get(line.external_id, 0), now) if ships else 0,
                unit_price=line.unit_price,
                discount_minor=line.discount_minor,
                tax_rate=_rate(line.taxes, amounts.net, amounts.tax),
                net_minor=amounts.net,
                tax_minor=amounts.tax,
                ships=ships,
                personalisation=[[label, text] for label, text in line.personalisation],
                goods=goods,
            )
        )
    plans += _shipping_lines(order)
    _spread_order_tax(order, plans)
    return plans


def _shipping_lines(order: IncomingOrder) -> list[LinePlan]:
    plans = []
    for line in order.shipping_lines:
        amounts = line_amounts(
            line.price_minor - line.discount_minor,
            [tax.amount_minor for tax in line.taxes],
            includes_tax=order.prices_include_tax,
        )
        price = Decimal(line.price_minor).scaleb(-_digits(order.currency))
        plans.append(
            LinePlan(
                external_id=line.external_id,
                kind=LineKind.SHIPPING.value,
                sku_id=None,
                sku_text="",
                title=line.title or "Shipping",
                quantity=1,
                cancelled=0,
                shipped_before=0,
                unit_price=price,
                discount_minor=line.discount_minor,
                tax_rate=_rate(line.taxes, amounts.net, amounts.tax),
                net_minor=amounts.net,
                tax_minor=amounts.tax,
                ships=False,
                personalisation=[],
            )
        )
    return plans


def _difference(minor: int, currency: str) -> LinePlan:
    """What was charged beside the lines, as a line of its own: so the invoice comes to what was charged."""
    return LinePlan(
        external_id="",
        kind="difference",
        sku_id=None,
        sku_text="",
        title="Difference between the lines and what was charged",
        quantity=1,
        cancelled=0,
        shipped_before=0,
        unit_price=Decimal(minor).scaleb(-_digits(currency)),
        discount_minor=0,
        tax_rate=Decimal(0),
        net_minor=minor,
        tax_minor=0,
        ships=False,
        personalisation=[],
    )


def _digits(currency: str) -> int:
    """Minor digits by way of one major unit: to_minor(1) is 100 for cents, 1 for yen."""
    return len(str(to_minor(Decimal(1), currency))) - 1


def _rate(taxes: Sequence[IncomingTax], net: int, tax: int) -> Decimal:
    """The rate as told; where only the amount was told, the nearest tenth of a percent that explains it."""
    told = [t.rate for t in taxes if t.rate is not None]
    if told:
        return sum(told, Decimal(0))
    return (Decimal(tax) / Decimal(net)).quantize(Decimal("0.001")) if net and tax else Decimal(0)


def _spread_order_tax(order: IncomingOrder, plans: list[LinePlan]) -> None:
    """Where tax was told for the order only, each line carries its share, exact to the last unit."""
    told = order.totals.tax_minor or sum(t.amount_minor for t in order.taxes)
    if not told or not plans or any(p.tax_minor for p in plans):
        return
    weights = [max(p.net_minor, 0) for p in plans]
    if not any(weights):
        return
    rates = [t.rate for t in order.taxes if t.rate is not None]
    for plan, tax in zip(plans, split_largest_remainder(told, weights), strict=True):
        plan.tax_minor = tax
        if order.prices_include_tax:
            plan.net_minor -= tax
        plan.tax_rate = sum(rates, Decimal(0)) if rates else _rate((), plan.net_minor, tax)


def _demands(line: LinePlan) -> list[tuple[int, int, int]]:
    """Pieces by SKU, the kit's parts frozen as they are today."""
    if not line.ships or line.goods is None or line.remaining <= 0:
        return []
    parts = line.goods.parts or ((line.goods.sku_id, 1),)
    return [(sku, each, each * line.remaining) for sku, each in parts]


def _axes(
    order: IncomingOrder, intake: Intake, fulfilled_by: FulfilledBy, lines: Sequence[LinePlan]
) -> tuple[str, str, str]:
    """Order, allocation and fulfilment state at birth."""
    if order.cancelled_at is not None:
        return "cancelled", "not_needed", "nothing"
    if order.test:
        return "closed", "not_needed", "nothing"
    if intake.mode == "history":
        return "closed", "not_needed", "shipped"
    if fulfilled_by in OUTSIDE:
        return "closed", "not_needed", "elsewhere"
    ships = [line for line in lines if line.ships and line.quantity > line.cancelled]
    if not ships:
        done = order.payment not in (PaymentCondition.PENDING, PaymentCondition.AUTHORISED)
        return "closed" if done else "open", "not_needed", "nothing"
    if all(line.remaining <= 0 for line in ships):
        return "closed", "not_needed", "shipped"
    begun = any(line.shipped_before for line in ships)
    # What only listens stands as it is at the channel, and waits for nothing here.
    wants = "not_needed" if intake.mode == "listening" else "unallocated"
    return "open", wants, "part_shipped" if begun else "unreleased"
