"""Reads of fulfilment: rows for verbs, the floor for pages; refuses other companies' and sites' rows."""

from opsroom.domains.fulfilment.queries.rows import (
    bins_of_demands,
    demands_placed,
    last_id,
    lines_by_order,
    locked,
    open_by_site,
    pieces_left,
)

__all__ = [
    "bins_of_demands",
    "demands_placed",
    "last_id",
    "lines_by_order",
    "locked",
    "open_by_site",
    "pieces_left",
]
