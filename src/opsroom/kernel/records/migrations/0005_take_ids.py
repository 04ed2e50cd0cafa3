"""Gives out ids of several sequences in one call, so that the rows of an order can name each other before they exist."""

from __future__ import annotations

from django.db import migrations

# In a function each sequence's question is planned once a session, not once a call.
FORWARDS = """
CREATE FUNCTION records_take_ids(sequences text[], counts integer[]) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    taken bigint[] := '{}';
    place integer;
    sequence regclass;
BEGIN
    FOR place IN 1 .. cardinality(sequences) LOOP
        IF counts[place] > 0 THEN
            sequence := sequences[place]::regclass;
            taken := taken || ARRAY(SELECT nextval(sequence) FROM generate_series(1, counts[place]));
        END IF;
    END LOOP;
    RETURN taken;
END $$;
"""
BACKWARDS = "DROP FUNCTION records_take_ids(text[], integer[])"


class Migration(migrations.Migration):
    """Runs as the owner; whoever may not use a sequence is refused by it, since the function has its caller's rights."""

    dependencies = [("records", "0004_statistics")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
