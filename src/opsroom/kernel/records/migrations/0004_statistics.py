"""Lets a worker, who owns no table, have the planner's statistics made anew where much was written; nothing else."""

from django.db import migrations

# SKIP_LOCKED: where the server's own clean-up is at the same table, it is being done.
FORWARDS = """
CREATE FUNCTION records_refresh_statistics(changed_rows integer, share double precision) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one regclass;
    looked_at integer := 0;
BEGIN
    FOR one IN
        SELECT s.relid FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE s.schemaname = 'public' AND pg_get_userbyid(c.relowner) = current_user
          AND s.n_mod_since_analyze >= changed_rows + share * greatest(c.reltuples, 0)
        ORDER BY s.relid
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', one);
        looked_at := looked_at + 1;
    END LOOP;
    RETURN looked_at;
END $$;
REVOKE ALL ON FUNCTION records_refresh_statistics(integer, double precision) FROM PUBLIC;
"""
BACKWARDS = "DROP FUNCTION records_refresh_statistics(integer, double precision)"


class Migration(migrations.Migration):
    dependencies = [("records", "0003_events_of_kind")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
