"""What each field of the tables of purchasing holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "purchasing_purchaseorder": table(
        internal=(
            "id company_id supplier_id site_id number state currency ordered_on expected_on imported_in_id created_at"
        ),
    ),
    "purchasing_purchaseline": table(
        internal="id order_id position sku_id ordered received cancelled expected_on",
        money="unit_cost",
    ),
}
