"""Empties the person behind a supplier: name, e-mail and phone; refuses without the right and keeps the firm."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access.rules import require
from opsroom.domains.partners.errors import UnknownSupplier
from opsroom.domains.partners.events import SUPPLIER, SUPPLIER_CONTACT_ERASED
from opsroom.domains.partners.models import Supplier
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def erase_contact(actor: Actor, company_id: int, supplier_id: int) -> None:
    """Erasing twice changes nothing; no import fills it again. Raises UnknownSupplier."""
    require(actor, "partners.erase", company_id=company_id)
    with transaction.atomic():
        rows = Supplier.objects.filter(company_id=company_id, pk=supplier_id)
        if not rows.exists():
            raise UnknownSupplier()
        if rows.filter(contact_erased_at=None).update(
            contact="", email="", phone="", contact_erased_at=Now()
        ):
            events.record(SUPPLIER_CONTACT_ERASED, SUPPLIER, [supplier_id], actor, company_id=company_id)
