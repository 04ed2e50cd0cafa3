"""Books an old tool's account balances against the opening balance; its undo is undo_balances. Books none twice."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.actions.open_balances import BalanceDraft, open_balances
from opsroom.domains.channels.queries import RowFacts
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_customers import Accepted
from opsroom.workflows.importing.check_balances import plan_balances
from opsroom.workflows.importing.context import Setting


@transaction.atomic
def accept_balances(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> list[Accepted]:
    """One transaction; a second time it changes nothing."""
    company_id = setting.company.id
    access.require(actor, "billing.open", company_id=company_id)
    plans = plan_balances(setting, rows)
    drafts = [
        BalanceDraft(
            plan.account,
            plan.value.title,
            plan.kind,
            plan.value.currency or setting.currency,
            plan.minor,
            plan.booked,
        )
        for plan in plans
    ]
    ids = open_balances(
        actor,
        company_id,
        drafts,
        opened_on=setting.as_of.astimezone(ZoneInfo(setting.company.timezone)).date(),
        import_id=setting.facts.id,
    )
    return [
        Accepted(plan.number, ids[draft.account, draft.currency], plan.effect, {})
        for plan, draft in zip(plans, drafts, strict=True)
    ]
