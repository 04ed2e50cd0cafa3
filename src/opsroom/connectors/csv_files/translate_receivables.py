"""A CSV of invoices that customers still owe, one row each; refuses a row without number, day or open amount."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.ports.file_format import Column, Recognition, RecordKind
from opsroom.ports.incoming_house import IncomingReceivable
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import TitledRow, header_of

COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "Invoice number",
        ("Invoice no", "Invoice", "Invoice #", "Document number", "Rechnungsnummer", "Rechnungsnr", "Rechnung",
         "Rechnungs-Nr", "Belegnummer", "Beleg"),
        True,
        "RE-2026-0417",
    ),
    Column(
        "customer",
        "Customer",
        ("Customer number", "Customer no", "Customer ID", "Contact", "ContactName", "Debtor", "Kundennummer",
         "Kunden-Nr", "Kunde", "Debitor", "Debitorennummer", "Customer name", "Kundenname", "Client", "E-mail",
         "Email"),
        False,
        "C7",
    ),
    Column(
        "issued_on",
        "Invoice date",
        ("Date", "Issued on", "Document date", "Rechnungsdatum", "Belegdatum", "Datum"),
        True,
        "2026-10-02",
    ),
    Column(
        "due_on",
        "Due date",
        ("Due on", "Due", "Payment due", "Fälligkeit", "Fällig am", "Fälligkeitsdatum", "Zahlbar bis"),
        False,
        "2026-11-01",
    ),
    Column(
        "gross",
        "Total",
        ("Gross amount", "Gross", "Invoice total", "Invoice amount", "Amount", "Gesamtbetrag", "Rechnungsbetrag",
         "Brutto", "Bruttobetrag", "Betrag"),
        False,
        "1190.00",
    ),
    Column(
        "open",
        "Open amount",
        ("Open", "Amount due", "Balance due", "Balance", "Outstanding", "Outstanding amount", "Unpaid",
         "InvoiceAmountDue", "Opened with", "Offener Betrag", "Offen", "Restbetrag", "Saldo", "Noch offen"),
        True,
        "690.00",
    ),
    Column("currency", "Currency", ("Currency code", "Währung"), False, "EUR"),
)  # fmt: skip
# A list of goods, or of lines, is none of debts.
_OF_LINES = frozenset(
    plain(title)
    for title in ("SKU", "Artikelnummer", "Quantity", "Qty", "Menge", "Unit price", "Einzelpreis")
)
_OF_DEBTS = frozenset(plain(title) for column in COLUMNS if column.field == "open" for title in
                      (column.title, *column.synonyms))  # fmt: skip


class CsvReceivables(TableFormat):
    """One row is one open invoice."""

    code = "open-invoices"
    title = "Open invoices (CSV)"
    kind = RecordKind.RECEIVABLE
    COLUMNS = COLUMNS
    DATE_FIELDS = ("due_on", "issued_on")
    NUMBER_FIELDS = ("gross", "open")
    CONFIDENCE_MAX = 0.9

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By the number of an invoice beside what is open of it; a table of goods or lines is none."""
        titles = {plain(title) for title in header_of(head)}
        if titles & _OF_LINES or not titles & _OF_DEBTS:
            return Recognition(0.0, ("it names no open amount",))
        found = super().recognise(file_name, head)
        return Recognition(found.confidence and max(found.confidence, 0.75), found.reasons)

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Each row stands for itself."""
        return f"row {row.number}"

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One open invoice; what is not told of its total is taken to be open in full."""
        row = rows[0]
        number, customer = sheet.text(row, "number"), sheet.text(row, "customer")
        for name, text in (("number", number), ("issued_on", sheet.text(row, "issued_on"))):
            if not text:
                sentence = f"{sheet.title(name)} is empty. Fill it in, or leave the row out."
                sheet.error(row, name, "", sentence, f"receivable.no_{name}")
        left = sheet.number(row, "open", below_zero=True)
        gross = sheet.number(row, "gross", below_zero=True)
        if left is None:
            if not sheet.text(row, "open"):
                sentence = "the open amount is empty, which is unknown and not 0. Write what is still owed."
                sheet.error(row, "open", "", sentence, "receivable.no_open")
        elif left <= 0:
            what = "is a credit of the customer" if left < 0 else "leaves nothing open"
            sentence = f"{sheet.title('open')} {left:f} {what}, and no debt to take in. Leave the row out."
            sheet.error(row, "open", str(left), sentence, "receivable.not_owed")
        currency = sheet.text(row, "currency").upper() or sheet.context.currency
        if currency not in MINOR_DIGITS:
            sentence = f'"{currency}" is no currency. Write its code of three letters, such as EUR.'
            sheet.error(row, "currency", currency, sentence, "receivable.bad_currency")
        else:
            for name, amount in (("gross", gross), ("open", left)):
                if amount is not None and amount != round(amount, MINOR_DIGITS[currency]):
                    sentence = (
                        f"{sheet.title(name)} {amount:f} is no amount of {currency}. Correct its decimals."
                    )
                    sheet.error(row, name, str(amount), sentence, "receivable.decimals")
        sheet.compare_code(row, "number", number, "invoice number")
        issued_on, due_on = sheet.day(row, "issued_on"), sheet.day(row, "due_on")
        if issued_on is None or left is None or any(one.severity == "error" for one in sheet.problems):
            return number or key, None
        return number, IncomingReceivable(
            number=number,
            customer=customer,
            issued_on=issued_on,
            gross=left if gross is None else gross,
            open=left,
            currency=currency,
            due_on=due_on,
        )
