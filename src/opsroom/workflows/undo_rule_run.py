"""Takes back what a rule did to orders that were there when it was applied; what somebody changed since stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.assign_orders import assign_orders
from opsroom.domains.orders.actions.prefer_site import prefer_site
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.actions.set_delivery import set_delivery
from opsroom.domains.orders.actions.set_priority import set_priority
from opsroom.domains.orders.actions.untag_orders import untag_orders
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.mark_run_undone import mark_run_undone
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.rulings import facts
from opsroom.insight.rulings.facts import Judged
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.ruling.one_pass import allocate_anew, rules_program


@in_one_piece
def undo_rule_run(actor: Actor, company_id: int, run_id: int) -> int:
    """Returns in how many orders something was taken back. Raises NothingToUndo.

    The rule has acted on these orders, so it does not act on them again by itself.
    """
    access.require(actor, "rules.switch", company_id=company_id)
    mark_run_undone(actor, company_id, run_id)
    done: dict[str, list[tuple[int, str, str | None]]] = {}
    for one in queries.evaluations_of_run(run_id):
        for want in one.wants:
            if want.became == "done":
                done.setdefault(want.kind, []).append((one.order_id, want.value, want.before))
    ids = sorted({pk for ones in done.values() for pk, _, _ in ones})
    order_rows.locked(company_id, ids)
    shared = queries.held_by_others(run_id, [pk for pk, _, _ in done.get("hold", ())])
    return len(_take_back(rules_program(company_id), company_id, done, ids, shared))


def _take_back(
    program: Actor,
    company_id: int,
    done: Mapping[str, Sequence[tuple[int, str, str | None]]],
    ids: Sequence[int],
    shared: Collection[int],
) -> set[int]:
    now = {one.order_id: one for one in facts.of_orders(company_id, ids)}
    sites = warehouse.site_ids_by_code(company_id)
    back: set[int] = set()
    for tag in sorted({value for _, value, _ in done.get("tag", ())}):
        mine = [pk for pk, value, _ in done["tag"] if value == tag]
        back |= set(untag_orders(program, company_id, mine, tag))
    # One hold serves all rules that want it: where another still does, it stays.
    held = [pk for pk, _, _ in done.get("hold", ()) if pk not in shared]
    back |= set(release_hold(program, company_id, held, reason="rule", why="rule taken back"))

    def still(kind: str, is_so: Callable[[Judged, str], bool]) -> list[tuple[int, str | None]]:
        return [(pk, was) for pk, value, was in done.get(kind, ()) if pk in now and is_so(now[pk], value)]

    priorities = still("priority", lambda one, value: str(one.priority) == value)
    back |= set(set_priority(program, company_id, {pk: int(was or 0) for pk, was in priorities}))
    ways = still("delivery", lambda one, value: one.delivery_method == value)
    back |= set(set_delivery(program, company_id, {pk: was or "" for pk, was in ways}))
    people = still("assign", lambda one, value: str(one.assigned_to_id) == value)
    back |= set(assign_orders(program, company_id, {pk: int(was) if was else None for pk, was in people}))
    preferred = still("site", lambda one, value: one.preferred_site_id == sites.get(value))
    moved = prefer_site(program, company_id, {pk: int(was) if was else None for pk, was in preferred})
    if moved:
        allocate_anew(program, company_id, moved)
    return back | set(moved)
