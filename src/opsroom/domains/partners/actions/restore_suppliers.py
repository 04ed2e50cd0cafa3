"""Puts fields of suppliers back as they were, for the undo of an import; refuses to fill an erased contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.partners.events import SUPPLIER, SUPPLIER_RESTORED
from opsroom.domains.partners.models import Supplier
from opsroom.domains.partners.rules import PERSONAL, TOLD
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def restore_suppliers(actor: Actor, company_id: int, fields: Mapping[int, Mapping[str, Any]]) -> None:
    """Supplier id -> the fields to put back. The caller has compared what stands there with what was written."""
    require(actor, "partners.edit", company_id=company_id)
    with transaction.atomic():
        rows = list(Supplier.objects.filter(company_id=company_id, id__in=list(fields)).order_by("id"))
        for row in rows:
            for name, value in fields[row.pk].items():
                if name not in TOLD:
                    raise ValueError(f"{name} is no field that an import changes")
                if row.contact_erased_at is None or name not in PERSONAL:
                    setattr(row, name, value)
        Supplier.objects.bulk_update(rows, TOLD, batch_size=500)
        events.record(SUPPLIER_RESTORED, SUPPLIER, [row.pk for row in rows], actor, company_id=company_id)
