"""Gives order lines their SKU when a product that orders were waiting for is known at last; guesses nothing.

Only a code that is exactly a SKU's code or alias matches; a near one stays for a person. Undo: as of match_skus.
"""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import queries as orders
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.match_skus import match_skus


@in_one_piece
def match_waiting(actor: Actor, company_id: int) -> int:
    """Returns how many lines know their SKU now. It follows from the products, so the program does it."""
    access.require(actor, "catalog.edit", company_id=company_id)
    waiting: dict[str, list[int]] = {}
    for line in orders.unknown_lines(company_id):
        if line.sku_text:
            waiting.setdefault(line.sku_text, []).append(line.id)
    if not waiting:
        return 0
    known = catalog.skus_by_code(company_id, set(waiting))
    program = access.system_actor("system.importer", company_ids=frozenset({company_id}), way=actor.way)
    for code in sorted(known):
        match_skus(program, company_id, waiting[code], known[code].code)
    return sum(len(waiting[code]) for code in known)
