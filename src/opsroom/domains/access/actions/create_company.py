"""Creates a company; refuses unknown countries, currencies and time zones."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._company_fields import checked_fields
from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def create_company(
    actor: Actor,
    *,
    code: str,
    name: str,
    country: str,
    currency: str,
    timezone: str,
    is_demo: bool = False,
    **address: str,
) -> int:
    """Returns the company's id. `address`: legal_name, street, city, postcode, region, email, phone, vat_number,
    registration_number. Raises BadValue."""
    require(actor, "access.settings")
    fields = checked_fields(
        {
            "code": code,
            "name": name,
            "country": country,
            "currency": currency,
            "timezone": timezone,
            **address,
        }
    )
    try:
        with transaction.atomic():
            company = Company.objects.create(is_demo=is_demo, **fields)
    except IntegrityError as taken:
        raise BadValue(
            field="The code", found=code, usual="Another company has it; choose a free one."
        ) from taken
    records.record(
        events.COMPANY_CREATED,
        events.COMPANY,
        [company.pk],
        actor,
        data={"demo": is_demo},
        company_id=company.pk,
    )
    return company.pk
