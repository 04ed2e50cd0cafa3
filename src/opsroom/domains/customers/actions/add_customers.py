"""Adds new buyers to rows that are written together; refuses to merge by guess and changes none that is stored.

Those whose channel tells them anew are changed by save_customers; here only what nobody knows yet comes into being.
"""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access.rules import require
from opsroom.domains.customers.models import Customer
from opsroom.domains.customers.rules import CustomerDraft
from opsroom.kernel.records.new_rows import NewRows, table
from opsroom.kernel.values.actor import Actor

CUSTOMERS = "customers_customer"  # whose ids the caller takes beforehand (`question_of_ids`)
_CUSTOMER = ("id", "company_id", "external_key", "name", "email", "phone", "locale")


def add_customers(
    actor: Actor, company_id: int, rows: NewRows, drafts: Sequence[tuple[int, CustomerDraft]]
) -> None:
    """(id, buyer) each; the ids are the caller's to take from the table's sequence."""
    require(actor, "customers.edit", company_id=company_id)
    rows.add(
        table(Customer, *_CUSTOMER),
        [(pk, company_id, d.external_key or None, d.name, d.email, d.phone, d.locale) for pk, d in drafts],
    )
