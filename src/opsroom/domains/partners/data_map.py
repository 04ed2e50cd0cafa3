"""What each field of the tables of suppliers holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "partners_supplier": table(
        public="name",
        internal="id company_id code currency lead_time_days active created_at contact_erased_at",
        personal="contact email phone",
        ends="Erasing the contact of a supplier (Stock, Suppliers).",
    ),
}
