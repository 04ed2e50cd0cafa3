"""Lets a quote hold longer, at the prices quoted or at today's; refuses one that is an order or withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions._quotes import (
    put_on_paper,
    refuse_unfinished,
    refuse_unseen,
    take_todays_prices,
)
from opsroom.domains.orders.draft_rules import FIXED_WHY, KEPT, TODAYS, valid_until_problem
from opsroom.domains.orders.errors import BadDraft, DraftFixed
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def renew_quote(
    actor: Actor,
    company_id: int,
    draft_id: int,
    *,
    valid_until: date,
    today: date,
    prices: str,
    seen_minor: int | None = None,
) -> str:
    """Returns the quote's name. `prices`: KEPT or TODAYS, said by a person; agreed prices stay either way.

    A new paper is made, the old one is kept. Raises DraftFixed, DraftUnfinished, DraftChanged, BadDraft.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = drafts.locked(company_id, draft_id)
    if row.state not in ("quoted", "expired"):
        why = FIXED_WHY.get(row.state, "It is no quote yet. Quote it.")
        raise DraftFixed(number=drafts.facts(row).name, why=why)
    if prices not in (KEPT, TODAYS):
        raise BadDraft(why="Say which prices hold: those quoted, or today's.")
    if problem := valid_until_problem(valid_until, today):
        raise BadDraft(why=problem)
    if prices == TODAYS:
        row = take_todays_prices(actor, row)
    refuse_unfinished(row)
    refuse_unseen(row, seen_minor)
    transition.move(
        DRAFT, Draft, "state", [draft_id], "renew", actor,
        data={"valid_until": valid_until, "total_minor": row.total_minor, "prices": prices},
        sets={
            "valid_until": valid_until, "revision": row.revision + 1,
            "quoted_at": datetime.now(UTC).replace(microsecond=0), "version": row.version + 1,
        },
    )  # fmt: skip
    put_on_paper(actor, drafts.locked(company_id, draft_id))
    wake.notify("orders")
    return drafts.draft_of(actor, draft_id).name
