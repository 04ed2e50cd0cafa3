"""A CSV of suppliers with currency and lead time; refuses a row without a name."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.connectors.csv_files.days import parse_days
from opsroom.connectors.csv_files.telling import recognise_people
from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.ports.file_format import Column, Recognition, RecordKind
from opsroom.ports.incoming_house import IncomingSupplier
from opsroom.ports.reading.proposed_sku import propose_sku
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import TitledRow

OWN_TITLES = (
    "Supplier", "Supplier name", "Supplier code", "Supplier ID", "Vendor", "Vendor name", "Vendor ID", "Vendor number",
    "Vendor code", "Lieferant", "Lieferantennummer", "Lieferanten-Nr", "Lieferantenname", "Kreditor",
    "Kreditorennummer", "Lead time", "Lead time days", "Lieferzeit",
)  # fmt: skip
COLUMNS: tuple[Column, ...] = (
    Column(
        "code",
        "Supplier code",
        (
            "Supplier ID", "Supplier no", "Supplier number", "Vendor ID", "Vendor number", "Vendor code",
            "Lieferantennummer", "Lieferanten-Nr", "Kreditorennummer", "Account number", "Code", "ID", "Number",
        ),
        False,
        "CLAY",
    ),
    Column(
        "name",
        "Supplier name",
        ("Supplier", "Vendor name", "Vendor", "Lieferant", "Lieferantenname", "Company name", "Firma", "Name"),
        True,
        "Northern Clay Works",
    ),
    Column("currency", "Currency", ("Currency code", "Währung"), False, "GBP"),
    Column(
        "lead_time",
        "Lead time days",
        ("Lead time", "Lead time (days)", "Lead days", "Default lead time", "Lieferzeit", "Lieferzeit Tage"),
        False,
        "21",
    ),
    Column(
        "contact",
        "Contact",
        ("Contact name", "Contact person", "Ansprechpartner", "Primary contact"),
        False,
        "Grace Potter",
    ),
    Column("email", "E-mail", ("Email address", "Contact email", "EmailID", "Mail"), False, "sales@example.com"),
    Column("phone", "Phone", ("Telephone", "Phone number", "Telefon", "Telephone number", "Tel"), False, ""),
    Column("active", "Active", ("Status", "Is active", "Enabled", "Aktiv", "Active flag"), False, "yes"),
)  # fmt: skip
_GONE = frozenset({"inactive", "archived", "disabled", "inaktiv", "gesperrt", "blocked"})


class CsvSuppliers(TableFormat):
    """One row is one supplier."""

    code = "suppliers"
    title = "Suppliers (CSV)"
    kind = RecordKind.SUPPLIER
    COLUMNS = COLUMNS
    CONFIDENCE_MAX = 0.65

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By a title that only a list of suppliers has."""
        return recognise_people(COLUMNS, head, OWN_TITLES, self.CONFIDENCE_MAX)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Each row stands for itself."""
        return f"row {row.number}"

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One supplier; without a code of its own, one is made of its name."""
        row = rows[0]
        name = sheet.text(row, "name")
        if not name:
            sentence = "the supplier has no name. Write it, or leave the row out."
            sheet.error(row, "name", "", sentence, "supplier.no_name")
            return key, None
        code = sheet.text(row, "code") or propose_sku(name, ())
        sheet.compare_code(row, "code", code, "supplier code")
        currency = sheet.text(row, "currency").upper()
        if currency and currency not in MINOR_DIGITS:
            sentence = f'"{currency}" is no currency. Write its code of three letters, such as EUR.'
            sheet.error(row, "currency", currency, sentence, "supplier.bad_currency")
        lead = sheet.text(row, "lead_time")
        days = parse_days(lead) if lead else None
        if lead and days is None:
            sentence = f'"{lead}" is no number of days up to two years. Write the lead time as 21.'
            sheet.error(row, "lead_time", lead, sentence, "supplier.bad_lead_time")
        state = sheet.text(row, "active").casefold()
        active = (
            False if state in _GONE else True if state in {"active", "aktiv"} else sheet.yes(row, "active")
        )
        return code, IncomingSupplier(
            code=code,
            name=name,
            currency=currency,
            lead_time_days=days,
            contact=sheet.text(row, "contact"),
            email=sheet.text(row, "email"),
            phone=sheet.text(row, "phone"),
            active=active,
        )
