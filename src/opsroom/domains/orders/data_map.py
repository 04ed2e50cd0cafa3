"""What each field of the tables of orders holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "orders_order": table(
        internal=(
            "id company_id channel_id imported_in_id external_id external_name number mode "
            "fulfilled_by state payment_state allocation_state fulfilment_state site_ids on_hold "
            "is_test has_unknown_sku has_bad_address placed_at accepted_at external_updated_at "
            "content_sha256 ship_by deliver_by shipped_at closed_at priority assigned_to_id purchase_order "
            "delivery_method delivery_chosen preferred_site_id customer_id ship_to_id told_ship_to_id "
            "bill_to_id invoice_issuer tax_remitter prices_include_tax terms_days currency units line_count"
        ),
        personal="customer_note gift_message",
        money="net_minor tax_minor total_minor shipping_minor",
        ends="With the erasure of the buyer.",
    ),
    "orders_orderline": table(
        public="sku_text title",
        internal=(
            "id order_id position external_id kind sku_id quantity cancelled shipped_before tax_rate ships"
        ),
        personal="personalisation",
        money="unit_price discount_minor net_minor tax_minor gross_minor",
        ends="With the erasure of the buyer.",
    ),
    "orders_demand": table(
        internal="id line_id order_id sku_id quantity_each quantity placed_at",
    ),
    "orders_hold": table(
        internal="id order_id state reason owner_id placed_by_id placed_at due_at released_at",
        personal="detail",
        ends="With the erasure of the buyer, where a person wrote it.",
    ),
    "orders_ordertag": table(
        internal="id order_id tag company_id placed_at",
    ),
    "orders_ordernote": table(
        internal="id order_id author_id written_at",
        personal="text",
        ends="With the erasure of the buyer, or when the note is taken back.",
    ),
    "orders_draft": table(
        internal=(
            "id company_id number state version quote_number revision quoted_at valid_until customer_id ship_to_id "
            "bill_to_id purchase_order ship_by tags payment currency prices_include_tax delivery_method "
            "delivery_rate copied_from_id order_id taken_by_id created_at changed_at"
        ),
        personal="note",
        money="delivery_minor delivery_tax_minor net_minor tax_minor total_minor",
        ends="With the erasure of the buyer.",
    ),
    "orders_draftline": table(
        internal=(
            "id draft_id position sku_id quantity discount_rate override_reason overridden_by_id tax_rate"
        ),
        personal="override_words",
        money="list_price unit_price discount_minor old_price net_minor tax_minor gross_minor",
        ends="With the erasure of the buyer.",
    ),
    "orders_quotepaper": table(
        internal="id draft_id revision name valid_until sha256 made_at",
        personal="pdf",
        money="total_minor",
        ends="With the erasure of the buyer.",
    ),
}
