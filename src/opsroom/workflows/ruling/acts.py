"""Does what rules want of orders, one verb a kind of act for all orders; says of each want what really became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from opsroom.domains.access.queries import person_actor
from opsroom.domains.orders.actions.assign_orders import assign_orders
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.prefer_site import prefer_site
from opsroom.domains.orders.actions.set_delivery import set_delivery
from opsroom.domains.orders.actions.set_priority import set_priority
from opsroom.domains.orders.actions.tag_orders import tag_orders
from opsroom.domains.rules.rules import Want
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.rulings.facts import Judged
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import TEXT_LINE_CHARS_MAX

IN_HAND = frozenset({"released", "picking", "picked", "packing", "packed"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One want of one order."""

    order: Judged
    want: Want


def do_wants(actor: Actor, company_id: int, wanted: Collection[Wanted]) -> dict[tuple[int, Want], Want]:
    """What became of each want, by (order id, want): done, already, closed, in_hand, no_site, not_serving, no_person.

    `actor` is the program of rules; `before` of a done one is what its undo sets again.
    """
    out: dict[tuple[int, Want], Want] = {}
    todo: dict[str, list[Wanted]] = {}
    for one in wanted:
        if (off := _refusal(one)) is not None:
            out[one.order.order_id, one.want] = replace(one.want, became=off)
        else:
            todo.setdefault(one.want.kind, []).append(one)
    _tags(actor, company_id, todo.get("tag", ()), out)
    _holds(actor, company_id, todo.get("hold", ()), out)
    _priorities(actor, company_id, todo.get("priority", ()), out)
    _sites(actor, company_id, todo.get("site", ()), out)
    _deliveries(actor, company_id, todo.get("delivery", ()), out)
    _people(actor, company_id, todo.get("assign", ()), out)
    return out


def _refusal(one: Wanted) -> str | None:
    """An order that has ended still takes a tag; what steers its way is too late then."""
    if one.want.kind == "tag":
        return None
    if one.order.state != "open":
        return "closed"
    if one.want.kind in ("site", "delivery") and one.order.fulfilment_state in IN_HAND:
        return "in_hand"
    return None


def _keep(
    out: dict[tuple[int, Want], Want], ones: Iterable[Wanted], before: Mapping[int, object], kept: str = ""
) -> None:
    """Notes done where `before` has the order, else already."""
    for one in ones:
        pk = one.order.order_id
        found = pk in before
        was = None if not found or before[pk] is None else str(before[pk])
        out[pk, one.want] = replace(one.want, became="done" if found else kept or "already", before=was)


def _tags(actor: Actor, company_id: int, ones: Iterable[Wanted], out: dict[tuple[int, Want], Want]) -> None:
    by_tag: dict[str, list[Wanted]] = {}
    for one in ones:
        by_tag.setdefault(one.want.value, []).append(one)
    for tag, group in sorted(by_tag.items()):
        fresh = tag_orders(actor, company_id, [one.order.order_id for one in group], tag)
        _keep(out, group, dict.fromkeys(fresh))


def _holds(actor: Actor, company_id: int, ones: Iterable[Wanted], out: dict[tuple[int, Want], Want]) -> None:
    group = list(ones)
    details: dict[int, str] = {}
    for one in group:  # two rules may hold one order: the hold says both
        pk = one.order.order_id
        details[pk] = f"{details[pk]}; {one.want.value}" if pk in details else one.want.value
    details = {pk: text[:TEXT_LINE_CHARS_MAX] for pk, text in details.items()}
    fresh = place_hold(actor, company_id, sorted(details), "rule", details=details)
    _keep(out, group, dict.fromkeys(fresh))


def _priorities(
    actor: Actor, company_id: int, ones: Iterable[Wanted], out: dict[tuple[int, Want], Want]
) -> None:
    group = list(ones)
    _keep(out, group, set_priority(actor, company_id, {o.order.order_id: int(o.want.value) for o in group}))


def _sites(actor: Actor, company_id: int, ones: Iterable[Wanted], out: dict[tuple[int, Want], Want]) -> None:
    group = list(ones)
    if not group:
        return
    ids = warehouse.site_ids_by_code(company_id)
    serving = warehouse.sites_of_channels(company_id)
    wanted: dict[int, int | None] = {}
    fit = []
    for one in group:
        site = ids.get(one.want.value)
        serves = serving.get(one.order.channel_id)
        if site is None or (serves is not None and site not in serves):
            off = "no_site" if site is None else "not_serving"
            out[one.order.order_id, one.want] = replace(one.want, became=off)
            continue
        wanted[one.order.order_id] = site
        fit.append(one)
    _keep(out, fit, prefer_site(actor, company_id, wanted))


def _deliveries(
    actor: Actor, company_id: int, ones: Iterable[Wanted], out: dict[tuple[int, Want], Want]
) -> None:
    group = list(ones)
    _keep(out, group, set_delivery(actor, company_id, {o.order.order_id: o.want.value for o in group}))


def _people(actor: Actor, company_id: int, ones: Iterable[Wanted], out: dict[tuple[int, Want], Want]) -> None:
    group = list(ones)
    here = {value for value in {o.want.value for o in group} if _works_here(value, company_id)}
    fit = [one for one in group if one.want.value in here]
    for one in group:
        if one.want.value not in here:
            out[one.order.order_id, one.want] = replace(one.want, became="no_person")
    _keep(out, fit, assign_orders(actor, company_id, {o.order.order_id: int(o.want.value) for o in fit}))


def _works_here(value: str, company_id: int) -> bool:
    if not value.isdecimal() or len(value) > 18:
        return False
    person = person_actor(int(value), way="job", company_id=company_id)
    return person is not None and company_id in person.company_ids
