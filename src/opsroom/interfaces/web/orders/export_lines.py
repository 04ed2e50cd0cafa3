"""Gives the list of orders out one row a line, in the columns that the import of orders reads; cuts no order in two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import may_see, require
from opsroom.domains.channels import queries as channels
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import CustomerFacts, PartyFacts
from opsroom.domains.fulfilment.queries import pieces_left_of
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.queries import DemandFacts, LineFacts, OrderFacts
from opsroom.insight.lists import order_filter
from opsroom.insight.lists.orders import whole
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import (
    Line,
    Sheet,
    Value,
    asks_for_buyers,
    give_out,
    moment_cell,
    money_cell,
)
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_PIECE_ORDERS_COUNT, EXPORT_ROWS_MAX
from opsroom.ports.reading.own_orders import HEAD, LINE, MARK, PEOPLE, SUMS, mark_of

# In the words that the import reads: what we call otherwise than it does.
PAYMENT = {"guaranteed": "marketplace", "part_refunded": "part refunded"}
LEFT = ("shipped", "elsewhere")  # all of it, whoever sent it
COUNTRY = "Shipping country"


@require_http_methods(["GET", "HEAD", "POST"])
def export_lines(request: HttpRequest) -> HttpResponse:
    """/orders/lines/export?view=...&q=...: the same list; no order is cut where the file ends."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "orders.view")
    zone, now = company.timezone if company else "UTC", datetime.now(UTC)
    wanted = order_filter.parse(dict(request.GET.lists()))
    found = whole(actor, wanted, now=now, time_zone=zone, most=EXPORT_ROWS_MAX)
    sees, named = may_see(actor, "people"), asks_for_buyers(request, "people")
    words = "names, addresses and notes"
    sheet = Sheet(
        "order-lines",
        "order line",
        found.lines + found.more,
        lambda: order_lines(actor, found.ids, named=named),
        people=named,
        without="" if sees else words,
        buyers=len(found.ids) if named else 0,
        personal=words if sees else "",
        more=(("One row an order, as you see it", f"/orders/export?{wanted.query()}"),),
        cut=f"{len(found.ids):,} orders, each of them whole" if found.more else "",
    )
    return give_out(request, sheet)


def order_lines(actor: Actor, order_ids: Sequence[int], *, named: bool) -> Iterator[Line]:
    """The titles, then a row a line, the orders in this order; read piece by piece, each with one statement a table."""
    titles = [*HEAD, *LINE, *SUMS, *(PEOPLE if named else ()), MARK]
    yield titles
    shops = {one.id: one.name for one in channels.channels_of(actor)}
    for start in range(0, len(order_ids), EXPORT_PIECE_ORDERS_COUNT):
        piece = order_ids[start : start + EXPORT_PIECE_ORDERS_COUNT]
        for rows in _piece(actor, piece, shops, named=named):
            mark = mark_of({title: _text(value) for title, value in row.items()} for row in rows)
            yield from ([*(row.get(title) for title in titles[:-1]), mark] for row in rows)


def _piece(
    actor: Actor, order_ids: Sequence[int], shops: Mapping[int, str], *, named: bool
) -> Iterator[list[dict[str, Value]]]:
    """The rows of each order, title -> cell."""
    facts = {one.id: one for one in orders.orders_of(actor, order_ids)}
    tags, sent = orders.tags_by_order(facts), _sent(list(facts))
    places, buyers = _people(list(facts.values()), named=named)
    lines: dict[int, list[LineFacts]] = {}
    for line in orders.lines_of(facts):
        lines.setdefault(line.order_id, []).append(line)
    for pk in order_ids:
        if pk not in facts:
            continue  # it went meanwhile
        order = facts[pk]
        head = _head(
            order, shops.get(order.channel_id, ""), tags.get(pk, []), places.get(order.ship_to_id or 0)
        )
        if named:
            head |= _person(order, buyers.get(order.customer_id or 0), places)
        told = [line for line in lines.get(pk, []) if line.kind != "difference"]  # told by the total
        yield [head | _line(order, line, sent) for line in told] or [head]


