"""Reads of fulfilment: rows for verbs, the floor for pages; refuses other companies' and sites' rows."""

from opsroom.domains.fulfilment.queries.rows import (
    bins_of_demands,
    demands_placed,
    last_id,
    lines_by_order,
    locked,
    on_floor,
    open_by_site,
    orders_of,
    pieces_left,
    pieces_left_of,
)

__all__ = [
    "bins_of_demands",
    "demands_placed",
    "last_id",
    "lines_by_order",
    "locked",
    "on_floor",
    "open_by_site",
    "orders_of",
    "pieces_left",
    "pieces_left_of",
]
