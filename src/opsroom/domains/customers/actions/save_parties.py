"""Saves addresses as they were given, each checked by its country's rules; refuses to change one that is stored."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access.rules import require
from opsroom.domains.customers.country_rules import problems_of
from opsroom.domains.customers.models import Party
from opsroom.domains.customers.rules import PartyDraft
from opsroom.kernel.values.actor import Actor


def save_parties(actor: Actor, company_id: int, drafts: Sequence[PartyDraft]) -> list[int]:
    """One new row a draft, in one statement; ids in the order given. Problems are stored, never a reason to refuse."""
    require(actor, "customers.edit", company_id=company_id)
    rows = [
        Party(
            company_id=company_id,
            customer_id=draft.customer_id,
            name=draft.name,
            organisation=draft.organisation,
            line1=draft.line1,
            line2=draft.line2,
            city=draft.city,
            region=draft.region,
            postcode=draft.postcode,
            country=draft.country,
            phone=draft.phone,
            email=draft.email,
            vat_number=draft.vat_number,
            problems=[
                {"code": problem.code, "field": problem.field, "sentence": problem.sentence}
                for problem in problems_of(draft)
            ],
        )
        for draft in drafts
    ]
    return [row.pk for row in Party.objects.bulk_create(rows)]
