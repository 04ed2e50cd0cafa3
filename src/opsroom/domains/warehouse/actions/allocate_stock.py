"""Sets free stock aside for demands, in rank order and never twice; what is missing is simply not given."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.add_allocations import ALLOCATIONS, add_allocations, question_of_free
from opsroom.domains.warehouse.rules import Given, Wanted, decide_allocations
from opsroom.kernel.records import wake
from opsroom.kernel.records.new_rows import NewRows, question_of_ids
from opsroom.kernel.records.questions import ask
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def allocate_stock(actor: Actor, company_id: int, wanted: Sequence[Wanted]) -> list[Given]:
    """Returns what was given. Demand is summed per SKU before the check; stock rows are locked in one order."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    if not wanted:
        return []
    skus = sorted({w.sku_id for w in wanted})
    sites = sorted({site for w in wanted for site in w.sites})
    (free,) = ask(question_of_free(company_id, skus, sites))
    given = decide_allocations(wanted, free)
    if given:
        (ids,) = ask(question_of_ids({ALLOCATIONS: len(given)}))
        rows = NewRows()
        add_allocations(actor, company_id, rows, given, ids[ALLOCATIONS])
        rows.write()
        wake.notify("stock")
    return given
