"""Finds orders by a few letters through the indexes: number, SKU, buyer, town; says what too many match to be named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import isqrt
from typing import Any

from opsroom.insight.lists.order_filter import scope
from opsroom.kernel.records.own_plans import ask
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SEARCH_NAMED_ROWS_MAX, SEARCH_PAGES_COUNT

_WHOLE_NAME_CHARS = 3  # fewer letters are looked for where a word begins: an index knows nothing shorter
_PEOPLE = "people"
NUMBERS = ("number", "name", "purchase")  # what names an order itself
# Where letters are looked for: each part is answered by an index of its own and stops at `most`, one more than are
# named. Whoever matches so often is found by a walk through the list, which meets a page of them soon. When there are
# so many people, nobody asks for their orders: each of them was told with one.
_NAMED = {
    "number": """SELECT o.id FROM orders_order o
        WHERE {seen} AND upper(o.number) COLLATE "C" LIKE upper(%(q)s)""",
    "name": """SELECT o.id FROM orders_order o
        WHERE {seen} AND upper(o.external_name) COLLATE "C" LIKE upper(%(q)s)""",
    "purchase": """SELECT o.id FROM orders_order o WHERE {seen} AND o.purchase_order <> ''
        AND upper(o.purchase_order) COLLATE "C" LIKE upper(%(q)s)""",
    "sku": """SELECT o.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        WHERE {seen} AND upper(l.sku_text) COLLATE "C" LIKE upper(%(q)s)""",
    _PEOPLE: """SELECT o.id FROM person LEFT JOIN orders_order o ON o.ship_to_id = person.id AND {seen}
        WHERE (SELECT count(*) FROM person) < %(most)s
        UNION ALL SELECT NULL FROM person WHERE (SELECT count(*) FROM person) >= %(most)s""",
}
# The same asked of one order after the other. A plain EXISTS would be hashed, and a bare code looked up in its index:
# both read all that match, for each page.
_MET = {
    "number": "upper(o.number) LIKE upper(%(q)s)",
    "name": "upper(o.external_name) LIKE upper(%(q)s)",
    "purchase": "upper(o.purchase_order) LIKE upper(%(q)s)",
    "sku": """(SELECT true FROM orders_orderline l
        WHERE l.order_id = o.id AND upper(l.sku_text || '') LIKE upper(%(q)s) LIMIT 1)""",
    _PEOPLE: """(SELECT true FROM customers_party p
        WHERE p.id = o.ship_to_id AND p.restricted_at IS NULL AND {named} LIMIT 1)""",
}
# Planned as if all were read, and read as far as `most`: for so few the planner would rather read a table from its
# beginning, where they need not stand.
_PERSON = """
WITH everybody AS MATERIALIZED (SELECT p.id FROM customers_party p WHERE p.restricted_at IS NULL AND {named}),
    person AS MATERIALIZED (SELECT id FROM everybody LIMIT %(most)s)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Orders that match a text, as a condition with its values; `many`: some are not named and are met on a walk."""

    sql: str
    args: dict[str, Any]
    many: bool


def found(
    actor: Actor, text: str, *, people: bool = False, page: int = 1, among: Collection[str] = tuple(_NAMED)
) -> Found:
    """`people`: names and towns as well. A walk to a later `page` is longer, so more are named before one begins.

    `among`: the parts that are looked at.
    """
    seen, args = scope(actor)
    named, letters = _letters(text)
    most = SEARCH_NAMED_ROWS_MAX * isqrt(max(1, min(page, SEARCH_PAGES_COUNT))) + 1
    parts = [part for part in _NAMED if part in among and (people or part != _PEOPLE)]
    sql = _PERSON.format(named=named) if people else ""
    sql += " UNION ALL ".join(
        f"(SELECT '{part}', s.id FROM ({_NAMED[part].format(seen=seen)} LIMIT %(most)s) s)"  # noqa: S608  # constants
        for part in parts
    )
    rows = ask(sql, args | letters | {"most": most})
    count = dict.fromkeys(parts, 0)
    for part, _ in rows:
        count[part] += 1
    many = [part for part in parts if count[part] >= most]
    ids = sorted({int(pk) for part, pk in rows if pk is not None and part not in many})
    conditions = ["o.id = ANY(%(found)s::bigint[])"] if ids else []
    conditions += [_MET[part].format(named=named) for part in many]
    return Found(" OR ".join(conditions) or "false", {"found": ids} | letters, bool(many))


def _letters(text: str) -> tuple[str, dict[str, str]]:
    """Who a buyer `p` is by name, mail, town or postcode, and what a person typed as patterns: beginnings everywhere,

    and anywhere in a name when it is long enough.
    """
    plain = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    long = len(text) >= _WHOLE_NAME_CHARS
    name = "p.name ILIKE %(q_in)s" if long else "p.name ILIKE %(q)s OR p.name ILIKE %(q_in)s"
    named = f"({name} OR p.email ILIKE %(q)s OR p.city ILIKE %(q)s OR p.postcode ILIKE %(q)s)"
    return named, {"q": f"{plain}%", "q_in": f"%{plain}%" if long else f"% {plain}%"}
