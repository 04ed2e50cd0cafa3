"""Makes versions of rules unchangeable by trigger: what was judged by them stays true."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION rules_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of rules are never changed: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new version.';
END $$;
CREATE TRIGGER rules_version_no_change BEFORE UPDATE ON rules_version
    FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER rules_version_no_change ON rules_version;
DROP FUNCTION rules_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
