"""Takes an import's open invoices back by reversing entries; refuses those on which money came since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.actions.remove_receivables import remove_receivables
from opsroom.domains.billing.queries import ReceivableFacts
from opsroom.domains.channels.queries import RowFacts
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.money import Money
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.recheck_credit import recheck_credit


@transaction.atomic
def undo_receivables(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Row number -> why it stays."""
    company_id = setting.company.id
    access.require(actor, "billing.open", company_id=company_id)
    made = {row.result_id: row for row in rows if row.effect == "new" and row.result_id}
    owed_by = billing.owed_from(company_id, made)
    today = datetime.now(ZoneInfo(setting.company.timezone)).date()
    gone = set(remove_receivables(actor, company_id, list(made), on_date=today))
    # What is owed no more makes room for orders that waited for it.
    recheck_credit(actor, company_id, owed_by, verb="billing.open")
    stay = {pk: row for pk, row in made.items() if pk not in gone}
    facts = billing.receivables_by_number(company_id, {row.natural_key for row in stay.values()})
    return {row.number: _why(row.natural_key, facts.get(row.natural_key)) for row in stay.values()}


def _why(number: str, debt: ReceivableFacts | None) -> str:
    """What stands against taking the debt back: the money that is booked on it."""
    if debt is None:
        return f"{number} is gone from here already."
    came, due = Money(debt.settled_minor, debt.currency), Money(debt.due, debt.currency)
    left = f"{due} is still owed." if due else "Nothing of it is owed any more."
    return f"{came} came for {number} since and stands in the book, so it stays. {left}"
