"""Takes buyers out whom nothing refers to, with their addresses; leaves those that an order names."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.customers.models import Customer, Party
from opsroom.kernel.values.actor import Actor


def remove_customers(actor: Actor, company_id: int, customer_ids: Collection[int]) -> list[int]:
    """Returns the ids that are gone. The database's foreign keys say who is still referred to."""
    require(actor, "customers.edit", company_id=company_id)
    gone: list[int] = []
    for pk in sorted(customer_ids):
        try:
            with transaction.atomic():
                Party.objects.filter(company_id=company_id, customer_id=pk).delete()
                if Customer.objects.filter(company_id=company_id, pk=pk).delete()[0]:
                    gone.append(pk)
        except IntegrityError:
            continue
    return gone
