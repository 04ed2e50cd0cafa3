"""Puts fields of buyers back as they were, for the undo of an import; refuses to fill an erased person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.customers.models import Customer
from opsroom.domains.customers.rules import TOLD
from opsroom.kernel.values.actor import Actor


def restore_customers(actor: Actor, company_id: int, fields: Mapping[int, Mapping[str, Any]]) -> None:
    """Customer id -> the fields to put back. The caller has compared what stands there with what was written."""
    require(actor, "customers.edit", company_id=company_id)
    with transaction.atomic():
        rows = list(
            Customer.objects.filter(company_id=company_id, id__in=list(fields), erased_at=None).order_by("id")
        )
        for row in rows:
            for name, value in fields[row.pk].items():
                if name not in TOLD:
                    raise ValueError(f"{name} is no field that an import changes")
                setattr(row, name, value)
        Customer.objects.bulk_update(rows, TOLD, batch_size=500)
