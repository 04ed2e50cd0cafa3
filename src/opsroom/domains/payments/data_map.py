"""What each field of the tables of payments holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "payments_payment": table(
        internal="id company_id order_id external_id kind gateway state currency occurred_at recorded_at",
        money="amount_minor",
    ),
    "payments_refund": table(
        internal="id company_id order_id external_id currency occurred_at recorded_at",
        money="amount_minor ours_minor concession_minor",
    ),
}
