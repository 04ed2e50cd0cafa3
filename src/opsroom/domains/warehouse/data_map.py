"""What each field of the tables of the warehouse holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "warehouse_site": table(
        public="address",
        internal=(
            "id company_id code name profile timezone country region hours holidays handling_days active"
        ),
    ),
    "warehouse_channelsite": table(
        internal="id channel_id site_id position",
    ),
    "warehouse_cutoff": table(
        internal="id site_id carrier service at weekdays",
    ),
    "warehouse_location": table(
        internal="id company_id site_id kind zone code sequence sellable place_id",
    ),
    "warehouse_stock": table(
        internal="id site_id sku_id on_hand unsellable allocated counted_at",
    ),
    "warehouse_allocation": table(
        internal="id order_id demand_id site_id sku_id quantity state location_id lot_id made_at",
    ),
    "warehouse_checkouthold": table(
        internal="id company_id channel_id token state granted_at expires_at order_id",
    ),
    "warehouse_heldstock": table(
        internal="id hold_id site_id sku_id quantity",
    ),
    "warehouse_opening": table(
        internal=(
            "id company_id site_id sku_id location_id imported_in_id source meaning figure as_of "
            "closed_at closed_by_import"
        ),
        money="unit_cost",
    ),
    "warehouse_openingshare": table(
        internal="id opening_id demand_id pieces",
    ),
}
