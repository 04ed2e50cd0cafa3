"""Books a credit note of ours: the sale turned round, owed back to the customer; refuses sums that do not add up."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.errors import BadAmount
from opsroom.ledgers.money.recipes.parts import SaleParts, sale, transfer


@dataclass(frozen=True, slots=True)
class CreditNoteFacts:
    """The credited sums, derived from the invoice's stored lines.

    open_receivable: what the customer still owes; it is lowered first, the rest becomes a refund to pay.
    guaranteed: accounts of marketplaces that owe it in the customer's place, and how much: lowered before all else.
    concession: what is given back beyond the document (minor units, gross); it is our expense, never less revenue.
    """

    parts: SaleParts
    open_receivable: int = 0
    concession: int = 0
    guaranteed: tuple[tuple[str, int], ...] = ()


def credit_note_issued(facts: CreditNoteFacts) -> list[MoneyTransfer]:
    """Raises money.does_not_add_up, money.bad_amount; [] for a credit note over nothing."""
    parts = facts.parts.checked("credit note")
    for what, minor in (("open receivable", facts.open_receivable), ("concession", facts.concession)):
        if minor < 0:
            raise BadAmount(what=what, minor=minor, currency=parts.currency)
    debtor = accounts.CUSTOMER_RECEIVABLE
    owed = parts.gross - sum(tax.minor for tax in parts.taxes if tax.remitted_by)
    promised: list[MoneyTransfer] = []
    left = owed
    for account, minor in facts.guaranteed:
        used = min(minor, left)
        left -= used
        promised += transfer(account, debtor, used, parts.currency)
    to_refund = left - min(facts.open_receivable, left)
    return [
        *(leg.turned() for leg in sale(parts, debtor)),
        *promised,
        *transfer(accounts.REFUNDS_PAYABLE, debtor, to_refund, parts.currency),
        *transfer(accounts.REFUNDS_PAYABLE, accounts.CONCESSIONS, facts.concession, parts.currency),
    ]
