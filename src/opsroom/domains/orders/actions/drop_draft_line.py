"""Takes a line off a draft; refuses a fixed one."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.actions._drafts import line_of, open_draft, settle
from opsroom.domains.orders.models import DraftLine
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def drop_draft_line(actor: Actor, company_id: int, draft_id: int, line_id: int) -> int:
    """Returns the SKU that is off now. Raises DraftFixed, BadDraft."""
    access.require(actor, "orders.draft", company_id=company_id)
    row = open_draft(company_id, draft_id)
    line = line_of(row, line_id)
    DraftLine.objects.filter(pk=line.pk).delete()
    settle(row)
    return int(line.sku_id)
