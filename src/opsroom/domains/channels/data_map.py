"""What each field of the tables of channels and imports holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "channels_channel": table(
        public="name",
        internal=(
            "id company_id code prefix connector currency timezone go_live_at prices_include_tax "
            "fulfilled_by invoice_issuer tax_remitter active listens_since taken_over_at taken_over_by_id "
            "created_at"
        ),
    ),
    "channels_listing": table(
        public="external_product external_variant title",
        internal="id channel_id sku_id",
    ),
    "channels_import": table(
        internal=(
            "id company_id channel_id site_id template_id format mode state file_sha256 file_bytes file_key "
            "encoding answers counts effects job_id created_by_id created_at committed_at "
            "undone_at"
        ),
        personal="file_name mapping problems",
        ends="First rows and problems with the erasure of a person in the file; the file's name stays.",
    ),
    "channels_importrow": table(
        internal=("id imported_in_id number first_row row_numbers kind verdict effect result_kind result_id"),
        personal="natural_key raw value problems before note",
        ends="Emptied with the erasure of the person whose order or profile the row became.",
    ),
    "channels_historyline": table(
        public="code title",
        internal="id imported_in_id number row document quantity placed_at country rule",
        personal="customer",
        money="unit_price",
        ends="The old tool's number of a buyer, no name; the number leads nowhere once the person is erased.",
    ),
    "channels_historydocument": table(
        internal=(
            "id imported_in_id channel_id document content_md5 placed_at country sells line_count "
            "first_number last_number effect verdict order_id note"
        ),
        personal="customer",
        ends="The old tool's number of a buyer, no name; the number leads nowhere once the person is erased.",
    ),
    "channels_historypair": table(
        internal="id imported_in_id number sale_import_id sale_number quantity rule applied",
    ),
    "channels_importmapping": table(
        internal=(
            "id company_id name format titles mapping reading words made_by_id created_at last_used_at "
            "last_used_by_id"
        ),
    ),
    "channels_rawmessage": table(
        internal="id channel_id delivery_key topic received_at processed_at",
        personal="body",
        ends="Stays empty until a live channel is joined.",
    ),
    "channels_outgoing": table(
        internal="id channel_id key kind state payload created_at sent_at note",
    ),
    "channels_comparison": table(
        internal="id company_id channel_id as_of made_by_id created_at",
        personal="file_name",
        ends="The name of a file, as a person gave it; no person stands in the rows.",
    ),
    "channels_parallelday": table(
        internal="id company_id channel_id about day compared made_by_id created_at",
        personal="file_name",
        ends="The name of a file, as a person gave it; no person stands in the rows.",
    ),
    "channels_difference": table(
        internal="id parallel_day_id kind key rows order_id sku_id fingerprint",
        money="told ours",
    ),
    "channels_explanation": table(
        internal="id channel_id fingerprint reason made_by_id created_at",
    ),
    "channels_toldfigure": table(
        public="code title",
        internal="id comparison_id row sku_id figure",
    ),
}
