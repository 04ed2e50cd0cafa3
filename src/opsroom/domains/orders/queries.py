"""Reads of orders for outsiders: facts as dataclasses, the display word in SQL; refuses foreign companies' rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.errors import OrderNotFound
from opsroom.domains.orders.models import Demand, Hold, Order, OrderLine, OrderNote, OrderTag
from opsroom.domains.orders.rules import RELEASABLE_PAYMENT, Axes, Word, display_word, release_refusal
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

_PAID = ", ".join(f"'{state}'" for state in sorted(RELEASABLE_PAYMENT))

# The same precedence as rules.display_word; `o` is orders_order.
WORD_SQL = f"""
CASE
  WHEN o.state = 'cancelled' THEN 'cancelled'
  WHEN o.is_test THEN 'test'
  WHEN o.mode = 'history' THEN 'history'
  WHEN o.mode = 'listening' THEN 'listening'
  WHEN o.fulfilment_state = 'elsewhere' THEN 'elsewhere'
  WHEN o.fulfilment_state = 'shipped' THEN 'shipped'
  WHEN o.state = 'closed' THEN 'closed'
  WHEN o.on_hold THEN 'on_hold'
  WHEN o.fulfilment_state IN ('packed', 'packing', 'picked', 'picking', 'released') THEN o.fulfilment_state
  WHEN o.has_unknown_sku THEN 'unknown_sku'
  WHEN o.payment_state NOT IN ({_PAID}) THEN 'payment_pending'
  WHEN o.allocation_state IN ('short', 'unallocated') THEN 'short'
  WHEN o.fulfilment_state = 'part_shipped' THEN 'part_shipped'
  WHEN o.allocation_state = 'allocated' THEN 'ready'
  ELSE 'open'
END
"""  # the only inserted text is our own list of states


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """One order as outsiders read it; amounts in minor units of `currency`, ids of people without their names."""

    id: int
    company_id: int
    channel_id: int
    external_id: str
    external_name: str
    number: str
    mode: str
    fulfilled_by: str
    state: str
    payment_state: str
    allocation_state: str
    fulfilment_state: str
    site_ids: Sequence[int]
    on_hold: bool
    is_test: bool
    has_unknown_sku: bool
    has_bad_address: bool
    placed_at: datetime
    accepted_at: datetime
    external_updated_at: datetime | None
    content_sha256: str
    ship_by: datetime | None
    deliver_by: datetime | None
    shipped_at: datetime | None
    closed_at: datetime | None
    priority: int
    assigned_to_id: int | None
    delivery_method: str
    customer_id: int | None
    ship_to_id: int | None
    told_ship_to_id: int | None
    bill_to_id: int | None
    customer_note: str
    gift_message: str
    terms_days: int | None
    purchase_order: str
    invoice_issuer: str
    tax_remitter: str
    prices_include_tax: bool
    currency: str
    net_minor: int
    tax_minor: int
    total_minor: int
    shipping_minor: int
    units: int
    line_count: int


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """Which order a number of ours means: its id, its channel and the channel's own id for it."""

    id: int
    number: str
    channel_id: int
    external_id: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line as sold; `sku_id` None: nobody knows the code. `personalisation`: [[label, text], ...]."""

    id: int
    order_id: int
    position: int
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
    gross_minor: int
    ships: bool
    personalisation: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """Pieces of one SKU that a line takes from the shelf."""

    id: int
    line_id: int
    order_id: int
    sku_id: int
    quantity_each: int
    quantity: int


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """One hold with its owner and clock; `released_at` None while it stands."""

    id: int
    order_id: int
    state: str
    reason: str
    detail: str
    owner_id: int | None
    placed_at: datetime
    due_at: datetime | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """One note of the team; may name people, so it is shown only to those who may see people."""

    id: int
    text: str
    author_id: int | None
    written_at: datetime


_ORDER = tuple(OrderFacts.__dataclass_fields__)
_NUMBER = tuple(NumberFacts.__dataclass_fields__)
_LINE = tuple(LineFacts.__dataclass_fields__)
_DEMAND = tuple(DemandFacts.__dataclass_fields__)
_HOLD = tuple(HoldFacts.__dataclass_fields__)
_NOTE = tuple(NoteFacts.__dataclass_fields__)


def visible_to(actor: Actor) -> QuerySet[Order]:
    """Orders of the actor's companies; a warehouse person bound to sites sees those that concern their sites."""
    access.require(actor, "orders.view")
    rows = Order.objects.all()
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    if actor.site_ids is not None:
        rows = rows.filter(site_ids__overlap=sorted(actor.site_ids))
    return rows


