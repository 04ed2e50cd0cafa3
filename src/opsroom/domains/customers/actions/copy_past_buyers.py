"""Puts buyers of a demo shop's past in, thousands at once, each with the address of one order; for the demo alone."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.customers.country_rules import problems_of
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.customers.rules import CustomerDraft, PartyDraft
from opsroom.kernel.records.bulk_rows import copy_rows, new_ids
from opsroom.kernel.values.actor import Actor

_CUSTOMER = ("id", "company_id", "external_key", "name", "email", "phone", "locale")
_PARTY = (
    "id", "company_id", "customer_id", "name", "organisation", "line1", "line2", "city", "region", "postcode",
    "country", "phone", "email", "vat_number", "problems",
)  # fmt: skip


@transaction.atomic
def copy_past_buyers(
    actor: Actor, company_id: int, buyers: Sequence[tuple[CustomerDraft, PartyDraft]]
) -> list[tuple[int, int]]:
    """(customer id, address id) in the order given; what save_customers and save_parties would have written.

    Every draft has its external key; one that is known is that buyer and stays as stored.
    """
    require(actor, "demo.load", company_id=company_id)
    drafts = {customer.external_key: customer for customer, _ in buyers}
    rows = Customer.objects.filter(company_id=company_id, external_key__in=list(drafts))
    known = dict(rows.values_list("external_key", "id"))
    new = [draft for key, draft in drafts.items() if key not in known]
    ids = new_ids(Customer, len(new))
    copy_rows(
        Customer,
        _CUSTOMER,
        (
            (pk, company_id, one.external_key, one.name, one.email, one.phone, one.locale)
            for pk, one in zip(ids, new, strict=True)
        ),
    )
    known |= {one.external_key: pk for pk, one in zip(ids, new, strict=True)}
    pairs = [(known[customer.external_key], party) for customer, party in buyers]
    party_ids = new_ids(Party, len(pairs))
    copy_rows(
        Party,
        _PARTY,
        (
            _party(pk, company_id, customer, party)
            for pk, (customer, party) in zip(party_ids, pairs, strict=True)
        ),
    )
    return [(customer, pk) for pk, (customer, _) in zip(party_ids, pairs, strict=True)]


def _party(pk: int, company_id: int, customer_id: int, one: PartyDraft) -> tuple[object, ...]:
    problems = [
        {"code": problem.code, "field": problem.field, "sentence": problem.sentence}
        for problem in problems_of(one)
    ]
    return (
        pk,
        company_id,
        customer_id,
        one.name,
        one.organisation,
        one.line1,
        one.line2,
        one.city,
        one.region,
        one.postcode,
        one.country,
        one.phone,
        one.email,
        one.vat_number,
        json.dumps(problems, ensure_ascii=False),
    )
