"""Drafts the rows of planned orders: buyers, addresses, numbers, orders with their lines; refuses none of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsroom.domains.customers import queries as customers_domain
from opsroom.domains.customers.actions.add_customers import CUSTOMERS, add_customers
from opsroom.domains.customers.actions.add_parties import PARTIES, add_parties
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.queries import Known
from opsroom.domains.customers.rules import CustomerDraft, PartyDraft
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.add_orders import DEMANDS, LINES, ORDERS, NewOrder
from opsroom.domains.orders.actions.restore_notes import restore_notes
from opsroom.domains.orders.queries import tags_taken_off
from opsroom.domains.orders.rules import order_number, told_tags
from opsroom.domains.payments.actions.add_payments import PAYMENTS
from opsroom.domains.warehouse.actions.add_allocations import ALLOCATIONS
from opsroom.kernel.records.new_rows import NewRows
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.add import ENTRIES
from opsroom.ports.incoming import IncomingAddress, IncomingOrder
from opsroom.workflows.intake.plan import Intake, OrderPlan

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order


@dataclass(frozen=True, slots=True)
class Kept:
    """What an order that comes in anew keeps of what it was: its id, what brought it first, what the team wrote."""

    id: int
    imported_in_id: int | None
    accepted_at: datetime
    priority: int
    assigned_to_id: int | None
    notes: Sequence[tuple[str, int | None, datetime]]
    tags: Sequence[str]
    taken_off: Collection[str] = ()


NOTHING_KEPT: Mapping[str, Kept] = {}


def keep(orders: Sequence[Order]) -> dict[str, Kept]:
    """Before they are taken out, by the channel's own id."""
    ids = [int(order.pk) for order in orders]
    notes, tags, off = order_rows.notes_of(ids), order_rows.tags_of(ids), tags_taken_off(ids)
    return {
        order.external_id: Kept(
            int(order.pk),
            order.imported_in_id,
            order.accepted_at,
            order.priority,
            order.assigned_to_id,
            notes.get(int(order.pk), ()),
            tags.get(int(order.pk), ()),
            off[int(order.pk)],
        )
        for order in orders
    }


@dataclass(slots=True)
class Ids:
    """Ids to give out, by table, in ascending order."""

    by_table: Mapping[str, list[int]]

    def take(self, table: str, many: int = 1) -> list[int]:
        """The next ones."""
        stock = self.by_table[table]
        taken = stock[:many]
        del stock[:many]
        if len(taken) != many:
            raise ValueError(f"{table}: {many} ids wanted, {len(taken)} left")
        return taken


