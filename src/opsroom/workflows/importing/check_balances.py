"""Judges a chunk of staged account balances; refuses to open an account without its type, and to book debts twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.queries import BalanceFacts
from opsroom.domains.channels.queries import RowFacts
from opsroom.kernel.values.money import Money, to_minor
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money import chart
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming_house import IncomingBalance
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import problem
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]
# What old tools call the account that our open invoices stand on, without its number and its signs.
RECEIVABLES = frozenset(
    {
        "customer receivable", "accounts receivable", "account receivable", "accounts receivable a r",
        "trade accounts receivable", "accounts receivable trade", "trade receivables", "trade debtors", "debtors",
        "debtors control", "debtors control account", "sales ledger control", "sales ledger control account",
        "forderungen", "forderungen aus lieferungen und leistungen", "forderungen aus lieferungen u leistungen",
        "forderungen aus lieferung und leistung", "forderungen a ll", "forderungen aus ll", "forderungen a l l",
        "forderungen aus l l", "forderungen aus l u l", "forderungen aus lul", "kundenforderungen", "debitoren",
        "clients", "créances clients", "debiteuren", "clienti", "crediti verso clienti", "clientes",
    }
)  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class PlannedBalance:
    """One balance, resolved. `account`: its code in our book; `kind` empty: nobody knows what it is; `booked` False:
    nothing is posted, since it is zero or stands on the open invoices."""

    number: int
    first_row: int
    value: IncomingBalance
    account: str
    kind: str
    known: bool
    minor: int
    booked: bool
    stored: BalanceFacts | None

    @property
    def effect(self) -> str:
        """new or same: what stands here is never changed by a file."""
        return "new" if self.stored is None else "same"


def plan_balances(setting: Setting, rows: Sequence[RowFacts]) -> list[PlannedBalance]:
    """The rows with the account of our book each means."""
    values = [(row, _value(row)) for row in rows]
    company_id = setting.company.id
    codes = {value.account for _, value in values}
    standing = chart.kinds(company_id, codes)
    stored = billing.opening_balances_of(company_id)
    found = []
    for row, value in values:
        owed = {_named(value.account), _named(value.title)} & RECEIVABLES
        account = accounts.CUSTOMER_RECEIVABLE if owed else value.account
        own = standing.get(account) or _of_chart(account)
        minor = to_minor(value.amount, value.currency or setting.currency)
        found.append(
            PlannedBalance(
                row.number, row.first_row, value, account, own or value.kind, bool(own), minor,
                booked=bool(minor) and not owed,
                stored=stored.get((account, value.currency or setting.currency)),
            )
        )  # fmt: skip
    return found


def _named(text: str) -> str:
    """Its words alone: "1400 Forderungen a. L+L" and "Accounts Receivable (A/R)" are written in many ways."""
    return " ".join(_WORDS.findall(text.casefold()))


def _of_chart(account: str) -> str:
    try:
        return accounts.kind_of(account)
    except ValueError:
        return ""


def check_balances(setting: Setting, rows: Sequence[RowFacts], seen: dict[str, int], tally: Tally) -> Judged:
    """row number -> (effect, problems). `seen`: accounts of earlier rows -> row."""
    judged: Judged = {}
    for plan in plan_balances(setting, rows):
        currency = plan.value.currency or setting.currency
        first = seen.setdefault(f"{plan.account}@{currency}", plan.first_row)
        if first != plan.first_row:
            sentence = (
                f"{plan.account} stands in row {first} already. Keep one: leave this row out, or correct it."
            )
            found = plan.value.account
            problems = [problem(plan.first_row, "account", found, sentence, "error", "balance.twice")]
        else:
            problems = [*_account(plan), *_stored(plan, currency), *_owed(setting, plan, currency)]
            tally.balances[currency] = tally.balances.get(currency, 0) + plan.minor
        judged[plan.number] = (plan.effect, problems)
    return judged


def _account(plan: PlannedBalance) -> list[Json]:
    account, row, value = plan.account, plan.first_row, plan.value
    if account == accounts.OPENING_BALANCE:
        sentence = f"{account} is where the other side of every opening stands. Leave the row out."
        return [problem(row, "account", value.account, sentence, "error", "balance.other_side")]
    if plan.known and value.kind and value.kind != plan.kind:
        sentence = f"{account} is an account of the type {plan.kind} here, and the file says {value.kind}. Correct it."
        return [problem(row, "kind", value.kind, sentence, "error", "balance.kind_differs", plan.kind)]
    if plan.known or plan.stored:
        return []
    if not plan.kind:
        sentence = (
            f"“{account}” is no account here, and its type is not told. Write asset, liability, equity, income or "
            "expense in the column of the type, or write one of our accounts."
        )
        return [problem(row, "kind", "", sentence, "error", "balance.no_kind")]
    named = f"{account}, {value.title}" if value.title else account
    sentence = f"“{named}” is no account here yet. Confirm that it is opened as {plan.kind}, or correct it."
    return [problem(row, "account", value.account, sentence, "question", "balance.new_account")]


def _stored(plan: PlannedBalance, currency: str) -> list[Json]:
    if plan.stored is None or plan.stored.minor == plan.minor:
        return []
    was, now = Money(plan.stored.minor, currency), Money(plan.minor, currency)
    sentence = (
        f"{plan.account} was opened with {was} here, and the file says {now}. To change it, undo that import."
    )
    return [problem(plan.first_row, "amount", str(plan.value.amount), sentence, "error", "balance.differs")]


def _owed(setting: Setting, plan: PlannedBalance, currency: str) -> list[Json]:
    """What customers owe is booked invoice by invoice; the balance of the account can only agree with it."""
    if plan.account != accounts.CUSTOMER_RECEIVABLE or plan.stored:
        return []
    opened = billing.opened_receivables(setting.company.id, currency)
    if opened == plan.minor:
        return []
    sentence = (
        f"The open invoices here were opened with {Money(opened, currency)}, and this balance says "
        f"{Money(plan.minor, currency)}: a difference of {Money(plan.minor - opened, currency)}. Import the open "
        "invoices first; or confirm that the invoices are right, and nothing is booked for this row."
    )
    return [
        problem(
            plan.first_row, "amount", str(plan.value.amount), sentence, "question", "balance.owed_differs"
        )
    ]


def _value(row: RowFacts) -> IncomingBalance:
    value = value_from_json("balance", row.value or {})
    assert isinstance(value, IncomingBalance)  # noqa: S101 - the kind says so
    return value
