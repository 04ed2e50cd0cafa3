"""Changes a company's name, address, tax numbers and clock; the code stays once documents carry it."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._company_fields import checked_fields
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def edit_company(actor: Actor, company_id: int, **fields: str) -> list[str]:
    """Returns the names of the fields that changed; the event names them and keeps no values. Raises BadValue."""
    require(actor, "access.settings", company_id=company_id)
    wanted = checked_fields(fields)
    wanted.pop("code", None)
    company = Company.objects.select_for_update(no_key=True).get(pk=company_id)
    changed = sorted(name for name, value in wanted.items() if getattr(company, name) != value)
    if changed:
        Company.objects.filter(pk=company_id).update(**{name: wanted[name] for name in changed})
        records.record(
            events.COMPANY_CHANGED,
            events.COMPANY,
            [company_id],
            actor,
            data={"fields": changed},
            company_id=company_id,
        )
    return changed
