"""Saves addresses as they were given, each checked by its country's rules; refuses to change one that is stored."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.customers.actions.add_parties import PARTIES, add_parties
from opsroom.domains.customers.rules import PartyDraft
from opsroom.kernel.records.new_rows import NewRows, question_of_ids
from opsroom.kernel.records.questions import ask
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def save_parties(actor: Actor, company_id: int, drafts: Sequence[PartyDraft]) -> list[int]:
    """One new row a draft, in one statement; ids in the order given. Problems are stored, never a reason to refuse."""
    require(actor, "customers.edit", company_id=company_id)
    if not drafts:
        return []
    (found,) = ask(question_of_ids({PARTIES: len(drafts)}))
    ids: list[int] = found[PARTIES]
    rows = NewRows()
    add_parties(actor, company_id, rows, list(zip(ids, drafts, strict=True)))
    rows.write()
    return ids