def ids_wanted(plans: Sequence[OrderPlan], kept: Mapping[str, Kept]) -> dict[str, int]:
    """How many ids a chunk may use, by table; a few of them may stay unused."""
    lines = [line for plan in plans for line in plan.lines]
    payments = sum(len(plan.payments) for plan in plans)
    demands = sum(len(line.demands) for line in lines)
    return {
        CUSTOMERS: len(plans),
        PARTIES: sum((p.incoming.ship_to is not None) + (p.incoming.bill_to is not None) for p in plans),
        ORDERS: sum(1 for plan in plans if plan.incoming.external_id not in kept),
        LINES: len(lines),
        DEMANDS: demands,
        ALLOCATIONS: demands,
        PAYMENTS: payments,
        ENTRIES: payments,
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What was known of the chunk when it came: `buyers` are ids by external id, where a person said who buys."""

    actor: Actor
    intake: Intake
    channel_code: str
    timezone: str
    import_id: int | None
    buyers: Mapping[str, int]
    known: Mapping[str, Known]
    taken_numbers: set[str]
    kept: Mapping[str, Kept]


def draft_orders(
    told: Told, plans: Sequence[OrderPlan], ids: Ids, rows: NewRows, ship_by: Mapping[int, datetime | None]
) -> list[NewOrder]:
    """The orders in the order of the plans, not yet added to `rows`; their buyers and addresses are.

    `ship_by` by place. Buyers whose channel tells them anew are changed at once.
    """
    intake = told.intake
    customers = _customers(told, plans, ids, rows)
    ship_to, bill_to, bad = _parties(told, plans, customers, ids, rows)
    numbers = _numbers(told, plans)
    terms = _terms(told, plans, customers)
    orders = []
    for i, plan in enumerate(plans):
        found = told.kept.get(plan.incoming.external_id)
        order = _order(
            plan,
            intake,
            told.import_id,
            found.id if found else ids.take(ORDERS)[0],
            numbers[i],
            customers[i],
            ship_to[i],
            bill_to[i],
            ship_by.get(i),
            told.timezone,
        )
        order.line_ids = ids.take(LINES, len(plan.lines))
        order.demand_ids = ids.take(DEMANDS, sum(len(line.demands) for line in plan.lines))
        unsent = order.fulfilment_state in ("unreleased", "part_shipped") and order.state == "open"
        order.has_bad_address = unsent and (ship_to[i] is None or ship_to[i] in bad)
        order.terms_days = terms.get(customers[i] or 0) if order.payment_state == "terms" else None
        if found:
            order.imported_in_id, order.accepted_at = found.imported_in_id, found.accepted_at
            order.priority, order.assigned_to_id = found.priority, found.assigned_to_id
            # What the channel tells, without what a person took off; and what was put on here.
            order.tags = sorted({*order.tags} - {*found.taken_off} | {*found.tags})
        orders.append(order)
    return orders


def put_back(told: Told, orders: Sequence[NewOrder]) -> None:
    """What the team wrote on orders that come in anew; told again, it keeps its author and its time."""
    kept = told.kept
    notes = [(o.id, *note) for o in orders if o.external_id in kept for note in kept[o.external_id].notes]
    if notes:
        restore_notes(told.actor, told.intake.company_id, notes)


def _terms(told: Told, plans: Sequence[OrderPlan], customers: Sequence[int | None]) -> dict[int, int | None]:
    """Days of payment of those buyers who buy on terms."""
    buying = {pk for pk, plan in zip(customers, plans, strict=True) if pk and plan.payment_state == "terms"}
    if not buying:
        return {}
    return {
        pk: one.terms_days for pk, one in customers_domain.terms_of(told.intake.company_id, buying).items()
    }


def _customers(told: Told, plans: Sequence[OrderPlan], ids: Ids, rows: NewRows) -> list[int | None]:
    """Customer ids by place; a buyer without an id of the channel's own is a guest and never merged by guess."""
    new: list[tuple[int, CustomerDraft]] = []
    keyed: dict[str, CustomerDraft] = {}
    places: dict[str, list[int]] = {}
    out = [told.buyers.get(plan.incoming.external_id) for plan in plans]
    for i, plan in enumerate(plans):
        draft = None if out[i] else customer_draft(plan.incoming, told.channel_code)
        if draft is None:
            continue
        if draft.external_key is None:
            out[i] = ids.take(CUSTOMERS)[0]
            new.append((out[i] or 0, draft))
            continue
        keyed[draft.external_key] = draft
        places.setdefault(draft.external_key, []).append(i)
    changed = [d for key, d in keyed.items() if key in told.known and told.known[key].differs(d)]
    if changed:
        save_customers(told.actor, told.intake.company_id, changed)
    for key, draft in keyed.items():
        pk = told.known[key].id if key in told.known else ids.take(CUSTOMERS)[0]
        if key not in told.known:
            new.append((pk, draft))
        for i in places[key]:
            out[i] = pk
    add_customers(told.actor, told.intake.company_id, rows, new)
    return out


def customer_draft(order: IncomingOrder, channel_code: str) -> CustomerDraft | None:
    """The buyer as the channel tells them; None when it tells nothing."""
    customer = order.customer
    if customer is None or not (customer.external_id or customer.name or customer.email):
        return None
    return CustomerDraft(
        external_key=f"{channel_code}:{customer.external_id}" if customer.external_id else None,
        name=customer.name,
        email=customer.email,
        phone=customer.phone,
        locale=customer.locale,
    )


def _parties(
    told: Told, plans: Sequence[OrderPlan], customers: Sequence[int | None], ids: Ids, rows: NewRows
) -> tuple[list[int | None], list[int | None], set[int]]:
    """Ship-to and bill-to by place, and those that cannot carry a parcel; the same address is written once."""
    new: list[tuple[int, PartyDraft]] = []
    ship_to: list[int | None] = []
    bill_to: list[int | None] = []
    for plan, customer in zip(plans, customers, strict=True):
        order = plan.incoming
        first = party_of(order, order.ship_to, customer)
        same = order.bill_to is None or order.bill_to == order.ship_to
        second = None if same else party_of(order, order.bill_to, customer)
        pks: list[int | None] = []
        for draft in (first, second):
            pks.append(None if draft is None else ids.take(PARTIES)[0])
            if draft is not None:
                new.append((pks[-1] or 0, draft))
        ship_to.append(pks[0])
        bill_to.append(pks[0] if second is None else pks[1])
    return ship_to, bill_to, add_parties(told.actor, told.intake.company_id, rows, new)


def party_of(
    order: IncomingOrder, address: IncomingAddress | None, customer: int | None
) -> PartyDraft | None:
    """An incoming address as a draft of ours; None when none was told."""
    if address is None:
        return None
    return PartyDraft(
        customer_id=customer,
        name=address.name,
        organisation=address.company,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        region=address.region_code or address.region,
        postcode=address.postcode,
        country=code_of(address.country_code or address.country) or address.country,
        phone=address.phone,
        email=address.email or (order.customer.email if order.customer else ""),
        vat_number=order.customer.tax_number if order.customer else "",
    )


def numbers_wanted(prefix: str, orders: Sequence[IncomingOrder]) -> list[str]:
    """Our numbers of a channel's orders, as far as nobody has them."""
    return [order_number(prefix, o.name or o.number, o.external_id) for o in orders]


def _numbers(told: Told, plans: Sequence[OrderPlan]) -> list[str]:
    """Our numbers, made unique: a channel may reuse a name, we never do."""
    taken = set(told.taken_numbers)
    out = []
    wanted = numbers_wanted(told.intake.prefix, [plan.incoming for plan in plans])
    for number, plan in zip(wanted, plans, strict=True):
        if number in taken:
            number = f"{number}-{plan.incoming.external_id}"
        taken.add(number)
        out.append(number)
    return out


def _order(
    plan: OrderPlan,
    intake: Intake,
    import_id: int | None,
    pk: int,
    number: str,
    customer_id: int | None,
    ship_to: int | None,
    bill_to: int | None,
    ship_by: datetime | None,
    timezone: str,
) -> NewOrder:
    order = plan.incoming
    issuer, remitter = _who_bills(order, intake)
    assert order.placed_at is not None  # noqa: S101  # refusal() came first
    return NewOrder(
        id=pk,
        channel_id=intake.channel_id,
        imported_in_id=import_id,
        external_id=order.external_id,
        external_name=order.name,
        number=number,
        mode=intake.mode,
        fulfilled_by=plan.fulfilled_by,
        state=plan.state,
        payment_state=plan.payment_state,
        allocation_state=plan.allocation_state,
        fulfilment_state=plan.fulfilment_state,
        is_test=plan.is_test,
        has_unknown_sku=plan.has_unknown_sku,
        has_bad_address=False,
        placed_at=order.placed_at,
        accepted_at=intake.now,
        external_updated_at=order.updated_at,
        content_sha256=plan.content_sha256,
        ship_by=moment(order.ship_by, timezone) or ship_by,
        deliver_by=moment(order.deliver_by, timezone),
        closed_at=(order.closed_at or order.placed_at) if plan.state != "open" else None,
        priority=0,
        assigned_to_id=None,
        delivery_method=order.delivery_method
        or (order.shipping_lines[0].title if order.shipping_lines else ""),
        customer_id=customer_id,
        ship_to_id=ship_to,
        bill_to_id=bill_to,
        customer_note=order.note,
        gift_message=order.gift_message,
        terms_days=None,
        purchase_order=order.purchase_order,
        invoice_issuer=issuer,
        tax_remitter=remitter,
        prices_include_tax=order.prices_include_tax,
        currency=order.currency,
        net_minor=plan.net_minor,
        tax_minor=plan.tax_minor,
        total_minor=plan.total_minor,
        shipping_minor=plan.shipping_minor,
        units=plan.units,
        line_count=sum(1 for line in plan.lines if line.kind == "goods"),
        lines=plan.lines,
        line_ids=(),
        demand_ids=(),
        tags=sorted(told_tags(order.tags)) if order.tags else (),
    )


def _who_bills(order: IncomingOrder, intake: Intake) -> tuple[str, str]:
    """Who writes the invoice and who remits the tax: what the order says, else what holds for its channel."""
    told = [one.value for one in (order.invoice_issuer, order.tax_remitter)]
    usual = (intake.invoice_issuer, intake.tax_remitter)
    words = {"marketplace": "channel"}
    issuer, remitter = (words[one] if one != "us" else other for one, other in zip(told, usual, strict=True))
    return issuer, remitter


def moment(value: date | datetime | None, timezone: str) -> datetime | None:
    """A day means its last minute in the shop's own time zone."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time(23, 59), ZoneInfo(timezone))
