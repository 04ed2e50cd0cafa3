"""Takes an import's purchase orders back: new ones go, changed ones are as before; refuses those worked on since."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.purchasing.actions.remove_purchases import remove_purchases
from opsroom.domains.purchasing.actions.restore_purchases import restore_purchases
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.check_purchases import as_json
from opsroom.workflows.importing.context import Setting


@transaction.atomic
def undo_purchases(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Row number -> why it stays. A supplier that was added for an order stays: another may name it by now."""
    company_id = setting.company.id
    access.require(actor, "imports.undo", company_id=company_id)
    stored = purchasing.purchases_by_number(company_id, [row.natural_key for row in rows])
    by_id = {facts.id: facts for facts in stored.values()}
    kept: dict[int, str] = {}
    gone: list[int] = []
    back = {}
    for row in rows:
        facts, told = by_id.get(row.result_id or 0), row.before or {}
        if facts is None or row.effect == "same":
            continue
        if as_json(facts) != told.get("after"):
            kept[row.number] = f"{facts.number} was worked on after the import; what stands there now stays."
        elif row.effect == "new":
            gone.append(facts.id)
        else:
            back[facts.id] = told["before"]
    remove_purchases(actor, company_id, gone)
    restore_purchases(actor, company_id, back)
    return kept
