"""Says in sentences where what stands beside an order's tags and demand left the order; repairs nothing."""

from __future__ import annotations

from django.db.models import F, Q

from opsroom.domains.orders.models import Demand, OrderTag
from opsroom.kernel.values.limits import LEDGER_FINDINGS_COUNT_MAX


def broken(company_id: int | None = None) -> list[str]:
    """One sentence a row by which a list would be wrong, at most LEDGER_FINDINGS_COUNT_MAX of a sort; [] is healthy."""
    scope = Q() if company_id is None else Q(order__company_id=company_id)
    most = LEDGER_FINDINGS_COUNT_MAX
    same = Q(placed_at=F("order__placed_at"))
    tags = OrderTag.objects.filter(scope).exclude(same & Q(company_id=F("order__company_id"))).order_by("id")
    strange = ~Q(sku__company_id=F("order__company_id"))
    demands = Demand.objects.filter(scope).filter(~same | strange).order_by("id")
    return [
        f"Tag {tag!r} of order {number} does not stand with its order's company and day."
        for number, tag in tags.values_list("order__number", "tag")[:most]
    ] + [
        f"What order {number} wants of {code} does not stand with its order's company and day."
        for number, code in demands.values_list("order__number", "sku__code")[:most]
    ]