def _people(
    facts: Sequence[OrderFacts], *, named: bool
) -> tuple[dict[int, PartyFacts], dict[int, CustomerFacts]]:
    """Addresses and buyers by id; of who may not be named the country of the first alone is used."""
    places: dict[int, PartyFacts] = {}
    buyers: dict[int, CustomerFacts] = {}
    for company in {one.company_id for one in facts}:
        own = [one for one in facts if one.company_id == company]
        wanted = {pk for one in own for pk in (one.ship_to_id, one.bill_to_id) if pk is not None}
        places |= customers.parties(company, wanted)
        if named:
            buyers |= customers.customers_by_id(company, {one.customer_id for one in own if one.customer_id})
    return places, buyers


def _sent(order_ids: Sequence[int]) -> dict[int, int]:
    """Units that have left, by line id: of a kit as many as all of its parts make."""
    gone = pieces_left_of(order_ids)
    by_line: dict[int, list[DemandFacts]] = {}
    for demand in orders.demands_of(order_ids):
        by_line.setdefault(demand.line_id, []).append(demand)
    return {
        pk: min(gone.get(one.id, 0) // one.quantity_each for one in parts) for pk, parts in by_line.items()
    }


def _head(
    order: OrderFacts, channel: str, tags: Sequence[str], ship_to: PartyFacts | None
) -> dict[str, Value]:
    ended = order.closed_at or order.placed_at
    return {
        "Opsroom order": order.number,
        "Order number": order.external_id,
        "Channel's number": order.external_name,
        "Purchase order": order.purchase_order,
        "Channel": channel,
        "Order state": order_filter.word_title(orders.word_of(order)),
        "Placed at": moment_cell(order.placed_at),
        "Ship by": moment_cell(order.ship_by),
        "Deliver by": moment_cell(order.deliver_by),
        "Cancelled at": moment_cell(ended if order.state == "cancelled" else None),
        "Payment": PAYMENT.get(order.payment_state, order.payment_state),
        "Fulfilled by": order.fulfilled_by,
        "Delivery method": order.delivery_method,
        COUNTRY: ship_to.country if ship_to else "",
        "Tags": ", ".join(tags),
        "Test": "yes" if order.is_test else "",
        "Total": money_cell(order.total_minor, order.currency),
        "Currency": order.currency,
        "Prices include tax": "yes" if order.prices_include_tax else "no",
        "Invoice issued by": order.invoice_issuer,
        "Tax remitted by": order.tax_remitter,
    }


def _line(order: OrderFacts, line: LineFacts, sent: Mapping[int, int]) -> dict[str, Value]:
    stays = line.quantity - line.cancelled
    left = stays if order.fulfilment_state in LEFT else line.shipped_before + sent.get(line.id, 0)
    return {
        "Line ID": line.external_id or str(line.position),
        "Line kind": line.kind.replace("_", " "),
        "SKU": line.sku_text,
        "Title": line.title,
        "Quantity": stays,
        "Shipped quantity": min(left, stays) if line.ships else None,
        "Requires shipping": "yes" if line.ships else "no",
        "Unit price": _shortest(line.unit_price),
        "Line discount": money_cell(line.discount_minor, order.currency),
        "Tax rate": _shortest(line.tax_rate),
        "Line tax": money_cell(line.tax_minor, order.currency),
        "Line net": money_cell(line.net_minor, order.currency),
        "Personalisation": "; ".join(f"{label}: {text}" for label, text in line.personalisation),
    }


def _person(
    order: OrderFacts, buyer: CustomerFacts | None, places: Mapping[int, PartyFacts]
) -> dict[str, Value]:
    found: dict[str, Value] = {
        "Customer name": buyer.name if buyer else "",
        "Email": buyer.email if buyer else "",
        "Notes": order.customer_note,
        "Gift message": order.gift_message,
    }
    for whose, pk in (("Shipping", order.ship_to_id), ("Billing", order.bill_to_id)):
        place = places.get(pk or 0)
        if place is None:
            continue
        found |= {
            f"{whose} name": place.name, f"{whose} company": place.organisation, f"{whose} address": place.line1,
            f"{whose} address 2": place.line2, f"{whose} postcode": place.postcode, f"{whose} city": place.city,
            f"{whose} region": place.region, f"{whose} phone": place.phone, f"{whose} country": place.country,
        }  # fmt: skip
    return found


def _shortest(number: Decimal) -> Decimal:
    """Without the zeros that the column keeps behind it."""
    return Decimal(f"{number.normalize():f}")


def _text(value: Value) -> str:
    """A cell as its reader finds it."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
