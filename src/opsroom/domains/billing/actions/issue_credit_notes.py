"""Makes the paper of numbered credit notes, each in a step of its own; refuses to make a second paper of one."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time

from django.db import transaction

from opsroom.domains.access import queries as companies
from opsroom.domains.access import rules as access
from opsroom.domains.billing.documents.credit_note import paper_of
from opsroom.domains.billing.documents.invoice import TEMPLATE
from opsroom.domains.billing.models import CreditNote, CreditNoteDocument
from opsroom.domains.billing.states import CREDIT_NOTE
from opsroom.domains.customers import queries as customers
from opsroom.kernel.paper.typeset import typeset
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import INVOICE_CHUNK_COUNT


def issue_credit_notes(actor: Actor, company_id: int) -> list[int]:
    """Returns the ids that were issued, INVOICE_CHUNK_COUNT at most. Killed between two, it goes on with the next."""
    access.require(actor, "billing.issue", company_id=company_id)
    rows = CreditNote.objects.filter(company_id=company_id, state="numbered").select_related(
        "order", "invoice"
    )
    done: list[int] = []
    for row in rows.prefetch_related("lines__invoice_line").order_by("number")[:INVOICE_CHUNK_COUNT]:
        party = int(row.invoice.bill_to_id or 0)
        bill_to = customers.invoice_parties(company_id, [party]).get(party)
        at = datetime.combine(row.issued_on, time(12), UTC) if row.issued_on else None
        pdf = typeset(TEMPLATE, paper_of(row, companies.company(actor, company_id), bill_to), at)
        done += _keep(actor, int(row.pk), pdf)
    if done:
        wake.notify("money")
    return done


@transaction.atomic
def _keep(actor: Actor, credit_note_id: int, pdf: bytes) -> list[int]:
    """The move decides between two workers at one credit note: who loses writes nothing."""
    moved = transition.move(CREDIT_NOTE, CreditNote, "state", [credit_note_id], "issue", actor)
    if moved:
        digest = hashlib.sha256(pdf).hexdigest()
        CreditNoteDocument.objects.create(credit_note_id=credit_note_id, sha256=digest, pdf=pdf)
    return moved
