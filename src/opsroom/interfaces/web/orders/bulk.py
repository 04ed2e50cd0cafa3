"""Runs a bulk act on ticked orders or on a whole view, first dry, then for real; undo for ten minutes."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from opsroom.domains.orders import queries as orders_domain
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.assign_orders import assign_orders
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.actions.set_priority import set_priority
from opsroom.domains.orders.queries import OrderFacts
from opsroom.insight.lists import order_filter
from opsroom.insight.lists import orders as lists
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.orders.bulk_acts import BY_KEY, Outcome
from opsroom.interfaces.web.parts import Toast
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BULK_ROWS_MAX, UNDO_SECONDS
from opsroom.workflows.change_tags import change_tags

SKIPS_SHOWN = 3


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """POST action, scope (ids | view), id..., dry. A view's rows are found again here, never taken from the page."""
    actor, company = actor_of(request), company_of_request(request)
    act = BY_KEY.get(request.POST.get("action", ""))
    orders = _chosen(request, actor)
    if act is None or company is None:
        return HttpResponse(status=400)
    extra = request.POST.get("tag", "").strip()
    if request.POST.get("dry"):
        return render(request, "orders/_dry.html", dry_words(act.plan(actor, orders, extra)))
    done = act.do(actor, company.id, orders, extra)
    return tell(request, done, keep_undo(actor, company.id, done), f"/orders?{request.GET.urlencode()}")


def _chosen(request: HttpRequest, actor: Actor) -> list[OrderFacts]:
    company = company_of_request(request)
    zone = company.timezone if company else "UTC"
    wanted = order_filter.parse(dict(request.GET.lists()))
    from_page = [int(v) for v in request.POST.getlist("id") if v.isdecimal() and len(v) < 19]
    if request.POST.get("scope") == "view":
        ids = lists.ids(actor, wanted, now=datetime.now(UTC), time_zone=zone)
    else:
        ids = from_page[:BULK_ROWS_MAX]
    return orders_domain.orders_of(actor, ids)


def dry_words(done: Outcome) -> dict[str, object]:
    """What the dry run's template shows: a few of the skipped, and how many more."""
    return {
        "done": done,
        "skipped": done.skipped[:SKIPS_SHOWN],
        "more": max(0, len(done.skipped) - SKIPS_SHOWN),
    }


def tell(request: HttpRequest, done: Outcome, undo: str, back: str) -> HttpResponse:
    """A toast with its undo; without script the page at `back` says the same."""
    text = (
        done.says if not done.skipped else f"{done.says} {len(done.skipped):,} skipped: {done.skipped[0][1]}"
    )
    if request.headers.get("HX-Request") != "true":
        messages.info(request, text, extra_tags=undo)
        return HttpResponseRedirect((done.goes_to if done.done else "") or back)
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps(Toast(text=text, undo=undo).trigger() | {"orders": {}})
    if done.goes_to and done.done:
        answer["HX-Redirect"] = done.goes_to
    return answer


def keep_undo(actor: Actor, company_id: int, done: Outcome) -> str:
    """Remembers how to take the act back; only the same person may, and only for UNDO_SECONDS."""
    if done.undo is None or not done.done:
        return ""
    token = secrets.token_urlsafe(16)
    verb, facts = done.undo
    cache.set(f"undo:{token}", [actor.user_id, company_id, verb, dict(facts)], UNDO_SECONDS)
    return f"/orders/undo/{token}"


@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Takes one act back, once."""
    actor = actor_of(request)
    kept = cache.get(f"undo:{token}")
    if not kept or kept[0] != actor.user_id or not cache.delete(f"undo:{token}"):
        text = "This can no longer be taken back. Use the opposite action instead."
    else:
        _, company_id, verb, facts = kept
        text = f"Taken back on {_take_back(actor, company_id, verb, facts):,} orders."
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps(Toast(text=text).trigger() | {"orders": {}})
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect("/orders")
    return answer


def _take_back(actor: Actor, company_id: int, verb: str, facts: dict[str, object]) -> int:
    ids = facts.get("ids") or []
    assert isinstance(ids, list)  # noqa: S101  # written by keep_undo
    if verb == "unhold":
        return len(release_hold(actor, company_id, ids, reason=str(facts["reason"]), why="undo"))
    if verb == "hold":
        return len(_hold_again(actor, company_id, facts.get("holds"), ids))
    if verb == "untag":
        return len(change_tags(actor, company_id, ids, str(facts["tag"]), on=False))
    pairs = facts["priorities" if verb == "priority" else "owners"]
    assert isinstance(pairs, dict)  # noqa: S101
    if verb == "priority":
        return len(set_priority(actor, company_id, {int(pk): int(value) for pk, value in pairs.items()}))
    return len(assign_orders(actor, company_id, {int(pk): owner for pk, owner in pairs.items()}))


def _hold_again(actor: Actor, company_id: int, holds: object, ids: list[int]) -> set[int]:
    """Every hold that was released stands again for its own reason, with what was said on it."""
    assert isinstance(holds, list)  # noqa: S101  # written by keep_undo
    held: set[int] = set()
    for reason, details in order_rows.holds_by_reason(company_id, holds).items():
        mine = {pk: text for pk, text in details.items() if pk in ids}
        held |= set(place_hold(actor, company_id, sorted(mine), reason, details=mine))
    return held
