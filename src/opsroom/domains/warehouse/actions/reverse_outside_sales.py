"""Takes back what was posted for sales of others when their orders are taken out again; leaves all else."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import queries as book
from opsroom.ledgers.stock.post import reverse_many


@transaction.atomic
def reverse_outside_sales(actor: Actor, company_id: int, order_ids: Collection[int]) -> int:
    """Returns how many entries were reversed."""
    access.require(actor, "imports.undo", company_id=company_id)
    keys = {f"outside:{pk}" for pk in order_ids}
    entries = book.entries_of_ref(company_id, "orders.order", sorted(order_ids))
    mine = {e.entry_id: f"{e.key}:undone" for e in entries if e.key in keys and e.reversed_by is None}
    return len(reverse_many(mine, actor=actor, company_id=company_id)) if mine else 0
