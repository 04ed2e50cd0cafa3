"""Saves suppliers by their code, many at once; refuses to empty what is not told and to wake an erased contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.partners.errors import BadSupplier
from opsroom.domains.partners.events import SUPPLIER, SUPPLIER_CHANGED, SUPPLIER_CREATED
from opsroom.domains.partners.models import Supplier
from opsroom.domains.partners.rules import PERSONAL, TOLD, SupplierDraft, changes_of, refuse_bad
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def save_suppliers(
    actor: Actor, company_id: int, drafts: Sequence[SupplierDraft], *, only_new: bool = False
) -> dict[str, int]:
    """Code -> supplier id. A code that is there is changed in what the draft tells. Raises BadSupplier, where
    `only_new` also for a code that is there.

    Two drafts of one code are one supplier, the later one telling last.
    """
    require(actor, "partners.edit", company_id=company_id)
    for draft in drafts:
        refuse_bad(draft)
    wanted = {draft.code: draft for draft in drafts}
    with transaction.atomic():
        rows = Supplier.objects.select_for_update(no_key=True).filter(company_id=company_id, code__in=wanted)
        stored = {row.code: row for row in rows.order_by("id")}
        if only_new and stored:
            raise BadSupplier(field="Code", found=min(stored), usual="Another supplier has it by now.")
        changed = [row for code, row in stored.items() if _tell(row, wanted[code])]
        Supplier.objects.bulk_update(changed, TOLD, batch_size=500)
        new = Supplier.objects.bulk_create(
            _new(company_id, draft) for code, draft in wanted.items() if code not in stored
        )
        events.record(SUPPLIER_CHANGED, SUPPLIER, [row.pk for row in changed], actor, company_id=company_id)
        events.record(SUPPLIER_CREATED, SUPPLIER, [row.pk for row in new], actor, company_id=company_id)
    return {row.code: row.pk for row in (*stored.values(), *new)}


def _new(company_id: int, draft: SupplierDraft) -> Supplier:
    return Supplier(company_id=company_id, **asdict(draft) | {"active": draft.active is not False})


def _tell(row: Supplier, draft: SupplierDraft) -> bool:
    """Writes what the draft tells differently; True when something changed."""
    changes = changes_of({name: getattr(row, name) for name in TOLD}, draft)
    if row.contact_erased_at is not None:
        changes = {name: value for name, value in changes.items() if name not in PERSONAL}
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(changes)
