"""Says what an unknown code means, for every line that waits with it: demand is written, stock allocated, tasks close.

Undo: none by itself, since goods are set aside at once; cancel or hold the order. An alias made here can be removed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.catalog.errors import UnknownSku
from opsroom.domains.orders import queries as orders_domain
from opsroom.domains.orders.actions.match_lines import MeantSku, match_lines
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.raise_openings import raise_openings
from opsroom.workflows.ruling.one_pass import pass_over


@dataclass(frozen=True, slots=True)
class Matched:
    """Orders it changed, and of those the ones that have no unknown line left, and the ones that stay short."""

    order_ids: tuple[int, ...]
    clear_ids: tuple[int, ...]
    short_ids: tuple[int, ...]
    alias_made: bool


@in_one_piece
def match_skus(
    actor: Actor,
    company_id: int,
    line_ids: Collection[int],
    sku_code: str,
    *,
    alias: str = "",
) -> Matched:
    """`sku_code`: code, alias or barcode of the SKU meant. `alias`: the unknown code, to be known from now on."""
    access.require(actor, "orders.edit", company_id=company_id)
    wanted = sku_code.strip()
    facts = catalog.skus_by_code(company_id, [wanted]).get(wanted) or catalog.skus_by_barcode(
        company_id, [wanted]
    ).get(wanted)
    if facts is None:
        raise UnknownSku(code=wanted)
    if alias:
        add_alias(actor, company_id, {alias: facts.id})
    parts = facts.components if facts.is_kit else ((facts.id, 1),)
    meant = MeantSku(facts.id, facts.kind, facts.shippable, parts)
    touched = match_lines(actor, company_id, dict.fromkeys(line_ids, meant))
    if not touched:
        return Matched((), (), (), bool(alias))
    waiting = {line.order_id for line in orders_domain.unknown_lines(company_id, order_ids=touched)}
    clear = [pk for pk in touched if pk not in waiting]
    close_tasks(actor, [f"unknown_sku:order:{pk}" for pk in clear])
    release_hold(actor, company_id, clear, reason="unknown_sku", why="SKU matched")
    pass_over(company_id, touched, "changed", resite=False)
    raise_openings(actor, company_id, touched, verb="orders.edit")
    allocated = allocate_orders(actor, company_id, order_ids=touched)
    return Matched(tuple(touched), tuple(clear), allocated.short, bool(alias))
