"""Makes the event table append-only by trigger, TRUNCATE included; the readable second lock beside revoked rights."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed or removed: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Record a new event that says what is true now.';
END $$;
CREATE TRIGGER records_event_no_change BEFORE UPDATE OR DELETE ON records_event
    FOR EACH ROW EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER records_event_no_truncate BEFORE TRUNCATE ON records_event
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER records_event_no_truncate ON records_event;
DROP TRIGGER records_event_no_change ON records_event;
DROP FUNCTION records_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
