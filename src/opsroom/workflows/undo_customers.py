"""Takes an import's customers back: new ones go, changed ones are as before; refuses those touched or bought since."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.actions.remove_customers import remove_customers
from opsroom.domains.customers.actions.remove_parties import remove_parties
from opsroom.domains.customers.actions.restore_customers import restore_customers
from opsroom.domains.customers.rules import Terms
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_customers import write_terms
from opsroom.workflows.importing.context import Setting

CHANGED = "This customer was changed after the import; what stands there now stays."
ERASED = "This person was erased since; nothing of the row is left to take back."
NAMED = "This customer has placed orders since, which name them."


@transaction.atomic
def undo_customers(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Row number -> why it stays. A row is all or nothing."""
    company_id = setting.company.id
    access.require(actor, "imports.undo", company_id=company_id)
    mine = [row for row in rows if row.result_id]
    stored = customers.customers_by_id(company_id, [row.result_id or 0 for row in mine])
    kept: dict[int, str] = {}
    back: dict[int, dict[str, object]] = {}
    parties: list[int] = []
    new: dict[int, int] = {}
    terms: dict[int, Terms] = {}
    for row in mine:
        facts = stored.get(row.result_id or 0)
        if facts is None:
            continue  # gone already, by a later row of the same customer
        if facts.erased_at is not None:
            kept[row.number] = ERASED
            continue
        before = row.before or {}
        told = [Terms(**one) for one in before.get("terms", [])]
        now = Terms(facts.terms_days, facts.credit_limit_minor, facts.credit_currency)
        changed = any(getattr(facts, name) != pair[1] for name, pair in before["changes"].items())
        if changed or (told and told[1] != now):
            kept[row.number] = CHANGED
        elif row.effect == "new":
            new[facts.id] = row.number
        else:
            back[facts.id] = {name: pair[0] for name, pair in before["changes"].items()}
            parties += before["parties"]
            if told:
                terms[facts.id] = told[0]
    if terms:
        write_terms(actor, company_id, terms)
    restore_customers(actor, company_id, back)
    remove_parties(actor, company_id, parties)
    gone = set(remove_customers(actor, company_id, list(new)))
    return kept | {number: NAMED for customer_id, number in new.items() if customer_id not in gone}
