"""Takes an old tool's suppliers in by code; its undo is undo_suppliers. Refuses to empty what is not told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_customers import Accepted
from opsroom.workflows.importing.check_suppliers import plan_suppliers
from opsroom.workflows.importing.context import Setting


@transaction.atomic
def accept_suppliers(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> list[Accepted]:
    """One transaction; a second time it changes nothing."""
    access.require(actor, "partners.edit", company_id=setting.company.id)
    plans = plan_suppliers(setting, rows)
    ids = save_suppliers(actor, setting.company.id, [plan.draft for plan in plans])
    return [
        Accepted(
            plan.number,
            ids[plan.draft.code],
            plan.effect,
            {"changes": {name: list(pair) for name, pair in plan.changes.items()}},
        )
        for plan in plans
    ]
