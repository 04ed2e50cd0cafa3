"""What each field of the tables of rules holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "rules_rule": table(
        internal="id company_id state position version switched_at created_at",
    ),
    "rules_version": table(
        internal="id rule_id number name content made_by_id made_at",
    ),
    "rules_run": table(
        internal="id rule_id version_id by_id at orders undone_at",
    ),
    "rules_evaluation": table(
        internal="id order_id company_id at cause run_id facts verdicts wants matched acted",
    ),
}
