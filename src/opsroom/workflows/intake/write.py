"""Writes planned orders set-wise: parties, orders, lines, demand, tags, events; refuses nothing that was planned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection

from opsroom.domains.customers import queries as customers_domain
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.rules import CustomerDraft, PartyDraft
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Demand, Order, OrderLine, OrderNote, OrderTag
from opsroom.domains.orders.queries import tags_taken_off
from opsroom.domains.orders.rules import order_number, told_tags
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.ports.incoming import IncomingAddress, IncomingOrder
from opsroom.workflows.intake.plan import Intake, LinePlan, OrderPlan


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
    notes: dict[int, list[tuple[str, int | None, datetime]]] = {}
    for note in OrderNote.objects.filter(order_id__in=ids).order_by("id"):
        notes.setdefault(int(note.order_id), []).append((note.text, note.author_id, note.written_at))
    tags: dict[int, list[str]] = {}
    for tag in OrderTag.objects.filter(order_id__in=ids).order_by("id"):
        tags.setdefault(int(tag.order_id), []).append(tag.tag)
    off = tags_taken_off(ids)
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


def write_orders(
    actor: Actor,
    intake: Intake,
    plans: Sequence[OrderPlan],
    *,
    channel_code: str,
    import_id: int | None,
    ship_by: Mapping[int, datetime | None],
    timezone: str,
    buyers: Mapping[str, int],
    kept: Mapping[str, Kept] = NOTHING_KEPT,
) -> list[Order]:
    """Returns the orders in the order of the plans; `ship_by` by place; `buyers` and `kept` by external id."""
    customers = _customers(actor, intake, plans, channel_code, buyers)
    ship_to, bill_to = _parties(actor, intake, plans, customers)
    numbers = _numbers(intake, plans)
    rows = [
        _order(
            plan,
            intake,
            import_id,
            numbers[i],
            customers[i],
            ship_to[i],
            bill_to[i],
            ship_by.get(i),
            timezone,
        )
        for i, plan in enumerate(plans)
    ]
    terms = customers_domain.terms_of(intake.company_id, {pk for pk in customers if pk is not None})
    for row in rows:
        if row.payment_state == "terms" and row.customer_id in terms:
            row.terms_days = terms[int(row.customer_id or 0)].terms_days
    addresses = customers_domain.parties(intake.company_id, [pk for pk in ship_to if pk is not None])
    for row, pk in zip(rows, ship_to, strict=True):
        unsent = row.fulfilment_state in ("unreleased", "part_shipped") and row.state == "open"
        row.has_bad_address = unsent and (pk is None or bool(addresses[pk].problems))
    for row in rows:
        if found := kept.get(row.external_id):
            row.pk, row.imported_in_id, row.accepted_at = found.id, found.imported_in_id, found.accepted_at
            row.priority, row.assigned_to_id = found.priority, found.assigned_to_id
    orders = Order.objects.bulk_create(rows)
    _lines(orders, plans)
    _put_back(orders, kept)
    OrderTag.objects.bulk_create(
        [
            OrderTag(order=order, tag=tag, company_id=order.company_id, placed_at=order.placed_at)
            for order, plan in zip(orders, plans, strict=True)
            for tag in sorted(_tags_of(kept.get(order.external_id), plan))
        ]
    )
    records.record(
        events.ACCEPTED,
        events.ORDER,
        [int(o.pk) for o in orders],
        actor,
        data={"mode": intake.mode, "import": import_id},
        company_id=intake.company_id,
    )
    return orders


def _tags_of(kept: Kept | None, plan: OrderPlan) -> set[str]:
    """What the channel tells, without what a person took off; and what was put on here."""
    told = told_tags(plan.incoming.tags)
    return told if kept is None else (told - set(kept.taken_off)) | set(kept.tags)


def _put_back(orders: Sequence[Order], kept: Mapping[str, Kept]) -> None:
    """What the team wrote on them; told again, it keeps its author and its time."""
    OrderNote.objects.bulk_create(
        OrderNote(order=order, text=text, author_id=author, written_at=at)
        for order in orders
        if order.external_id in kept
        for text, author, at in kept[order.external_id].notes
    )


def _customers(
    actor: Actor, intake: Intake, plans: Sequence[OrderPlan], channel_code: str, buyers: Mapping[str, int]
) -> list[int | None]:
    """Customer ids by place; a buyer without an id of the channel's own is a guest and never merged by guess."""
    rows: list[CustomerDraft] = []
    places: list[int] = []
    out = [buyers.get(plan.incoming.external_id) for plan in plans]
    for i, plan in enumerate(plans):
        customer = plan.incoming.customer
        if out[i] or customer is None or not (customer.external_id or customer.name or customer.email):
            continue
        key = f"{channel_code}:{customer.external_id}" if customer.external_id else None
        places.append(i)
        rows.append(
            CustomerDraft(
                external_key=key,
                name=customer.name,
                email=customer.email,
                phone=customer.phone,
                locale=customer.locale,
            )
        )
    for place, pk in zip(places, save_customers(actor, intake.company_id, rows), strict=True):
        out[place] = pk
    return out


