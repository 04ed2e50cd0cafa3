"""Says from which rows a list of orders is walked: those of its one tag or SKU, which lie in the list's own order."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.insight.lists.order_views import BY_KEY

# Word with one value -> its orders, each once, with what a list is ordered and limited by. Both are read from an index
# alone, the newest first (docs/adr/0020).
_WALKS = {
    "tag": "(SELECT t.order_id AS id, t.company_id, t.placed_at FROM orders_ordertag t"
    " WHERE t.tag = (%(tag)s::text[])[1])",
    "sku": "(SELECT DISTINCT d.placed_at, d.order_id AS id, s.company_id FROM orders_demand d"
    " JOIN catalog_sku s ON s.id = d.sku_id WHERE d.sku_id = (%(sku)s::bigint[])[1]"
    " ORDER BY d.placed_at DESC, d.order_id DESC)",
}
_OWN_SORTS = frozenset({"", "new", "old"})  # which a walk gives by itself


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands behind FROM, its orders being `o`: `ordered` for a page, `counted` for their number.

    `word`: what these rows answer already, "" for nothing.
    """

    ordered: str
    counted: str
    word: str


_ALL = Rows("orders_order o", "orders_order o", "")


def source(wanted: OrderFilter, *, sites: bool) -> Rows:
    """`sites`: the actor sees some sites only. A walk stands for the orders where nothing else is asked of them."""
    word = next((word for word in _WALKS if len(wanted.chosen.get(word, ())) == 1), "")
    if not word:
        return _ALL
    walk = _WALKS[word]
    joined = (
        f"{walk} w JOIN orders_order o"
        " ON o.id = w.id AND o.company_id = w.company_id AND o.placed_at = w.placed_at"
    )
    alone = len(wanted.chosen) == 1 and not wanted.text and not sites and BY_KEY[wanted.view].sql == "true"
    if not alone:
        return Rows(joined, joined, word)
    return Rows(f"{walk} o" if wanted.sort in _OWN_SORTS else joined, f"{walk} o", word)
