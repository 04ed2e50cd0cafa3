"""Writes what a person typed about one supplier, empty fields as empty; its code stays, since papers carry it."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.partners.errors import UnknownSupplier
from opsroom.domains.partners.events import SUPPLIER, SUPPLIER_CHANGED
from opsroom.domains.partners.models import Supplier
from opsroom.domains.partners.rules import PERSONAL, TOLD, SupplierDraft, refuse_bad
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def edit_supplier(actor: Actor, company_id: int, supplier_id: int, draft: SupplierDraft) -> bool:
    """True when something changed. A contact typed after an erasure is new. Raises UnknownSupplier, BadSupplier."""
    require(actor, "partners.edit", company_id=company_id)
    with transaction.atomic():
        rows = Supplier.objects.select_for_update(no_key=True)
        row = rows.filter(company_id=company_id, pk=supplier_id).first()
        if row is None:
            raise UnknownSupplier()
        told = asdict(draft) | {"code": row.code, "active": draft.active is not False}
        refuse_bad(SupplierDraft(**told))
        changed = [name for name in TOLD if getattr(row, name) != told[name]]
        for name in changed:
            setattr(row, name, told[name])
        if changed:
            if any(told[name] for name in PERSONAL):
                row.contact_erased_at = None
            row.save(update_fields=[*changed, "contact_erased_at"])
            events.record(SUPPLIER_CHANGED, SUPPLIER, [row.pk], actor, company_id=company_id)
    return bool(changed)
