"""What each field of the tables of invoices and credit notes holds (P1); a missing field fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "billing_series": table(
        internal="id company_id code prefix digits next_number",
    ),
    "billing_invoice": table(
        internal=(
            "id company_id order_id fulfilment_order_id series_id key number display_number state "
            "rounding prices_include_tax currency bill_to_id created_at supplied_on issued_on due_on terms_days"
        ),
        money="net_minor tax_minor gross_minor",
    ),
    "billing_invoiceline": table(
        public="title sku_text",
        internal="id invoice_id position order_line_id quantity tax_rate",
        money="unit_price discount_minor net_minor tax_minor gross_minor",
    ),
    "billing_invoicetax": table(
        internal="id invoice_id tax_rate",
        money="net_minor tax_minor",
    ),
    "billing_invoicedocument": table(
        internal="id invoice_id sha256 made_at",
        personal="pdf",
        ends="The law keeps issued invoices, 5 to 10 years by country.",
    ),
    "billing_creditnote": table(
        internal=(
            "id company_id order_id invoice_id series_id key reason number display_number state currency "
            "created_at issued_on"
        ),
        money="net_minor tax_minor gross_minor",
    ),
    "billing_creditnoteline": table(
        internal="id credit_note_id position invoice_line_id quantity",
        money="net_minor tax_minor gross_minor",
    ),
    "billing_creditnotedocument": table(
        internal="id credit_note_id sha256 made_at",
        personal="pdf",
        ends="The law keeps issued credit notes, 5 to 10 years by country.",
    ),
    "billing_openreceivable": table(
        internal=(
            "id company_id customer_id number state currency issued_on due_on opened_on imported_in_id"
        ),
        money="gross_minor open_minor settled_minor",
    ),
    "billing_openingbalance": table(
        internal="id company_id account title currency booked opened_on imported_in_id",
        money="minor",
    ),
}
