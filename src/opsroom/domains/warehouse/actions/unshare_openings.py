"""Forgets what openings were raised by for orders that are taken out again; says what shelves hold less by it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Sum

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import rows
from opsroom.domains.warehouse.actions.share_openings import Raised
from opsroom.domains.warehouse.models import OpeningShare
from opsroom.domains.warehouse.rules import opened_with
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def unshare_openings(actor: Actor, company_id: int, order_ids: Collection[int]) -> list[Raised]:
    """Pieces are below 0. What a count has closed since is forgotten without an effect: the shelf has spoken."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    going = OpeningShare.objects.filter(demand__order_id__in=list(order_ids), opening__company_id=company_id)
    sums = going.filter(opening__closed_at=None).values_list("opening_id").annotate(pieces=Sum("pieces"))
    less = dict(sums)
    skus = set(going.values_list("opening__sku_id", flat=True))
    openings = [one for one in rows.standing(company_id, sku_ids=skus) if one.id in less]
    going.delete()
    return [
        Raised(one.site_id, one.sku_id, one.location_code, pieces)
        for one in openings
        if (
            pieces := opened_with(one.figure, one.shared - less[one.id]) - opened_with(one.figure, one.shared)
        )
    ]
