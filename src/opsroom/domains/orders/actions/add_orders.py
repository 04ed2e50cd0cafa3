"""Adds new orders with lines, demand, tags and events to rows that are written together; refuses to decide anything.

For the intake, which sends an order with its allocations and payments in one statement. `rows.write()` is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Protocol

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Demand, Order, OrderLine, OrderTag
from opsroom.domains.orders.states import ALLOCATION
from opsroom.kernel.records.new_events import add_events, add_steps
from opsroom.kernel.records.new_rows import NewRows, table
from opsroom.kernel.values.actor import Actor

# Whose ids the caller takes beforehand (`question_of_ids`).
ORDERS, LINES, DEMANDS = "orders_order", "orders_orderline", "orders_demand"
_ORDER = (
    "id", "company_id", "channel_id", "imported_in_id", "external_id", "external_name", "number", "mode",
    "fulfilled_by", "state", "payment_state", "allocation_state", "fulfilment_state", "site_ids", "is_test",
    "has_unknown_sku", "has_bad_address", "placed_at", "accepted_at", "external_updated_at", "content_sha256",
    "ship_by", "deliver_by", "closed_at", "priority", "assigned_to_id", "delivery_method", "customer_id", "ship_to_id",
    "bill_to_id", "customer_note", "gift_message", "terms_days", "purchase_order", "invoice_issuer", "tax_remitter",
    "prices_include_tax", "currency", "net_minor", "tax_minor", "total_minor", "shipping_minor", "units", "line_count",
)  # fmt: skip
_LINE = (
    "id", "order_id", "position", "external_id", "kind", "sku_id", "sku_text", "title", "quantity", "cancelled",
    "shipped_before", "unit_price", "discount_minor", "tax_rate", "net_minor", "tax_minor", "gross_minor", "ships",
    "personalisation",
)  # fmt: skip
_DEMAND = ("id", "line_id", "order_id", "placed_at", "sku_id", "quantity_each", "quantity")
_TAG = ("order_id", "tag", "company_id", "placed_at")


class Line(Protocol):
    """A line as sold, with its demand as (SKU id, pieces in one unit, pieces to send)."""

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
    demands: list[tuple[int, int, int]]


@dataclass(slots=True)
class NewOrder:
    """One order as it is to stand; fields as in the table. `lines` and `tags` hang on it.

    `line_ids`: an id for each line; `demand_ids`: for each demand of its lines, in their order.
    """

    id: int
    channel_id: int
    imported_in_id: int | None
    external_id: str
    external_name: str
    number: str
    mode: str
    fulfilled_by: str
    state: str
    payment_state: str
    allocation_state: str
    fulfilment_state: str
    is_test: bool
    has_unknown_sku: bool
    has_bad_address: bool
    placed_at: datetime
    accepted_at: datetime
    external_updated_at: datetime | None
    content_sha256: str
    ship_by: datetime | None
    deliver_by: datetime | None
    closed_at: datetime | None
    priority: int
    assigned_to_id: int | None
    delivery_method: str
    customer_id: int | None
    ship_to_id: int | None
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
    lines: Sequence[Line]
    line_ids: Sequence[int]
    demand_ids: Sequence[int]
    tags: Sequence[str]
    site_ids: Sequence[int] = ()
    born_allocation_state: str = ""  # where it began, if its allocation was settled before it was written

    @property
    def pk(self) -> int:
        """Its id, as a stored order says it."""
        return self.id


_FIRST = attrgetter(*_ORDER[2:13])
_REST = attrgetter(*_ORDER[14:])


def add_orders(
    actor: Actor,
    company_id: int,
    rows: NewRows,
    orders: Sequence[NewOrder],
    *,
    mode: str,
    import_id: int | None,
) -> None:
    """One event "accepted" an order."""
    access.require(actor, "orders.accept", company_id=company_id)
    rows.add(
        table(Order, *_ORDER), [(o.id, company_id, *_FIRST(o), list(o.site_ids), *_REST(o)) for o in orders]
    )
    lines, demands = [], []
    for order in orders:
        demand_ids = iter(order.demand_ids)
        for position, (pk, line) in enumerate(zip(order.line_ids, order.lines, strict=True), 1):
            lines.append(_line(order.id, position, pk, line))
            demands += [(next(demand_ids), pk, order.id, order.placed_at, *wanted) for wanted in line.demands]
    rows.add(table(OrderLine, *_LINE), lines)
    rows.add(table(Demand, *_DEMAND), demands)
    rows.add(table(OrderTag, *_TAG), [(o.id, tag, company_id, o.placed_at) for o in orders for tag in o.tags])
    told = {"mode": mode, "import": import_id}
    add_events(rows, events.ACCEPTED, events.ORDER, [o.id for o in orders], actor, told, company_id)


def add_settled(actor: Actor, company_id: int, rows: NewRows, orders: Sequence[NewOrder]) -> None:
    """The step of each order whose allocation is settled at birth; after the events of its allocations."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    for verb in ("mark_short", "allocate"):
        add_steps(
            rows, ALLOCATION, Order, "allocation_state", verb, _settled(orders, verb), actor, company_id
        )


def _settled(orders: Iterable[NewOrder], verb: str) -> list[tuple[int, str]]:
    target = ALLOCATION.steps[verb].target
    return [
        (o.id, o.born_allocation_state)
        for o in orders
        if o.born_allocation_state and o.born_allocation_state != o.allocation_state == target
    ]


def _line(order_id: int, position: int, pk: int, line: Line) -> tuple[object, ...]:
    return (
        pk, order_id, position, line.external_id, line.kind, line.sku_id, line.sku_text, line.title, line.quantity,
        line.cancelled, line.shipped_before, line.unit_price, line.discount_minor, line.tax_rate, line.net_minor,
        line.tax_minor, line.net_minor + line.tax_minor, line.ships, line.personalisation,
    )  # fmt: skip
