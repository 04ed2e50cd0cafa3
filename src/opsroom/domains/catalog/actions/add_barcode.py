"""Lets a barcode mean a SKU; refuses one that stands on another SKU and text no scanner reads."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.errors import BadBarcode, BarcodeTaken, UnknownSku
from opsroom.domains.catalog.events import SKU, SKU_BARCODE_ADDED
from opsroom.domains.catalog.models import Sku, SkuBarcode
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.barcodes import fits_code_128
from opsroom.kernel.values.limits import BARCODE_CHARS_MAX
from opsroom.kernel.values.printable import one_line


@transaction.atomic
def add_barcode(actor: Actor, company_id: int, sku_id: int, code: str, *, pieces: int = 1) -> int | None:
    """The id of the new row; None where it stands there already. `pieces`: what one scan of it counts.

    Raises BadBarcode, BarcodeTaken, UnknownSku.
    """
    require(actor, "catalog.edit", company_id=company_id)
    plain = "".join(one_line(code).split())
    if not fits_code_128(plain) or len(plain) > BARCODE_CHARS_MAX or pieces < 1:
        raise BadBarcode(found=plain[:BARCODE_CHARS_MAX] or "Nothing")
    if not Sku.objects.filter(pk=sku_id, company_id=company_id).exists():
        raise UnknownSku(code=str(sku_id))
    row, made = SkuBarcode.objects.select_related("sku").get_or_create(
        company_id=company_id, code=plain, defaults={"sku_id": sku_id, "quantity": pieces}
    )
    if row.sku_id != sku_id:
        raise BarcodeTaken(barcode=plain, code=row.sku.code)
    if not made:
        return None
    events.record(SKU_BARCODE_ADDED, SKU, [sku_id], actor, data={"barcode": plain}, company_id=company_id)
    wake.notify("stock")
    return int(row.pk)
