"""A CSV of customers into buyers with addresses; refuses a row that names nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opsroom.connectors.csv_files.telling import recognise_people
from opsroom.connectors.csv_files.terms import read_terms
from opsroom.ports.file_format import Column, Problem, Recognition, RecordKind, Severity
from opsroom.ports.incoming import IncomingAddress
from opsroom.ports.incoming_house import IncomingBuyer
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow

HOUSE_ID_DIGITS_MAX = 18
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")


def _address(prefix: str, title: str, *words: str) -> tuple[Column, ...]:
    def names(*parts: str) -> tuple[str, ...]:
        return tuple(f"{word} {part}".strip() for word in words for part in parts)

    street = names("address", "address 1", "address line 1", "line 1", "street", "straße", "strasse")
    second = names("address 2", "address line 2", "line 2", "adresszusatz")
    post = names("postcode", "zip", "zip code", "postal code", "plz", "code")
    return (
        Column(f"{prefix}line1", f"{title} street", street, False, "12 Mill Lane"),
        Column(f"{prefix}line2", f"{title} street 2", second, False, ""),
        Column(f"{prefix}postcode", f"{title} postcode", post, False, "BS1 4DJ"),
        Column(f"{prefix}city", f"{title} city", names("city", "town", "ort", "stadt"), False, "Bristol"),
        Column(
            f"{prefix}region", f"{title} region", names("state", "province", "region", "county"), False, ""
        ),
        Column(f"{prefix}country", f"{title} country", names("country", "country code", "land"), False, "GB"),
    )


OWN_TITLES = (
    "Customer", "Customer ID", "Customer number", "Customer no", "Customer code", "Customer name", "Customer type",
    "Kundennummer", "Kunden-Nr", "Kundennr", "Kunden-ID", "Kunde", "Debitor", "Debitorennummer", "Contact ID",
    "Display name", "Credit limit", "Kreditlimit", "Opsroom customer", "Accepts email marketing", "Customer since",
)  # fmt: skip
COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "Customer number",
        (
            "Customer ID", "Customer no", "Customer code", "Customer", "Account number", "Account code", "Contact ID",
            "Kundennummer", "Kunden-Nr", "Kundennr", "Kunden-ID", "Debitorennummer", "ID", "Number", "Code",
        ),
        False,
        "C-1042",
    ),
    Column(
        "name",
        "Customer name",
        ("Name", "Full name", "Contact name", "Display name", "Contact", "Ansprechpartner", "Kunde"),
        False,
        "Ada Lovelace",
    ),
    Column("first_name", "First name", ("Given name", "Forename", "Vorname"), False, "Ada"),
    Column("last_name", "Last name", ("Surname", "Family name", "Nachname"), False, "Lovelace"),
    Column(
        "company",
        "Company",
        ("Company name", "Organisation", "Organization", "Business name", "Firma", "Firmenname"),
        False,
        "Northbay Ltd",
    ),
    Column("email", "E-mail", ("Email address", "Mail", "EmailID", "E-Mail-Adresse"), False, "ada@example.com"),
    Column(
        "phone",
        "Phone",
        ("Telephone", "Phone number", "Telefon", "Mobile", "MobilePhone", "Telefonnummer", "Tel"),
        False,
        "+44 20 7946 0018",
    ),
    Column("locale", "Language", ("Locale", "Sprache", "Language code"), False, "en"),
    Column(
        "vat_number",
        "VAT number",
        ("VAT ID", "VAT reg no", "Tax number", "Tax ID", "USt-IdNr", "USt-ID", "Umsatzsteuer-ID", "VAT"),
        False,
        "DE123456789",
    ),
    Column("house_id", "Opsroom customer", (), False, ""),
    Column(
        "terms",
        "Payment terms",
        ("Terms", "Terms days", "Payment terms days", "Net days", "Zahlungsziel", "Zahlungsbedingungen"),
        False,
        "30 days",
    ),
    Column("credit_limit", "Credit limit", ("Kreditlimit",), False, "500.00"),
    Column("credit_currency", "Credit currency", ("Currency of the credit limit",), False, "EUR"),
    *_address("bill_", "Billing", "Billing", "Invoice", "Bill to", "Rechnung", "Default address", ""),
    *_address("ship_", "Delivery", "Delivery", "Shipping", "Ship to", "Lieferung"),
)  # fmt: skip


class CsvCustomers(TableFormat):
    """One row is one customer."""

    code = "customers"
    title = "Customers (CSV)"
    kind = RecordKind.CUSTOMER
    COLUMNS = COLUMNS
    CONFIDENCE_MAX = 0.65

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By a title that only a list of customers has."""
        return recognise_people(COLUMNS, head, OWN_TITLES, self.CONFIDENCE_MAX)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Each row stands for itself."""
        return f"row {row.number}"

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """A customer is known by a number or an e-mail address; a file with neither cannot be imported twice."""
        if sheet.has("number") or sheet.has("email") or sheet.has("house_id"):
            return []
        seen = ", ".join(table.header[:8])
        sentence = (
            "No column tells customers apart: neither a customer number nor an e-mail address. "
            f"The file has: {seen}. Choose one."
        )
        return [Problem(1, "number", seen, sentence, Severity.ERROR, "file.missing_column")]

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One customer; the e-mail address serves as number where the file has none."""
        row = rows[0]
        email = sheet.text(row, "email")
        if email and not _MAIL.match(email):
            sentence = f'"{email}" is no e-mail address. It is kept out; correct it or leave it empty.'
            sheet.flag(row, "email", email, sentence, "customer.bad_email")
            email = ""
        house_id = self._house_id(row, sheet)
        number = sheet.text(row, "number") or ("" if house_id is not None else email.casefold())
        parts = (sheet.text(row, "first_name"), sheet.text(row, "last_name"))
        company = sheet.text(row, "company")
        name = sheet.text(row, "name") or " ".join(part for part in parts if part) or company
        if not number and house_id is None:
            sentence = (
                "neither a customer number nor an e-mail address is filled in. Add one, or leave the row out."
            )
            sheet.error(row, "number", "", sentence, "customer.nobody")
        # Two channels may have the same number for two buyers; ours says which one is meant.
        if house_id is None:
            sheet.compare_code(row, "number", number, "customer number")
        bill, ship = (
            self._place(row, sheet, "bill_", name, company),
            self._place(row, sheet, "ship_", name, company),
        )
        return number if house_id is None else f"own {house_id}", IncomingBuyer(
            external_id=number,
            name=name,
            company=company,
            email=email,
            phone=sheet.text(row, "phone"),
            locale=sheet.text(row, "locale"),
            vat_number=sheet.text(row, "vat_number"),
            addresses=tuple(dict.fromkeys(one for one in (bill, ship) if one is not None)),
            house_id=house_id,
            **read_terms(row, sheet),
        )

    def _house_id(self, row: TitledRow, sheet: Sheet) -> int | None:
        """Our own number of the customer; what is none is an error."""
        text = sheet.text(row, "house_id")
        if not text:
            return None
        if not text.isdecimal() or len(text) > HOUSE_ID_DIGITS_MAX:
            sentence = f'"{text[:40]}" is no number of a customer here. Leave the cell empty for a new one.'
            sheet.error(row, "house_id", text, sentence, "customer.bad_house_id")
            return None
        return int(text)

    def _place(
        self, row: TitledRow, sheet: Sheet, prefix: str, name: str, company: str
    ) -> IncomingAddress | None:
        """The address under this prefix; None where street, town and postcode are all empty."""
        told = {
            part: sheet.text(row, prefix + part) for part in ("line1", "line2", "postcode", "city", "region")
        }
        if not (told["line1"] or told["city"] or told["postcode"]):
            return None
        country = sheet.text(row, f"{prefix}country")
        code = country.upper() if len(country) == 2 and country.isalpha() else ""
        return IncomingAddress(
            name=name, company=company, country="" if code else country, country_code=code, **told
        )