def order_of(actor: Actor, order_id: int) -> OrderFacts:
    """The order, or the same answer for a foreign id as for a missing one."""
    row = visible_to(actor).filter(pk=order_id).values(*_ORDER).first()
    if row is None:
        raise OrderNotFound()
    return OrderFacts(**row)


def orders_of(actor: Actor, order_ids: Collection[int]) -> list[OrderFacts]:
    """Those of these orders that the actor may see, by id."""
    rows = visible_to(actor).filter(pk__in=list(order_ids)).order_by("id").values(*_ORDER)
    return [OrderFacts(**row) for row in rows]


def orders_by_number(actor: Actor, numbers: Collection[str]) -> dict[str, NumberFacts]:
    """Those of our own numbers that the actor may see, with what tells the channel's order."""
    rows = visible_to(actor).filter(number__in=list(numbers))
    return {row["number"]: NumberFacts(**row) for row in rows.values(*_NUMBER)}


def lines_of(order_ids: Collection[int]) -> list[LineFacts]:
    """Lines of these orders in their order; the caller has checked that they may be seen."""
    rows = OrderLine.objects.filter(order_id__in=list(order_ids)).order_by("order_id", "position")
    return [LineFacts(**row) for row in rows.values(*_LINE)]


def told_between(
    actor: Actor, channel_id: int, first: datetime, last: datetime, external_ids: Collection[str]
) -> list[tuple[OrderFacts, list[LineFacts]]]:
    """Orders of a channel placed in this span, and those of these ids whenever placed, with lines; no test orders."""
    wanted = Q(placed_at__gte=first, placed_at__lte=last) | Q(external_id__in=list(external_ids))
    rows = visible_to(actor).filter(wanted, channel_id=channel_id, is_test=False).order_by("placed_at", "id")
    facts = [OrderFacts(**row) for row in rows.values(*_ORDER)]
    lines: dict[int, list[LineFacts]] = {}
    for line in lines_of([one.id for one in facts]):
        lines.setdefault(line.order_id, []).append(line)
    return [(one, lines.get(one.id, [])) for one in facts]


def demands_of(order_ids: Collection[int]) -> list[DemandFacts]:
    """What these orders take from the shelf."""
    rows = Demand.objects.filter(order_id__in=list(order_ids)).order_by("id")
    return [DemandFacts(**row) for row in rows.values(*_DEMAND)]


def holds_of(order_id: int) -> list[HoldFacts]:
    """Holds of an order, those that stand first, then the newest."""
    rows = Hold.objects.filter(order_id=order_id).order_by("-state", "-id").values(*_HOLD)
    return sorted((HoldFacts(**row) for row in rows), key=lambda hold: hold.state != "placed")


def held_only_for(reason: str, order_ids: Collection[int]) -> set[int]:
    """Those of these orders that are held for this reason and for no other; the caller has checked the right."""
    standing: dict[int, set[str]] = {}
    rows = Hold.objects.filter(order_id__in=order_ids, state="placed")
    for order_id, why in rows.values_list("order_id", "reason"):
        standing.setdefault(order_id, set()).add(why)
    return {order_id for order_id, reasons in standing.items() if reasons == {reason}}


def notes_of(order_id: int) -> list[NoteFacts]:
    """Notes of the team, newest first."""
    rows = OrderNote.objects.filter(order_id=order_id).order_by("-id").values(*_NOTE)
    return [NoteFacts(**row) for row in rows]


def tags_of(order_id: int) -> list[str]:
    """Tags of an order, by name."""
    return list(OrderTag.objects.filter(order_id=order_id).order_by("tag").values_list("tag", flat=True))


def tags_by_order(order_ids: Collection[int]) -> dict[int, list[str]]:
    """Tags by name, by order id; the caller has checked that the orders may be seen."""
    found: dict[int, list[str]] = {}
    rows = OrderTag.objects.filter(order_id__in=list(order_ids)).order_by("tag")
    for order_id, tag in rows.values_list("order_id", "tag"):
        found.setdefault(order_id, []).append(tag)
    return found


