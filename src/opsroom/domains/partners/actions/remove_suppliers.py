"""Takes suppliers out that nothing refers to; leaves those that a purchase order names."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.partners.events import SUPPLIER, SUPPLIER_REMOVED
from opsroom.domains.partners.models import Supplier
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def remove_suppliers(actor: Actor, company_id: int, supplier_ids: Collection[int]) -> list[int]:
    """Returns the ids that are gone. The database's foreign keys say which are still referred to."""
    require(actor, "partners.edit", company_id=company_id)
    gone: list[int] = []
    with transaction.atomic():
        for pk in sorted(supplier_ids):
            try:
                with transaction.atomic():
                    if Supplier.objects.filter(company_id=company_id, pk=pk).delete()[0]:
                        gone.append(pk)
            except IntegrityError:
                continue
        events.record(SUPPLIER_REMOVED, SUPPLIER, gone, actor, company_id=company_id)
    return gone
