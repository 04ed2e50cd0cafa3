"""Opens what customers still owe on an old tool's invoices; gives no number of ours. Undo: remove_receivables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.events import RECEIVABLE
from opsroom.domains.billing.models import OpenReceivable
from opsroom.domains.billing.states import RECEIVABLE as MACHINE
from opsroom.kernel.records import wake
from opsroom.kernel.records.transition import born
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.receivable_opened import receivable_opened


@dataclass(frozen=True, slots=True)
class ReceivableDraft:
    """One open invoice of an old tool, in minor units."""

    number: str
    customer_id: int | None
    currency: str
    issued_on: date
    due_on: date | None
    gross_minor: int
    open_minor: int


@transaction.atomic
def open_receivables(
    actor: Actor, company_id: int, drafts: Sequence[ReceivableDraft], *, opened_on: date, import_id: int
) -> dict[str, int]:
    """Number -> id. One that stands here already stays as it is: it is owed once."""
    access.require(actor, "billing.open", company_id=company_id)
    wanted = {draft.number: draft for draft in drafts}
    stored = dict(
        OpenReceivable.objects.filter(company_id=company_id, number__in=wanted).values_list("number", "id")
    )
    made = OpenReceivable.objects.bulk_create(
        OpenReceivable(
            company_id=company_id, customer_id=draft.customer_id, number=draft.number, currency=draft.currency,
            issued_on=draft.issued_on, due_on=draft.due_on, opened_on=opened_on, gross_minor=draft.gross_minor,
            open_minor=draft.open_minor, imported_in_id=import_id, state="open", settled_minor=0,
        )
        for draft in wanted.values()
        if draft.number not in stored
    )  # fmt: skip
    entries = [
        MoneyEntry(
            key=f"opening:receivable:{row.pk}",
            kind="opening",
            transfers=tuple(receivable_opened(row.open_minor, row.currency)),
            on_date=opened_on,
            ref_kind=RECEIVABLE,
            ref_id=int(row.pk),
        )
        for row in made
    ]
    post_many_entries(entries, actor=actor, company_id=company_id)
    born(MACHINE, OpenReceivable, [(int(row.pk), "open", None) for row in made], actor, company_id=company_id)
    wake.notify("money")
    return {number: int(pk) for number, pk in stored.items()} | {row.number: int(row.pk) for row in made}
