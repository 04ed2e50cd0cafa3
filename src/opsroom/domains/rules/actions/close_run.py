"""Notes of a run in how many orders it changed something; a run that is undone keeps its number."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.rules.models import Run
from opsroom.kernel.values.actor import Actor


def close_run(actor: Actor, company_id: int, run_id: int, orders: int) -> None:
    """`orders`: how many the run changed."""
    access.require(actor, "rules.switch", company_id=company_id)
    Run.objects.filter(pk=run_id, rule__company_id=company_id).update(orders=orders)
