"""What each field of the tables of the stock book holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "stock_place": table(
        internal="id company_id kind code unbounded",
    ),
    "stock_entry": table(
        internal=(
            "id company_id key request_hash kind at actor_id actor_name ref_kind ref_id reverses_id xid"
        ),
    ),
    "stock_move": table(
        internal="id entry_id position source_id target_id item_id lot_id quantity",
    ),
    "stock_balance": table(
        internal="id place_id item_id lot_id on_hand unbounded",
    ),
}
