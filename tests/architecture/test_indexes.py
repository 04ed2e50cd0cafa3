"""Proves that every index of ours earns its keep; refuses one that another begins with, which only costs each write."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.architecture.test_models import ours

# An index is spare where another one of the table, over all its rows, begins with the same columns in the same way.
SPARE = """
SELECT a.indrelid::regclass::text || ': ' || ia.relname || ' is the beginning of ' || ib.relname
FROM pg_index a JOIN pg_index b ON a.indrelid = b.indrelid AND a.indexrelid <> b.indexrelid
JOIN pg_class ia ON ia.oid = a.indexrelid JOIN pg_class ib ON ib.oid = b.indexrelid AND ib.relam = ia.relam
JOIN pg_am m ON m.oid = ia.relam AND m.amname = 'btree'
WHERE a.indrelid::regclass::text = ANY(%s) AND NOT a.indisunique AND b.indpred IS NULL AND a.indexprs IS NULL
    AND a.indpred IS NULL AND a.indnkeyatts <= b.indnkeyatts
    AND (array_to_string(b.indkey::int2[], ' ') || ' ') LIKE (array_to_string(a.indkey::int2[], ' ') || ' %%')
    AND array_to_string((b.indclass::oid[])[0:a.indnkeyatts - 1], ' ') = array_to_string(a.indclass::oid[], ' ')
ORDER BY 1
"""


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another() -> None:
    tables = [model._meta.db_table for model in ours()]
    with connection.cursor() as cursor:
        cursor.execute(SPARE, [tables])
        assert [row[0] for row in cursor.fetchall()] == []
        # The question itself sees one.
        cursor.execute("CREATE TEMP TABLE spare (a int, b int)")
        cursor.execute("CREATE INDEX spare_a ON spare (a)")
        cursor.execute("CREATE INDEX spare_ab ON spare (a, b)")
        cursor.execute("CREATE INDEX spare_b ON spare (b)")
        cursor.execute(SPARE, [["spare"]])
        assert [row[0] for row in cursor.fetchall()] == ["spare: spare_a is the beginning of spare_ab"]
