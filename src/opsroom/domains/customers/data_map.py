"""What each field of the tables of customers holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "customers_customer": table(
        internal="id company_id locale terms_days created_at erased_at",
        personal="external_key name email phone note",
        money="credit_limit_minor credit_currency",
        ends="Erasure by four eyes (Customers).",
    ),
    "customers_party": table(
        internal="id company_id customer_id country created_at erased_at restricted_at",
        personal="name organisation line1 line2 city region postcode phone email vat_number problems",
        ends="Erasure by four eyes; an address on an invoice is locked away and shown on that invoice alone.",
    ),
}