def _parties(
    actor: Actor, intake: Intake, plans: Sequence[OrderPlan], customers: Sequence[int | None]
) -> tuple[list[int | None], list[int | None]]:
    """Ship-to and bill-to by place; the same address is written once."""
    rows: list[PartyDraft] = []
    where: list[tuple[int | None, int | None]] = []
    for plan, customer in zip(plans, customers, strict=True):
        order = plan.incoming
        first = party_of(order, order.ship_to, customer)
        second = party_of(order, order.bill_to, customer)
        at_first = at_second = None
        if first is not None:
            at_first = len(rows)
            rows.append(first)
        if second is not None:
            at_second = at_first if second == first else len(rows)
            if second != first:
                rows.append(second)
        where.append((at_first, at_first if at_second is None else at_second))
    saved = save_parties(actor, intake.company_id, rows)
    return (
        [None if a is None else saved[a] for a, _ in where],
        [None if b is None else saved[b] for _, b in where],
    )


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


def _numbers(intake: Intake, plans: Sequence[OrderPlan]) -> list[str]:
    """Our numbers, made unique: a channel may reuse a name, we never do."""
    wanted = [
        order_number(intake.prefix, p.incoming.name or p.incoming.number, p.incoming.external_id)
        for p in plans
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM orders_order WHERE company_id = %s AND number = ANY(%s)",
            [intake.company_id, wanted],
        )
        taken = {number for (number,) in cursor.fetchall()}
    out = []
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
    number: str,
    customer_id: int | None,
    ship_to: int | None,
    bill_to: int | None,
    ship_by: datetime | None,
    timezone: str,
) -> Order:
    order = plan.incoming
    marketplace = {"marketplace": "channel", "us": "us"}
    issuer = (
        marketplace[order.invoice_issuer.value]
        if order.invoice_issuer.value != "us"
        else intake.invoice_issuer
    )
    remitter = (
        marketplace[order.tax_remitter.value] if order.tax_remitter.value != "us" else intake.tax_remitter
    )
    assert order.placed_at is not None  # noqa: S101  # refusal() came first
    return Order(
        company_id=intake.company_id,
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
        site_ids=[],
        on_hold=False,
        is_test=plan.is_test,
        has_unknown_sku=plan.has_unknown_sku,
        placed_at=order.placed_at,
        external_updated_at=order.updated_at,
        content_sha256=plan.content_sha256,
        ship_by=moment(order.ship_by, timezone) or ship_by,
        deliver_by=moment(order.deliver_by, timezone),
        closed_at=(order.closed_at or order.placed_at) if plan.state != "open" else None,
        priority=0,
        delivery_method=order.delivery_method
        or (order.shipping_lines[0].title if order.shipping_lines else ""),
        customer_id=customer_id,
        ship_to_id=ship_to,
        bill_to_id=bill_to,
        customer_note=order.note,
        gift_message=order.gift_message,
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
    )


def moment(value: date | datetime | None, timezone: str) -> datetime | None:
    """A day means its last minute in the shop's own time zone."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time(23, 59), ZoneInfo(timezone))


def _lines(orders: Sequence[Order], plans: Sequence[OrderPlan]) -> None:
    pairs: list[tuple[OrderLine, LinePlan]] = []
    for order, plan in zip(orders, plans, strict=True):
        pairs += [(_line(order, position, line), line) for position, line in enumerate(plan.lines, 1)]
    OrderLine.objects.bulk_create([row for row, _ in pairs])
    Demand.objects.bulk_create(
        Demand(
            line=row,
            order_id=row.order_id,
            placed_at=row.order.placed_at,
            sku_id=sku,
            quantity_each=each,
            quantity=pieces,
        )
        for row, line in pairs
        for sku, each, pieces in line.demands
    )


def _line(order: Order, position: int, line: LinePlan) -> OrderLine:
    return OrderLine(
        order=order,
        position=position,
        external_id=line.external_id,
        kind=line.kind,
        sku_id=line.sku_id,
        sku_text=line.sku_text,
        title=line.title,
        quantity=line.quantity,
        cancelled=line.cancelled,
        shipped_before=line.shipped_before,
        unit_price=line.unit_price,
        discount_minor=line.discount_minor,
        tax_rate=line.tax_rate,
        net_minor=line.net_minor,
        tax_minor=line.tax_minor,
        gross_minor=line.net_minor + line.tax_minor,
        ships=line.ships,
        personalisation=line.personalisation,
    )
