"""The named views of orders as predicates: every tile, tab and map node counts by these, so that none can disagree.

`o` is orders_order; %(now)s the instant asked for, %(day_start)s and %(day_end)s the company's business day.
"""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.orders.queries import WORD_SQL

_OPEN = "o.state = 'open' AND o.mode = 'live' AND NOT o.is_test"
OURS = f"{_OPEN} AND o.fulfilment_state NOT IN ('elsewhere', 'nothing')"


def _word(word: str) -> str:
    return f"{_OPEN} AND ({WORD_SQL}) = '{word}'"


@dataclass(frozen=True, slots=True)
class View:
    """One named view: its key in the URL, its words, its predicate; `open_only` views read open orders alone."""

    key: str
    title: str
    sql: str
    open_only: bool = True


VIEWS: tuple[View, ...] = (
    View("open", "All open", _OPEN),
    View("late", "Late", f"{OURS} AND o.ship_by < %(now)s"),
    View("due", "Due today", f"{OURS} AND o.ship_by >= %(now)s AND o.ship_by < %(day_end)s"),
    View("ready", "Ready to release", _word("ready")),
    View("released", "Released", _word("released")),
    View("picking", "Picking", _word("picking")),
    View("picked", "Picked", _word("picked")),
    View("packing", "Packing", _word("packing")),
    View("packed", "Packed", _word("packed")),
    View("part_shipped", "Part shipped", _word("part_shipped")),
    View("on_hold", "On hold", f"{_OPEN} AND o.on_hold"),
    View("short", "Short", _word("short")),
    View("payment_pending", "Payment pending", _word("payment_pending")),
    View("unknown_sku", "Unknown SKU", f"{_OPEN} AND o.has_unknown_sku"),
    View("bad_address", "Bad address", f"{_OPEN} AND o.has_bad_address"),
    View("held_other", "Held for another reason", f"{_OPEN} AND o.on_hold AND NOT o.has_bad_address"),
    View(
        "shipped_today",
        "Shipped today",
        "o.mode = 'live' AND o.shipped_at >= %(day_start)s AND o.shipped_at < %(day_end)s",
        open_only=False,
    ),
    View("shipped", "Shipped", "o.mode = 'live' AND o.fulfilment_state = 'shipped'", open_only=False),
    View(
        "elsewhere",
        "Shipped elsewhere",
        "o.mode = 'live' AND o.fulfilment_state = 'elsewhere'",
        open_only=False,
    ),
    View("cancelled", "Cancelled", "o.state = 'cancelled'", open_only=False),
    View("test", "Test orders", "o.is_test", open_only=False),
    View("history", "History", "o.mode = 'history'", open_only=False),
    View("listening", "Listening only", "o.mode = 'listening'", open_only=False),
    View("all", "All", "true", open_only=False),
)
BY_KEY = {view.key: view for view in VIEWS}
