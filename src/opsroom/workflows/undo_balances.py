"""Takes an import's account balances back by reversing entries; the accounts themselves stay, at zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.actions.remove_balances import remove_balances
from opsroom.domains.channels.queries import RowFacts
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.context import Setting


@transaction.atomic
def undo_balances(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Always empty: what was booked on an account since stands beside its opening."""
    company_id = setting.company.id
    access.require(actor, "billing.open", company_id=company_id)
    made = [row.result_id for row in rows if row.effect == "new" and row.result_id]
    today = datetime.now(ZoneInfo(setting.company.timezone)).date()
    remove_balances(actor, company_id, made, on_date=today)
    return {}
