"""What each field of the tables of fulfilment holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "fulfilment_wave": table(
        internal=(
            "id company_id site_id number profile state owner_id note due_at created_at printed_at "
            "finished_at"
        ),
    ),
    "fulfilment_fulfilmentorder": table(
        internal=(
            "id company_id order_id site_id wave_id number state delivery_method ship_by priority "
            "tote_id released_at picked_at packed_at shipped_at"
        ),
    ),
    "fulfilment_fulfilmentline": table(
        internal=(
            "id fulfilment_order_id demand_id allocation_id order_line_id sku_id quantity picked packed short"
        ),
    ),
    "fulfilment_pick": table(
        internal=(
            "id wave_id line_id location_id sku_id quantity taken state sequence scan_key done_by_id done_at"
        ),
    ),
    "fulfilment_scan": table(
        internal="id client_key company_id user_id purpose subject_id code answer at",
    ),
    "fulfilment_parcel": table(
        public="carrier service tracking",
        internal=(
            "id company_id fulfilment_order_id number state weight_g is_test_label created_at "
            "labelled_at shipped_at"
        ),
    ),
    "fulfilment_parcelline": table(
        internal="id parcel_id line_id quantity",
    ),
}
