"""Second locks of the money book: append-only, no late transfers, no empty entries, true reversals; refuses by trigger.

Rights come first (the restricted roles may not UPDATE, DELETE or TRUNCATE); these triggers bind the owner as well.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION money_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              HINT = 'Post a reversal instead.';
END $$;

CREATE TRIGGER money_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON money_entry
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER money_transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON money_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER money_account_keeps_nature BEFORE UPDATE OF company_id, code, kind ON money_account
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
"""

# A statement trigger, since one statement inserts thousands of transfers. The time is compared too: transaction ids start
# again in a restored cluster, the clock does not.
TRANSFERS = """
CREATE FUNCTION money_guard_transfers() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    found_entry bigint;
BEGIN
    SELECT m.entry_id INTO found_entry
    FROM fresh m LEFT JOIN money_entry e ON e.id = m.entry_id
    WHERE e.id IS NULL OR e.xid <> pg_current_xact_id() OR e.at <> transaction_timestamp() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % was closed by its own transaction: no transfer can be added', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_transfer_entry_open';
    END IF;
    SELECT m.entry_id INTO found_entry
    FROM fresh m JOIN money_entry e ON e.id = m.entry_id
        LEFT JOIN money_account s ON s.id = m.source_id LEFT JOIN money_account t ON t.id = m.target_id
    WHERE s.company_id IS DISTINCT FROM e.company_id OR t.company_id IS DISTINCT FROM e.company_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % names an account that is not its company''s', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_transfer_accounts_of_company';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER money_transfer_guard AFTER INSERT ON money_transfer REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION money_guard_transfers();
"""

ENTRIES = """
CREATE FUNCTION money_guard_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.xid <> pg_current_xact_id() OR NEW.at <> transaction_timestamp() THEN
        RAISE EXCEPTION 'entry % claims to be of another transaction', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_entry_of_its_transaction';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM money_transfer WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % transfers nothing', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_entry_not_empty';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM money_entry o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL
                    AND o.company_id = NEW.company_id)
        OR EXISTS (
            SELECT source_id, target_id, currency, sum(minor) FROM (
                SELECT source_id, target_id, currency, minor FROM money_transfer WHERE entry_id = NEW.id
                UNION ALL
                SELECT target_id, source_id, currency, -minor FROM money_transfer
                WHERE entry_id = NEW.reverses_id
            ) AS both_entries
            GROUP BY source_id, target_id, currency HAVING sum(minor) <> 0)
    ) THEN
        RAISE EXCEPTION 'entry % is not the mirror of entry %', NEW.id, NEW.reverses_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'money_entry_true_reversal';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER money_entry_guard AFTER INSERT ON money_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_guard_entry();
"""

# Free room in the pages keeps the often rewritten balances off their indexes.
BALANCES = """
ALTER TABLE money_balance SET (fillfactor = 80);
"""

# Signed legs: debit (target) above zero, credit (source) below.
LEGS = """
CREATE VIEW money_leg WITH (security_invoker = true) AS
    SELECT entry_id, position, target_id AS account_id, currency, minor FROM money_transfer
    UNION ALL
    SELECT entry_id, position, source_id AS account_id, currency, -minor AS minor FROM money_transfer;
"""

LINES = """
CREATE VIEW money_transfer_line WITH (security_invoker = true) AS
    SELECT e.company_id, t.id AS transfer_id, t.entry_id, e.at, e.business_date, e.kind, e.actor_id, e.actor_name,
        e.ref_kind, e.ref_id, s.code AS source_account, g.code AS target_account, t.minor, t.currency
    FROM money_transfer t JOIN money_entry e ON e.id = t.entry_id
        JOIN money_account s ON s.id = t.source_id JOIN money_account g ON g.id = t.target_id;
"""

DROP_ALL = """
DROP VIEW money_transfer_line;
DROP VIEW money_leg;
DROP TRIGGER money_entry_guard ON money_entry;
DROP TRIGGER money_transfer_guard ON money_transfer;
DROP TRIGGER money_account_keeps_nature ON money_account;
DROP TRIGGER money_transfer_append_only ON money_transfer;
DROP TRIGGER money_entry_append_only ON money_entry;
DROP FUNCTION money_guard_entry();
DROP FUNCTION money_guard_transfers();
DROP FUNCTION money_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY + TRANSFERS + ENTRIES + BALANCES + LEGS + LINES, DROP_ALL),
    ]
