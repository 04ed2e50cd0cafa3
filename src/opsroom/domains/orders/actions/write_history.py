"""Writes closed orders of an old history from its staged lines, many in one statement; refuses to promise stock.

Nothing of it is late, to be shipped, invoiced or told to anybody: mode "history" and state "closed" say so, and the
database refuses an allocation for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels.history_rules import RULES
from opsroom.domains.orders import events
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

_CHUNK = """
CREATE TEMPORARY TABLE history_chunk ON COMMIT DROP AS
SELECT given.*, document.document, document.content_md5, document.placed_at, document.first_number,
       document.last_number
FROM unnest(%(documents)s::bigint[], %(numbers)s::text[], %(customers)s::bigint[], %(parties)s::bigint[])
     AS given(document_id, number, customer_id, party_id)
JOIN channels_historydocument AS document ON document.id = given.document_id
"""
_LINES = """
CREATE TEMPORARY TABLE history_chunk_line ON COMMIT DROP AS
SELECT chunk.document_id, line.number AS line_number, line.code, line.title, line.quantity, line.unit_price,
       rules.kind, CASE WHEN rules.kind = 'goods' THEN skus.sku_id END AS sku_id,
       round(line.quantity * line.unit_price * %(minor)s)::bigint AS gross,
       least(line.quantity, coalesce(back.pieces, 0)) AS cancelled,
       row_number() OVER (PARTITION BY chunk.document_id ORDER BY line.number) AS position
FROM history_chunk AS chunk
JOIN channels_historyline AS line ON line.imported_in_id = %(import)s AND line.document = chunk.document
  AND line.number BETWEEN %(first)s AND %(last)s
JOIN unnest(%(rules)s::text[], %(kinds)s::text[]) AS rules(rule, kind) ON rules.rule = line.rule
LEFT JOIN unnest(%(codes)s::text[], %(skus)s::bigint[]) AS skus(code, sku_id) ON skus.code = line.code
LEFT JOIN (
    SELECT sale_number, sum(quantity) AS pieces FROM channels_historypair
    WHERE imported_in_id = %(import)s AND sale_import_id = %(import)s AND rule = 'cancelled' GROUP BY 1
) AS back ON back.sale_number = line.number
"""
_ORDERS = """
INSERT INTO orders_order
    (company_id, channel_id, imported_in_id, external_id, external_name, number, mode, fulfilled_by, state,
     payment_state, allocation_state, fulfilment_state, placed_at, closed_at, content_sha256, customer_id, ship_to_id,
     bill_to_id, invoice_issuer, tax_remitter, prices_include_tax, currency, net_minor, tax_minor, total_minor,
     shipping_minor, units, line_count)
SELECT %(company)s, %(channel)s, %(import)s, chunk.document, chunk.document, chunk.number, 'history', %(fulfilled_by)s,
       CASE WHEN sums.left = 0 THEN 'cancelled' ELSE 'closed' END,
       CASE WHEN sums.left = 0 THEN 'voided' ELSE 'captured' END, 'not_needed',
       CASE WHEN %(fulfilled_by)s IN ('us', '3pl', 'supplier') THEN 'shipped' ELSE 'elsewhere' END,
       chunk.placed_at, chunk.placed_at, chunk.content_md5, chunk.customer_id, chunk.party_id, chunk.party_id,
       %(issuer)s, %(remitter)s, %(tax)s, %(currency)s, sums.gross, 0, sums.gross, sums.shipping, sums.units, sums.lines
FROM history_chunk AS chunk
JOIN (
    SELECT document_id, sum(gross)::bigint AS gross,
           coalesce(sum(gross) FILTER (WHERE kind = 'shipping'), 0)::bigint AS shipping,
           coalesce(sum(quantity) FILTER (WHERE kind = 'goods'), 0)::int AS units,
           (count(*) FILTER (WHERE kind = 'goods'))::int AS lines, sum(quantity - cancelled) AS left
    FROM history_chunk_line GROUP BY document_id
) AS sums USING (document_id)
ON CONFLICT (channel_id, external_id) DO NOTHING
RETURNING id, external_id
"""
_ORDER_LINES = """
INSERT INTO orders_orderline
    (order_id, position, external_id, kind, sku_id, sku_text, title, quantity, cancelled, unit_price, net_minor,
     tax_minor, gross_minor, ships)
SELECT made.order_id, line.position, %(import)s || ':' || line.line_number, line.kind, line.sku_id, line.code,
       line.title, line.quantity, line.cancelled, line.unit_price, line.gross, 0, line.gross, line.kind = 'goods'
FROM unnest(%(made_documents)s::text[], %(orders)s::bigint[]) AS made(document, order_id)
JOIN history_chunk AS chunk ON chunk.document = made.document
JOIN history_chunk_line AS line USING (document_id)
"""


@dataclass(frozen=True, slots=True)
class HistorySeller:
    """What the channel says about every order of the file. `minor`: minor units of one major unit of the currency."""

    company_id: int
    channel_id: int
    import_id: int
    currency: str
    minor: int
    fulfilled_by: str
    invoice_issuer: str
    tax_remitter: str
    prices_include_tax: bool


@dataclass(frozen=True, slots=True)
class HistoryOrder:
    """One document to write, with what the caller resolved."""

    document_id: int
    document: str
    number: str
    customer_id: int | None
    party_id: int | None


@transaction.atomic
def write_history(
    actor: Actor, seller: HistorySeller, orders: Sequence[HistoryOrder], skus: Mapping[str, int]
) -> dict[int, int]:
    """Document id -> the order it became; one whose external id is taken in this channel is not in it.

    `skus`: code as the lines write it -> SKU id; a code that is not in it stays text, as for any unknown SKU.
    """
    access.require(actor, "orders.accept", company_id=seller.company_id)
    kinds = {rule.code: rule.kind for rule in RULES if rule.kind}
    values: dict[str, Any] = {
        "documents": [one.document_id for one in orders],
        "numbers": [one.number for one in orders],
        "customers": [one.customer_id for one in orders],
        "parties": [one.party_id for one in orders],
        "import": seller.import_id,
        "minor": seller.minor,
        "rules": list(kinds),
        "kinds": list(kinds.values()),
        "codes": list(skus),
        "skus": list(skus.values()),
        "company": seller.company_id,
        "channel": seller.channel_id,
        "currency": seller.currency,
        "fulfilled_by": seller.fulfilled_by,
        "issuer": seller.invoice_issuer,
        "remitter": seller.tax_remitter,
        "tax": seller.prices_include_tax,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS history_chunk, history_chunk_line")
        cursor.execute(_CHUNK, values)
        cursor.execute("SELECT min(first_number), max(last_number) FROM history_chunk")
        values["first"], values["last"] = cursor.fetchone() or (0, -1)
        # Fresh lines have no statistics yet: the planner would walk them once a document.
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off")
        cursor.execute(_LINES, values)
        cursor.execute(_ORDERS, values)
        made = {document: order_id for order_id, document in cursor.fetchall()}
        cursor.execute(_ORDER_LINES, values | {"made_documents": list(made), "orders": list(made.values())})
    records.record(
        events.ACCEPTED,
        events.ORDER,
        list(made.values()),
        actor,
        data={"mode": "history", "import": seller.import_id},
        company_id=seller.company_id,
    )
    return {one.document_id: made[one.document] for one in orders if one.document in made}
