"""Takes an old tool's open purchase orders in by number; its undo is undo_purchases. Moves no stock: nothing came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.purchasing.actions.save_purchases import save_purchases
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_customers import Accepted
from opsroom.workflows.importing.check_purchases import as_json, plan_purchases
from opsroom.workflows.importing.context import Setting

UNKNOWN_BY_NOW = "Its supplier, its site or one of its items is no longer known. Check the file again."


@transaction.atomic
def accept_purchases(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> list[Accepted]:
    """One transaction; a second time it changes nothing. A row of which something got unknown meanwhile says so."""
    company_id = setting.company.id
    access.require(actor, "purchasing.edit", company_id=company_id)
    every = plan_purchases(setting, rows)
    plans = [plan for plan in every if plan.draft is not None]
    wanted = {plan.new_supplier.code: plan.new_supplier for plan in plans if plan.new_supplier}
    made = save_suppliers(actor, company_id, list(wanted.values()), only_new=True) if wanted else {}
    drafts = [
        replace(plan.draft, supplier_id=made[plan.new_supplier.code]) if plan.new_supplier else plan.draft
        for plan in plans
        if plan.draft
    ]
    ids = save_purchases(
        actor, company_id, drafts, currency=setting.company.currency, import_id=setting.facts.id
    )
    after = purchasing.purchases_by_number(company_id, ids)
    left = [plan for plan in every if plan.draft is None]
    return [
        Accepted(plan.number, None, "same", {}, "" if plan.nothing else UNKNOWN_BY_NOW) for plan in left
    ] + [
        Accepted(
            plan.number,
            ids[plan.value.number],
            plan.effect,
            {
                "before": as_json(plan.stored) if plan.stored else None,
                "after": as_json(after[plan.value.number]),
            },
        )
        for plan in plans
    ]
