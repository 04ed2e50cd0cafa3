"""Takes addresses out that nothing refers to any more, and buyers left without one; leaves the others alone."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.customers.models import Customer, Party
from opsroom.kernel.values.actor import Actor


def remove_parties(actor: Actor, company_id: int, party_ids: Collection[int]) -> int:
    """Returns how many addresses went. The database's foreign keys say which are still referred to."""
    require(actor, "customers.edit", company_id=company_id)
    rows = Party.objects.filter(pk__in=list(party_ids), company_id=company_id)
    people = {pk for pk in rows.values_list("customer_id", flat=True) if pk is not None}
    removed = _remove(Party, sorted(rows.values_list("id", flat=True)))
    bare = Customer.objects.filter(pk__in=people, company_id=company_id, parties__isnull=True)
    _remove(Customer, sorted(bare.values_list("id", flat=True)))
    return removed


def _remove(model: type[Party] | type[Customer], ids: list[int]) -> int:
    """All in one statement; where one of them is still needed, one by one around it."""
    if not ids:
        return 0
    try:
        with transaction.atomic():
            return int(model._default_manager.filter(pk__in=ids).delete()[0])
    except IntegrityError:
        return sum(_remove_one(model, pk) for pk in ids)


def _remove_one(model: type[Party] | type[Customer], pk: int) -> int:
    try:
        with transaction.atomic():
            return int(model._default_manager.filter(pk=pk).delete()[0])
    except IntegrityError:
        return 0
