"""When an order must leave: the channel's own date where it set one, else the site's working hours and cut-offs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opsroom.domains.warehouse.serving import Serving
from opsroom.workflows.intake.plan import OrderPlan


def ship_by_of(serving: Serving, plans: Sequence[OrderPlan]) -> dict[int, datetime | None]:
    """Ship-by per place in `plans`, for orders we ship; others have none."""
    if serving.clock is None:
        return {}
    out: dict[int, datetime | None] = {}
    for place, plan in enumerate(plans):
        placed = plan.incoming.placed_at
        if plan.fulfilled_by != "us" or plan.state != "open" or placed is None or plan.incoming.ship_by:
            continue
        out[place] = serving.clock.ship_by(placed, plan.incoming.delivery_method)
    return out
