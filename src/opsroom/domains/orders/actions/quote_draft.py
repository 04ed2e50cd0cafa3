"""Puts a draft on paper as a quote with its number and its last day; refuses one that is not finished."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions._drafts import open_draft
from opsroom.domains.orders.actions._quotes import put_on_paper, refuse_unfinished, refuse_unseen
from opsroom.domains.orders.draft_rules import valid_until_problem
from opsroom.domains.orders.errors import BadDraft
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.records.counters import next_numbers
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def quote_draft(
    actor: Actor,
    company_id: int,
    draft_id: int,
    *,
    valid_until: date,
    today: date,
    seen_minor: int | None = None,
) -> str:
    """Returns the quote's name. Quoted again after a revision it keeps its number and counts: Q-00001/2.

    The paper is made in the same step and kept as it was given. Nobody is told: the person hands it over. Raises
    DraftFixed, DraftUnfinished, DraftChanged, BadDraft.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = open_draft(company_id, draft_id)
    refuse_unfinished(row)
    refuse_unseen(row, seen_minor)
    if why := valid_until_problem(valid_until, today):
        raise BadDraft(why=why)
    number = row.quote_number or f"Q-{next_numbers(f'orders.quote:{company_id}')[0]:05d}"
    transition.move(
        DRAFT, Draft, "state", [draft_id], "quote", actor,
        data={"number": number, "valid_until": valid_until, "total_minor": row.total_minor},
        sets={
            "quote_number": number, "revision": row.revision + 1, "valid_until": valid_until,
            "quoted_at": datetime.now(UTC).replace(microsecond=0), "version": row.version + 1,
        },
    )  # fmt: skip
    put_on_paper(actor, drafts.locked(company_id, draft_id))
    wake.notify("orders")
    return drafts.draft_of(actor, draft_id).name
