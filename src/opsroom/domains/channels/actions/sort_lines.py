"""Sorts staged lines of a history by what only the whole file shows; refuses to touch what was written from them."""

from __future__ import annotations

from django.db import connection, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.history_rules import (
    PREFIX_SHARE_MIN,
    SAME_SHAPE_SHARE_MIN,
    SELL,
    SHAPE_CHARS,
)
from opsroom.domains.channels.models import Import
from opsroom.kernel.values.actor import Actor

# A letter in front of the number that only documents of cancellations have: C536379.
_PREFIXES = """
WITH told AS (
    SELECT upper(left(document, 1)) AS prefix, count(*) AS lines, count(*) FILTER (WHERE rule = 'cancellation') AS back
    FROM channels_historyline WHERE imported_in_id = %(id)s AND document ~ '^[A-Za-z][0-9]' GROUP BY 1
)
UPDATE channels_historyline SET rule = 'cancellation'
WHERE imported_in_id = %(id)s AND rule <> 'cancellation' AND document ~ '^[A-Za-z][0-9]'
  AND upper(left(document, 1)) IN (SELECT prefix FROM told WHERE back >= lines * %(share)s)
"""
# The first characters of a code with every digit a 9 and every letter an A.
_SHAPES = """
WITH codes AS (
    SELECT code, regexp_replace(regexp_replace(left(code, %(chars)s), '[0-9]', '9', 'g'), '[A-Za-z]', 'A', 'g') AS shape
    FROM channels_historyline WHERE imported_in_id = %(id)s AND rule IN ('sale', 'other_code') GROUP BY code
), usual AS (
    SELECT shape, count(*) AS many, sum(count(*)) OVER () AS total FROM codes GROUP BY shape ORDER BY many DESC LIMIT 1
), odd AS (
    SELECT code FROM codes, usual WHERE codes.shape <> usual.shape AND usual.many >= usual.total * %(share)s
)
UPDATE channels_historyline SET rule = 'other_code'
WHERE imported_in_id = %(id)s AND rule = 'sale' AND code IN (SELECT code FROM odd)
"""
_FORGET = (
    "DELETE FROM channels_historydocument WHERE imported_in_id = %(id)s AND verdict IN ('ready', 'waiting')"
)
_DOCUMENTS = """
INSERT INTO channels_historydocument
    (imported_in_id, channel_id, document, content_md5, placed_at, customer, country, sells, line_count,
     first_number, last_number, effect)
SELECT %(id)s, %(channel)s, document,
       md5(string_agg(concat_ws(E'\\x1f', code, title, quantity, unit_price, extract(epoch FROM placed_at), customer,
                                country), E'\\x1e' ORDER BY number)),
       min(placed_at), max(customer), max(country), bool_or(rule = ANY(%(sell)s)), count(*),
       min(number), max(number), 'new'
FROM channels_historyline WHERE imported_in_id = %(id)s GROUP BY document
ON CONFLICT (imported_in_id, document) DO NOTHING
"""
_AGAIN = """
WITH earlier AS (
    SELECT DISTINCT ON (document) document, content_md5, order_id FROM channels_historydocument
    WHERE channel_id = %(channel)s AND imported_in_id <> %(id)s AND verdict = 'imported'
      AND effect = 'new' ORDER BY document, id DESC
)
UPDATE channels_historydocument AS own SET order_id = earlier.order_id,
    effect = CASE WHEN earlier.content_md5 = own.content_md5 THEN 'same' ELSE 'changed' END
FROM earlier
WHERE own.imported_in_id = %(id)s AND own.verdict = 'ready' AND own.document = earlier.document
"""
# A document goes in whole: not before each of its lines was mended or left out.
_WAITING = """
UPDATE channels_historydocument SET verdict = 'waiting'
WHERE imported_in_id = %(id)s AND verdict = 'ready' AND document IN (
    SELECT natural_key FROM channels_importrow
    WHERE imported_in_id = %(id)s AND kind = 'line' AND verdict IN ('error', 'question')
)
"""
# Sorting half a million lines by document on disk takes three times as long, and fresh lines have no statistics yet:
# the planner takes them for few and would walk them once a code.
_MEMORY = "SET LOCAL work_mem = '128MB'; SET LOCAL enable_nestloop = off"


def sort_lines(actor: Actor, import_id: int) -> None:
    """Settles the rules that need all lines, and gathers lines into documents: new, changed or the same as before."""
    company_id, channel_id = Import.objects.values_list("company_id", "channel_id").get(id=import_id)
    require(actor, "imports.upload", company_id=company_id)
    own = {"id": import_id, "channel": channel_id}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        cursor.execute(_PREFIXES, own | {"share": PREFIX_SHARE_MIN})
        cursor.execute(_SHAPES, own | {"share": SAME_SHAPE_SHARE_MIN, "chars": SHAPE_CHARS})
        cursor.execute(_FORGET, own)
        cursor.execute(_DOCUMENTS, own | {"sell": list(SELL)})
        cursor.execute(_AGAIN, own)
        cursor.execute(_WAITING, own)
