"""Takes a quote up again to change it; its number stays and its papers are kept. Undo: quote_draft."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import drafts
from opsroom.domains.orders.draft_rules import FIXED_WHY
from opsroom.domains.orders.errors import DraftFixed
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def revise_quote(actor: Actor, company_id: int, draft_id: int) -> None:
    """Raises DraftNotFound, DraftFixed."""
    access.require(actor, "orders.draft", company_id=company_id)
    row = drafts.locked(company_id, draft_id)
    if row.state not in ("quoted", "expired"):
        why = FIXED_WHY.get(row.state, "It is a draft already.")
        raise DraftFixed(number=drafts.facts(row).name, why=why)
    transition.move(
        DRAFT, Draft, "state", [draft_id], "revise", actor,
        sets={"valid_until": None, "version": row.version + 1},
    )  # fmt: skip
    wake.notify("orders")
