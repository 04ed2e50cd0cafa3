"""Takes a barcode off a SKU; refuses nothing: a barcode that is gone stays gone, adding it is the undo."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.events import SKU, SKU_BARCODE_REMOVED
from opsroom.domains.catalog.models import SkuBarcode
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_barcode(actor: Actor, company_id: int, sku_id: int, code: str) -> int:
    """Returns for how many pieces it stood; 0 where it was not there."""
    require(actor, "catalog.edit", company_id=company_id)
    rows = SkuBarcode.objects.filter(company_id=company_id, sku_id=sku_id, code=code)
    row = rows.first()
    if row is None:
        return 0
    rows.delete()
    events.record(SKU_BARCODE_REMOVED, SKU, [sku_id], actor, data={"barcode": code}, company_id=company_id)
    wake.notify("stock")
    return row.quantity
