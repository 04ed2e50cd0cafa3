"""Takes the list's prices of today on a draft; what was agreed with a reason stays. Refuses a fixed one."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.actions._drafts import open_draft
from opsroom.domains.orders.actions._quotes import take_todays_prices
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def renew_prices(actor: Actor, company_id: int, draft_id: int) -> int | None:
    """Returns what the draft comes to now, None while something of it is not known. Raises DraftFixed."""
    access.require(actor, "orders.draft", company_id=company_id)
    return take_todays_prices(actor, open_draft(company_id, draft_id)).total_minor
