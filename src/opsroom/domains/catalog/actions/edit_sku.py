"""Writes what a person says of a SKU: weight, sides, counted or not, sent or not; refuses what cannot be true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.errors import BadDetails, UnknownSku
from opsroom.domains.catalog.events import SKU, SKU_EDITED
from opsroom.domains.catalog.models import Sku
from opsroom.domains.catalog.rules import SkuDetails
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.settings_form import usable


@transaction.atomic
def edit_sku(actor: Actor, company_id: int, sku_id: int, told: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the changed fields as they were; writing those again is the undo. Raises UnknownSku, BadDetails.

    `told`: values or their text by field of SkuDetails; a field that is not told stays.
    """
    require(actor, "catalog.edit", company_id=company_id)
    values, problems = usable(SkuDetails, told)
    if problems:
        raise BadDetails(problems=" ".join(problems.values()))
    row = Sku.objects.select_for_update(no_key=True).filter(pk=sku_id, company_id=company_id).first()
    if row is None:
        raise UnknownSku(code=str(sku_id))
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if before:
        for name in before:
            setattr(row, name, values[name])
        row.save(update_fields=list(before))
        data = {"before": before, "after": {name: values[name] for name in before}}
        events.record(SKU_EDITED, SKU, [sku_id], actor, data=data, company_id=company_id)
        wake.notify("stock")
    return before
