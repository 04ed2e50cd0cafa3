"""Tables of orders: what was sold to a customer, its lines, frozen demand, holds, tags, notes, and drafts."""

from __future__ import annotations

from opsroom.domains.orders.models.drafts import Draft, DraftLine, QuotePaper
from opsroom.domains.orders.models.orders import (
    FILTERED,
    FULFILLED_BY,
    LINE_KINDS,
    Demand,
    Hold,
    Order,
    OrderLine,
    OrderNote,
    OrderTag,
)

__all__ = [
    "FILTERED",
    "FULFILLED_BY",
    "LINE_KINDS",
    "Demand",
    "Draft",
    "DraftLine",
    "Hold",
    "Order",
    "OrderLine",
    "OrderNote",
    "OrderTag",
    "QuotePaper",
]
