"""What each field of the tables of the money book holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "money_account": table(
        internal="id company_id code kind",
    ),
    "money_entry": table(
        internal=(
            "id company_id key request_hash kind at actor_id actor_name ref_kind ref_id reverses_id "
            "xid business_date"
        ),
    ),
    "money_transfer": table(
        internal="id entry_id position source_id target_id currency",
        money="minor",
    ),
    "money_balance": table(
        internal="id account_id currency slot",
        money="minor",
    ),
}