def tags_taken_off(order_ids: Collection[int]) -> dict[int, set[str]]:
    """Tags that somebody took off, by order id: a channel that tells them again does not bring them back."""
    past = records.timelines(events.ORDER, order_ids, (events.UNTAGGED,))
    return {pk: {str(one.data.get("tag", "")) for one in told} for pk, told in past.items()}


def unknown_lines(company_id: int, *, order_ids: Collection[int] | None = None) -> list[LineFacts]:
    """Goods lines of open live orders whose code nobody knows, oldest first; the caller has checked the right."""
    rows = OrderLine.objects.filter(
        order__company_id=company_id,
        order__state="open",
        order__mode="live",
        order__has_unknown_sku=True,
        kind="goods",
        sku=None,
    )
    if order_ids is not None:
        rows = rows.filter(order_id__in=list(order_ids))
    found = [LineFacts(**row) for row in rows.order_by("order__placed_at", "id").values(*_LINE)]
    return [line for line in found if line.quantity - line.cancelled - line.shipped_before > 0]


def bad_addresses(
    actor: Actor, most: int, *, order_ids: Collection[int] | None = None
) -> tuple[list[OrderFacts], int]:
    """Open orders whose address needs a look, the most urgent first, and how many there are; of these ids alone."""
    rows = visible_to(actor).filter(has_bad_address=True, state="open", mode="live", is_test=False)
    if order_ids is not None:
        rows = rows.filter(pk__in=list(order_ids))
    return [OrderFacts(**row) for row in rows.order_by("ship_by", "id").values(*_ORDER)[:most]], rows.count()


def orders_of_customer(actor: Actor, customer_id: int, most: int) -> list[OrderFacts]:
    """Orders of one buyer, the newest first."""
    rows = visible_to(actor).filter(customer_id=customer_id).order_by("-placed_at", "-id")
    return [OrderFacts(**row) for row in rows.values(*_ORDER)[:most]]


def axes_of(order: Order | OrderFacts) -> Axes:
    """The facts the rules decide from."""
    return Axes(
        mode=order.mode,
        state=order.state,
        payment_state=order.payment_state,
        allocation_state=order.allocation_state,
        fulfilment_state=order.fulfilment_state,
        fulfilled_by=order.fulfilled_by,
        on_hold=order.on_hold,
        is_test=order.is_test,
        has_unknown_sku=order.has_unknown_sku,
    )


def word_of(order: Order | OrderFacts) -> Word:
    """The one word shown for the order."""
    return display_word(axes_of(order))


def refusal_of(order: Order | OrderFacts) -> str | None:
    """Why the order may not be released now; None when it may."""
    return release_refusal(axes_of(order))


def count_of_customer(actor: Actor, customer_id: int) -> int:
    """How many orders one buyer has placed."""
    return visible_to(actor).filter(customer_id=customer_id).count()


def open_of_customer(actor: Actor, customer_id: int) -> list[str]:
    """The numbers of a person's orders that are still under way, the oldest first."""
    rows = visible_to(actor).filter(customer_id=customer_id, state="open")
    return list(rows.order_by("id").values_list("number", flat=True))


def placed_by(actor: Actor, customer_ids: Collection[int]) -> dict[int, int]:
    """How many orders each of these buyers has placed, by customer id; buyers without orders are left out."""
    rows = visible_to(actor).filter(customer_id__in=list(customer_ids)).values_list("customer_id")
    return {customer: n for customer, n in rows.annotate(n=Count("id")) if customer is not None}


def tags_in_use(company_id: int, tags: Collection[str]) -> set[str]:
    """Those of these tags that some order of the company carries, in small letters; the caller has asked."""
    return {
        tag.casefold()
        for tag in tags
        if OrderTag.objects.filter(company_id=company_id, tag__iexact=tag).exists()
    }


def taken_numbers(company_id: int, numbers: Collection[str]) -> set[str]:
    """Those of these order numbers that an order of the company has."""
    rows = Order.objects.filter(company_id=company_id, number__in=list(numbers))
    return set(rows.values_list("number", flat=True))


def skus_named(company_id: int, sku_ids: Collection[int]) -> set[int]:
    """Those of these SKUs that a line of an order names."""
    rows = OrderLine.objects.filter(order__company_id=company_id, sku_id__in=list(sku_ids))
    return {sku_id for sku_id in rows.values_list("sku_id", flat=True).distinct() if sku_id is not None}
