"""Second locks of the stock book: append-only, no late moves, no empty entries, true reversals; refuses by trigger.

Rights come first (the restricted roles may not UPDATE, DELETE or TRUNCATE); these triggers bind the owner as well.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION stock_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              HINT = 'Post a reversal instead.';
END $$;

CREATE TRIGGER stock_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_entry
    FOR EACH STATEMENT EXECUTE FUNCTION stock_refuse_change();
CREATE TRIGGER stock_move_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_move
    FOR EACH STATEMENT EXECUTE FUNCTION stock_refuse_change();
CREATE TRIGGER stock_place_keeps_nature BEFORE UPDATE OF company_id, kind, unbounded ON stock_place
    FOR EACH STATEMENT EXECUTE FUNCTION stock_refuse_change();
"""

# A statement trigger, since one statement inserts thousands of moves. The time is compared too: transaction ids start
# again in a restored cluster, the clock does not.
MOVES = """
CREATE FUNCTION stock_guard_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    found_entry bigint;
BEGIN
    SELECT m.entry_id INTO found_entry
    FROM fresh m LEFT JOIN stock_entry e ON e.id = m.entry_id
    WHERE e.id IS NULL OR e.xid <> pg_current_xact_id() OR e.at <> transaction_timestamp() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % was closed by its own transaction: no move can be added', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_move_entry_open';
    END IF;
    SELECT m.entry_id INTO found_entry
    FROM fresh m JOIN stock_entry e ON e.id = m.entry_id
        LEFT JOIN stock_place s ON s.id = m.source_id LEFT JOIN stock_place t ON t.id = m.target_id
    WHERE s.company_id IS DISTINCT FROM e.company_id OR t.company_id IS DISTINCT FROM e.company_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % names a place that is not its company''s', found_entry
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_move_places_of_company';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER stock_move_guard AFTER INSERT ON stock_move REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION stock_guard_moves();
"""

ENTRIES = """
CREATE FUNCTION stock_guard_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.xid <> pg_current_xact_id() OR NEW.at <> transaction_timestamp() THEN
        RAISE EXCEPTION 'entry % claims to be of another transaction', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_entry_of_its_transaction';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM stock_move WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % moves nothing', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_entry_not_empty';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM stock_entry o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL
                    AND o.company_id = NEW.company_id)
        OR EXISTS (
            SELECT source_id, target_id, item_id, lot_id, sum(quantity) FROM (
                SELECT source_id, target_id, item_id, lot_id, quantity FROM stock_move WHERE entry_id = NEW.id
                UNION ALL
                SELECT target_id, source_id, item_id, lot_id, -quantity FROM stock_move
                WHERE entry_id = NEW.reverses_id
            ) AS both_entries
            GROUP BY source_id, target_id, item_id, lot_id HAVING sum(quantity) <> 0)
    ) THEN
        RAISE EXCEPTION 'entry % is not the mirror of entry %', NEW.id, NEW.reverses_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_entry_true_reversal';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER stock_entry_guard AFTER INSERT ON stock_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION stock_guard_entry();
"""

# A balance repeats its place's nature, and the key makes the repetition true. Free room in the pages keeps the often
# rewritten balances off their indexes.
BALANCES = """
ALTER TABLE stock_balance ADD CONSTRAINT stock_balance_nature_of_place
    FOREIGN KEY (place_id, unbounded) REFERENCES stock_place (id, unbounded);
ALTER TABLE stock_balance SET (fillfactor = 80);
"""

LEGS = """
CREATE VIEW stock_leg WITH (security_invoker = true) AS
    SELECT entry_id, position, target_id AS place_id, item_id, lot_id, quantity FROM stock_move
    UNION ALL
    SELECT entry_id, position, source_id AS place_id, item_id, lot_id, -quantity AS quantity FROM stock_move;
"""

LINES = """
CREATE VIEW stock_move_line WITH (security_invoker = true) AS
    SELECT e.company_id, m.id AS move_id, m.entry_id, e.at, e.kind, e.actor_id, e.actor_name, e.ref_kind, e.ref_id,
        m.item_id, m.lot_id, trim_scale(m.quantity) AS quantity,
        m.source_id, s.kind AS source_kind, s.code AS source_code,
        m.target_id, t.kind AS target_kind, t.code AS target_code
    FROM stock_move m JOIN stock_entry e ON e.id = m.entry_id
        JOIN stock_place s ON s.id = m.source_id JOIN stock_place t ON t.id = m.target_id;
"""

DROP_ALL = """
DROP VIEW stock_move_line;
DROP VIEW stock_leg;
ALTER TABLE stock_balance DROP CONSTRAINT stock_balance_nature_of_place;
DROP TRIGGER stock_entry_guard ON stock_entry;
DROP TRIGGER stock_move_guard ON stock_move;
DROP TRIGGER stock_place_keeps_nature ON stock_place;
DROP TRIGGER stock_move_append_only ON stock_move;
DROP TRIGGER stock_entry_append_only ON stock_entry;
DROP FUNCTION stock_guard_entry();
DROP FUNCTION stock_guard_moves();
DROP FUNCTION stock_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY + MOVES + ENTRIES + BALANCES + LEGS + LINES, DROP_ALL),
    ]
