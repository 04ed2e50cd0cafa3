"""A CSV of account balances at the cut-over into signed amounts, debit above zero; refuses two figures of one row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.ports.file_format import Column, Problem, Recognition, RecordKind, Severity
from opsroom.ports.incoming_house import IncomingBalance
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow, header_of

COLUMNS: tuple[Column, ...] = (
    Column(
        "account",
        "Account",
        (
            "Account number",
            "Account no",
            "Account code",
            "Ledger account",
            "Konto",
            "Kontonummer",
            "Konto-Nr",
            "Sachkonto",
        ),
        True,
        "1800",
    ),
    Column(
        "title",
        "Account name",
        ("Kontobezeichnung", "Kontoname", "Bezeichnung", "Name", "Description"),
        False,
        "Bank",
    ),
    Column("kind", "Type", ("Account type", "Kontoart", "Art", "Kind"), False, "asset"),
    Column(
        "amount",
        "Balance",
        ("Amount", "Opening balance", "Closing balance", "Saldo", "Betrag", "Endsaldo", "Eröffnungssaldo"),
        False,
        "12500.00",
    ),
    Column("debit", "Debit", ("Debit balance", "Soll", "Sollsaldo", "Saldo Soll"), False, "12500.00"),
    Column("credit", "Credit", ("Credit balance", "Haben", "Habensaldo", "Saldo Haben"), False, ""),
    Column("currency", "Currency", ("Currency code", "Währung"), False, "EUR"),
)
KINDS = {
    "asset": ("asset", "assets", "current asset", "current assets", "fixed asset", "bank", "cash", "aktiva", "aktiv",
              "aktivkonto", "anlagevermögen", "umlaufvermögen", "vermögen", "kasse"),
    "liability": ("liability", "liabilities", "current liability", "payable", "passiva", "passiv", "passivkonto",
                  "verbindlichkeit", "verbindlichkeiten", "schulden"),
    "equity": ("equity", "capital", "eigenkapital", "kapital"),
    "income": ("income", "revenue", "sales", "ertrag", "erträge", "erlös", "erlöse"),
    "expense": ("expense", "expenses", "cost", "costs", "aufwand", "aufwendungen", "kosten"),
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
_ACCOUNTS = frozenset(plain(title) for title in ("Account", *COLUMNS[0].synonyms))
_FIGURES = frozenset(
    plain(title)
    for column in COLUMNS
    if column.field in {"amount", "debit", "credit"}
    for title in (column.title, *column.synonyms)
)
# A table with one of these lists documents, goods, people or single postings.
_OTHERS = frozenset(
    plain(title)
    for title in (
        "SKU", "Artikelnummer", "Invoice number", "Rechnungsnummer", "Order number", "Bestellnummer", "Date", "Datum",
        "Belegdatum", "Buchungsdatum", "E-mail", "Email", "Quantity", "Menge", "Gegenkonto", "Contra account",
    )
)  # fmt: skip


class CsvBalances(TableFormat):
    """One row is what stands on one account."""

    code = "opening-balances"
    title = "Account balances (CSV)"
    kind = RecordKind.BALANCE
    COLUMNS = COLUMNS
    NUMBER_FIELDS = ("amount", "debit", "credit")
    CONFIDENCE_MAX = 0.85

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By an account beside a figure; a journal has days and documents, and is none."""
        titles = {plain(title) for title in header_of(head)}
        if titles & _OTHERS or not titles & _ACCOUNTS or not titles & _FIGURES:
            return Recognition(0.0, ("it is no list of balances",))
        found = super().recognise(file_name, head)
        return Recognition(max(found.confidence, 0.7), found.reasons)

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """A figure of some kind there must be."""
        if sheet.has("amount") or sheet.has("debit") or sheet.has("credit"):
            return []
        seen = ", ".join(table.header[:8])
        sentence = f"No column tells what stands on an account: a balance, or debit and credit. The file has: {seen}."
        return [Problem(1, "amount", seen, sentence, Severity.ERROR, "file.missing_column")]

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """Each row stands for itself."""
        return f"row {row.number}"

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One balance, debit above zero."""
        row = rows[0]
        account = sheet.text(row, "account")
        if not account:
            sheet.error(
                row,
                "account",
                "",
                "no account is named. Write it, or leave it out.",
                "balance.no_account",
            )
        amount = _amount(row, sheet)
        currency = sheet.text(row, "currency").upper() or sheet.context.currency
        if currency not in MINOR_DIGITS:
            sentence = f'"{currency}" is no currency. Write its code of three letters, such as EUR.'
            sheet.error(row, "currency", currency, sentence, "balance.bad_currency")
        elif amount is not None and amount != round(amount, MINOR_DIGITS[currency]):
            sentence = f"{amount:f} is no amount of {currency}. Correct its decimals."
            sheet.error(row, "amount", str(amount), sentence, "balance.decimals")
        word = sheet.text(row, "kind").casefold()
        if word and word not in _KIND_OF:
            sentence = f'"{word}" is no type of account. Write asset, liability, equity, income or expense.'
            sheet.error(row, "kind", word, sentence, "balance.bad_kind")
        if amount is None or any(one.severity is Severity.ERROR for one in sheet.problems):
            return account or key, None
        return f"{account}@{currency}", IncomingBalance(
            account=account,
            amount=amount,
            currency=currency,
            title=sheet.text(row, "title"),
            kind=_KIND_OF.get(word, ""),
        )


def _amount(row: TitledRow, sheet: Sheet) -> Decimal | None:
    """The balance, or debit less credit; a row that tells both ways is asked to make up its mind."""
    amount = sheet.number(row, "amount", below_zero=True)
    debit, credit = sheet.number(row, "debit", below_zero=True), sheet.number(row, "credit", below_zero=True)
    if debit is None and credit is None:
        if amount is None and not sheet.text(row, "amount"):
            sentence = "the balance is empty, which is unknown and not 0. Write it, or leave the row out."
            sheet.error(row, "amount", "", sentence, "balance.no_amount")
        return amount
    sides = (debit or Decimal(0)) - (credit or Decimal(0))
    if amount is not None and abs(amount) != abs(sides):
        sentence = f"The balance {amount:f} is not debit less credit, {sides:f}. Correct one of them."
        sheet.error(row, "amount", str(amount), sentence, "balance.sides_differ")
        return None
    return sides
