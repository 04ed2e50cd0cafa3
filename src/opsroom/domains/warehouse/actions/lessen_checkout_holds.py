"""Takes kept pieces from checkout holds when the shelf has less, the latest first; nothing of them was sold yet."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.actions._stock_rows import give_back
from opsroom.domains.warehouse.models import CheckoutHold, HeldStock
from opsroom.domains.warehouse.states import CHECKOUT_HOLD
from opsroom.kernel.records import events as records
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def lessen_checkout_holds(actor: Actor, company_id: int, site_id: int, sku_id: int, pieces: int) -> int:
    """The caller holds the stock row. Returns how many pieces became free, at most `pieces`.

    A hold that keeps nothing any more is lost.
    """
    access.require(actor, "warehouse.allocate", company_id=company_id, site_id=site_id)
    rows = HeldStock.objects.filter(
        site_id=site_id, sku_id=sku_id, hold__state="granted", hold__company_id=company_id
    ).order_by("-hold__granted_at", "-hold_id")
    taken = 0
    for row in rows:
        if taken == pieces:
            break
        part = min(row.quantity, pieces - taken)
        taken += part
        if part == row.quantity:
            row.delete()
        else:
            row.quantity -= part
            row.save(update_fields=["quantity"])
        hold = int(row.hold_id)
        records.record(
            events.HOLD_LESSENED, events.CHECKOUT_HOLD, [hold], actor,
            data={"sku": sku_id, "pieces": part}, company_id=company_id,
        )  # fmt: skip
        if not HeldStock.objects.filter(hold_id=hold).exists():
            transition.move(CHECKOUT_HOLD, CheckoutHold, "state", [hold], "lose", actor)
    if taken:
        give_back({(site_id, sku_id): taken})
    return taken
