"""Draws the page of one order; refuses a foreign one as a missing one, shows people only to those who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import person_names, tasks_of
from opsroom.domains.access.rules import may, may_see
from opsroom.domains.channels import queries as channels
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import PartyFacts
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.queries import HoldFacts, OrderFacts, refusal_of
from opsroom.domains.orders.rules import cancel_refusal, edit_refusal
from opsroom.domains.orders.states import UNPAID
from opsroom.insight.lists import order_record
from opsroom.insight.lists.order_record import REF, OrderRecord
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders import record_cards, record_parts
from opsroom.interfaces.web.parts import Action, Alert
from opsroom.interfaces.web.parts_list import Bar
from opsroom.interfaces.web.talk.parts import talk_on
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor


@require_safe
def order_page(request: HttpRequest, order_id: int) -> HttpResponse:
    """/orders/<id>; htmx gets the record alone, to draw it anew when something happened."""
    actor = actor_of(request)
    record = order_record.read(actor, order_id)
    context = _context(actor, record)
    alone = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "record"
    return render(request, "orders/_record.html" if alone else "orders/record.html", context)


def _context(actor: Actor, record: OrderRecord) -> dict[str, object]:
    order, now = record.order, datetime.now(UTC)
    people = may_see(actor, "people")
    personal = may_see(actor, "parcel_address")  # what the packer reads too: gift message, personalisation
    holds = _holds(order, people)
    tasks = tasks_of(actor, REF, [order.id]) if may(actor, "access.tasks") else []
    notes = orders.notes_of(order.id) if people else []
    people_ids = (
        {row.actor_id for row in record.events} | {h.owner_id for h in holds} | {t.owner_id for t in tasks}
    )
    people_ids |= {note.author_id for note in notes} | {order.assigned_to_id}
    names = person_names(actor, {pk for pk in people_ids if pk is not None})
    parties = _parties(order) if people else {}
    ship_to = parties.get(order.ship_to_id or 0)
    editable = may(actor, "orders.edit") and edit_refusal(orders.axes_of(order)) is None
    return {
        "order": order,
        "head": record_parts.head(
            record, holds, channels.channel(actor, order.channel_id).name, _person(ship_to)
        ),
        "strip": record_parts.strip(record, now),
        "facts": record_parts.facts(order),
        "alert": _alert(order, ship_to, editable),
        "lines": record_parts.line_table(record, personal=personal),
        "line_count": counted(order.line_count, "line"),
        "gift": order.gift_message if personal else "",
        "customer_note": order.customer_note if people else "",
        "notes": [(note, names.get(note.author_id or 0, "")) for note in notes],
        "may_note": may(actor, "orders.note") and people,
        "tags": orders.tags_of(order.id),
        "may_tag": may(actor, "orders.tag"),
        "holds": record_cards.holds_and_tasks(
            order,
            holds,
            tasks,
            names,
            may_release=may(actor, "orders.release_hold"),
            may_edit=editable,
            may_credit=may(actor, "orders.release_credit"),
        ),
        "standing": len([hold for hold in holds if hold.state == "placed"]) + len(tasks),
        "stock": record_cards.stock_postings(record),
        "money": record_cards.money_postings(record) if may(actor, "payments.view") else None,
        "payments": record_cards.payments(record),
        "timeline": record_cards.timeline(record, names),
        "customer": _customer(actor, order, parties) if people else None,
        "editable": editable,
        "rules_href": f"/orders/{order.id}/rules",
        "assigned": names.get(order.assigned_to_id or 0, ""),
        "talk": talk_on(actor, REF, order.id),
        "bar": _bar(actor, order, editable),
    }


def _holds(order: OrderFacts, people: bool) -> list[HoldFacts]:
    """What a person typed about a hold may name the buyer: readers who may not see people see the reason alone."""
    found = orders.holds_of(order.id)
    return found if people else [replace(h, detail="") if h.reason == "by_hand" else h for h in found]


def _parties(order: OrderFacts) -> dict[int, PartyFacts]:
    wanted = [pk for pk in (order.ship_to_id, order.bill_to_id) if pk is not None]
    return customers.parties(order.company_id, wanted)


def _person(party: PartyFacts | None) -> str | None:
    return (party.name or party.organisation or None) if party else None


def _customer(actor: Actor, order: OrderFacts, parties: dict[int, PartyFacts]) -> object:
    buyer = customers.customer(actor, order.customer_id) if order.customer_id else None
    in_all = orders.count_of_customer(actor, order.customer_id) if order.customer_id else 1
    ship_to, bill_to = parties.get(order.ship_to_id or 0), parties.get(order.bill_to_id or 0)
    return record_cards.customer_card(order, ship_to, bill_to, in_all, buyer.name if buyer else "")


def _alert(order: OrderFacts, ship_to: PartyFacts | None, editable: bool) -> Alert | None:
    """The one thing a person can put right from here."""
    if order.state != "open" or not editable:
        return None
    if order.has_unknown_sku:
        fix = Action(label="Match SKU", href=f"/orders/{order.id}/match", icon="tag", small=True, drawer=True)
        return Alert(
            strong="A line has a SKU nobody knows.",
            text="The order is allocated as far as known and cannot be released.",
            tone="bad",
            actions=(fix,),
        )
    if order.told_ship_to_id is not None and order.on_hold:
        compare = Action(
            label="Compare", href=f"/orders/{order.id}/address", icon="map-pin", small=True, drawer=True
        )
        return Alert(
            strong="The channel gives another address now.",
            text="It goes to ours until you decide.",
            tone="warn",
            actions=(compare,),
        )
    if order.has_bad_address and ship_to is not None and ship_to.problems:
        fix = Action(
            label="Fix address", href=f"/orders/{order.id}/address", icon="map-pin", small=True, drawer=True
        )
        return Alert(
            strong="A parcel would not arrive.",
            text=ship_to.problems[0]["sentence"],
            tone="bad",
            actions=(fix,),
        )
    return None


def _bar(actor: Actor, order: OrderFacts, editable: bool) -> Bar | None:
    """The acts of this person on this order; those that cannot be done now say why."""
    axes, path = orders.axes_of(order), f"/orders/{order.id}"
    actions: list[Action] = []
    if order.state == "open" and may(actor, "orders.release"):
        off = refusal_of(order) or ""
        actions.append(
            Action(
                label="Release", name="action", value="release", icon="play", look="pri", dry=True, off=off
            )
        )
    is_open = order.state == "open" and order.mode == "live"
    if is_open and may(actor, "orders.prioritise"):
        actions.append(
            Action(label="Move to front", name="action", value="front", key="f", dry=True, desk_only=True)
        )
    if is_open and may(actor, "orders.hold"):
        actions.append(
            Action(label="Hold", href=f"{path}/hold", icon="pause", key="h", drawer=True, keep=True)
        )
    if editable:
        actions.append(
            Action(label="Fix address", href=f"{path}/address", icon="map-pin", drawer=True, desk_only=True)
        )
    if is_open and may(actor, "orders.assign") and order.assigned_to_id != actor.user_id:
        actions.append(Action(label="Assign to me", name="action", value="take", dry=True, desk_only=True))
    unpaid = order.mode == "live" and order.state != "cancelled" and order.payment_state in UNPAID
    if unpaid and may(actor, "payments.record"):
        actions.append(Action(label="Record payment…", href=f"{path}/payment", drawer=True, desk_only=True))
    if may(actor, "orders.draft") and order.line_count:
        actions.append(
            Action(label="Order again…", href=f"{path}/copy", icon="copy", drawer=True, desk_only=True)
        )
    if may(actor, "orders.cancel") and order.state == "open":
        off = cancel_refusal(axes) or ""
        actions.append(
            Action(label="Cancel order…", href=f"{path}/cancel", look="danger", drawer=True, off=off)
        )
    return Bar(actions=actions, label="Order actions") if actions else None
