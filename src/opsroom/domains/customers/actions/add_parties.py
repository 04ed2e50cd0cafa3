"""Adds addresses to rows that are written together, with what is wrong with each; refuses none of them."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access.rules import require
from opsroom.domains.customers.country_rules import problems_of
from opsroom.domains.customers.models import Party
from opsroom.domains.customers.rules import PartyDraft
from opsroom.kernel.records.new_rows import NewRows, table
from opsroom.kernel.values.actor import Actor

PARTIES = "customers_party"  # whose ids the caller takes beforehand (`question_of_ids`)
_PARTY = (
    "id", "company_id", "customer_id", "name", "organisation", "line1", "line2", "city", "region", "postcode",
    "country", "phone", "email", "vat_number", "problems",
)  # fmt: skip


def add_parties(
    actor: Actor, company_id: int, rows: NewRows, drafts: Sequence[tuple[int, PartyDraft]]
) -> set[int]:
    """(id, address) each; returns the ids of those that cannot carry a parcel by their country's rules."""
    require(actor, "customers.edit", company_id=company_id)
    bad, found = set(), []
    for pk, d in drafts:
        problems = [{"code": p.code, "field": p.field, "sentence": p.sentence} for p in problems_of(d)]
        if problems:
            bad.add(pk)
        found.append(
            (
                pk, company_id, d.customer_id, d.name, d.organisation, d.line1, d.line2, d.city, d.region,
                d.postcode, d.country, d.phone, d.email, d.vat_number, problems,
            )
        )  # fmt: skip
    rows.add(table(Party, *_PARTY), found)
    return bad
