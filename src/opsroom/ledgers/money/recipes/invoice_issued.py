"""Books an invoice of ours: revenue, shipping and tax against who owes it; refuses sums that do not add up."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.errors import BadAmount
from opsroom.ledgers.money.recipes.parts import SaleParts, sale, transfer


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """The invoice's stored sums; `prepaid` is what the customer has paid before and not used yet, in minor units.

    guaranteed_by: the marketplace that pays us for the customer; empty: the customer owes it.
    """

    parts: SaleParts
    prepaid: int = 0
    guaranteed_by: str = ""


def invoice_issued(facts: InvoiceFacts) -> list[MoneyTransfer]:
    """The debtor is debited with the invoice, then a prepayment is set against it, never more than the invoice.

    Tax that a marketplace remits is not owed to us and not by us. Raises money.does_not_add_up, money.bad_amount;
    [] for an invoice over nothing.
    """
    parts = facts.parts.checked("invoice")
    if facts.prepaid < 0:
        raise BadAmount(what="prepayment", minor=facts.prepaid, currency=parts.currency)
    debtor = accounts.CUSTOMER_RECEIVABLE
    if facts.guaranteed_by:
        debtor = accounts.receivable_from(facts.guaranteed_by)
    owed = parts.gross - sum(tax.minor for tax in parts.taxes if tax.remitted_by)
    return [
        *sale(parts, debtor),
        *transfer(debtor, accounts.CUSTOMER_PREPAYMENTS, min(facts.prepaid, owed), parts.currency),
    ]
