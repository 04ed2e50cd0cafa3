"""Reads of fulfilment: rows for verbs, the floor for pages; refuses other companies' and sites' rows."""

from opsroom.domains.fulfilment.queries.rows import demands_placed, lines_by_order, locked, pieces_left

__all__ = ["demands_placed", "lines_by_order", "locked", "pieces_left"]
