"""Opens what customers still owe an old tool, in the money book from the first day; its undo is undo_receivables."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.actions.open_receivables import open_receivables
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.customers import queries as customers
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_customers import Accepted
from opsroom.workflows.importing.check_receivables import plan_receivables
from opsroom.workflows.importing.context import Setting


@transaction.atomic
def accept_receivables(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> list[Accepted]:
    """One transaction; a second time it changes nothing. Who judges a limit meanwhile waits for what is owed."""
    company_id = setting.company.id
    access.require(actor, "billing.open", company_id=company_id)
    plans = plan_receivables(setting, rows)
    customers.lock_customers({plan.draft.customer_id for plan in plans if plan.draft.customer_id})
    ids = open_receivables(
        actor,
        company_id,
        [plan.draft for plan in plans],
        opened_on=setting.as_of.astimezone(ZoneInfo(setting.company.timezone)).date(),
        import_id=setting.facts.id,
    )
    return [Accepted(plan.number, ids[plan.value.number], plan.effect, {}) for plan in plans]
