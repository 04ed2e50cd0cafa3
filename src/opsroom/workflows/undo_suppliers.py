"""Takes an import's suppliers back: new ones go, changed ones are as before; refuses those touched or named since."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.partners import queries as partners
from opsroom.domains.partners.actions.remove_suppliers import remove_suppliers
from opsroom.domains.partners.actions.restore_suppliers import restore_suppliers
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.context import Setting


@transaction.atomic
def undo_suppliers(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Row number -> why it stays."""
    company_id = setting.company.id
    access.require(actor, "imports.undo", company_id=company_id)
    stored = partners.suppliers_by_code(company_id, [row.natural_key for row in rows])
    by_id = {facts.id: facts for facts in stored.values()}
    kept: dict[int, str] = {}
    back: dict[int, dict[str, object]] = {}
    new: dict[int, int] = {}
    for row in rows:
        facts = by_id.get(row.result_id or 0)
        changes = (row.before or {}).get("changes", {})
        if facts is None:
            continue
        if any(getattr(facts, name) != pair[1] for name, pair in changes.items()):
            kept[row.number] = f"{facts.code} was changed after the import; what stands there now stays."
        elif row.effect == "new":
            new[facts.id] = row.number
        else:
            back[facts.id] = {name: pair[0] for name, pair in changes.items()}
    restore_suppliers(actor, company_id, back)
    gone = set(remove_suppliers(actor, company_id, list(new)))
    return kept | {
        number: f"Purchase orders name {by_id[supplier_id].code}."
        for supplier_id, number in new.items()
        if supplier_id not in gone
    }
