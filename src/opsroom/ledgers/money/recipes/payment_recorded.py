"""Books a payment a processor reports: captured money only; authorised, pending, terms and COD book nothing yet."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.errors import BadAmount
from opsroom.ledgers.money.recipes.parts import transfer

CAPTURED = "captured"
NOT_YET_MONEY = frozenset({"authorised", "pending", "terms", "cod", "marketplace_guaranteed"})


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """`minor` units that `processor` (stripe, paypal, a carrier for COD, a bank) holds for us when captured.

    open_receivable: what the customer owes on invoices already made; the payment settles that first, the rest is a
    prepayment.
    guaranteed: accounts of marketplaces that owe such invoices in the customer's place, and how much each does. A
    payment is that same money told again: their promise is used up by it, and no more than once.
    """

    state: str
    processor: str
    minor: int
    currency: str
    open_receivable: int = 0
    guaranteed: tuple[tuple[str, int], ...] = ()


def payment_recorded(facts: PaymentFacts) -> list[MoneyTransfer]:
    """[] until captured; ValueError for a state nobody defined; raises money.bad_amount."""
    if facts.state in NOT_YET_MONEY:
        return []
    if facts.state != CAPTURED:
        raise ValueError(f"{facts.state!r} is not a state of a payment")
    for what, minor in (("payment", facts.minor), ("open receivable", facts.open_receivable)):
        if minor < 0:
            raise BadAmount(what=what, minor=minor, currency=facts.currency)
    holder = accounts.receivable_from(facts.processor)
    transfers: list[MoneyTransfer] = []
    promised = 0
    for debtor, owed in facts.guaranteed:
        used = min(owed, facts.minor - promised)
        promised += used
        transfers += transfer(debtor, accounts.CUSTOMER_RECEIVABLE, used, facts.currency)
    settled = min(facts.open_receivable + promised, facts.minor)
    return [
        *transfers,
        *transfer(accounts.CUSTOMER_RECEIVABLE, holder, settled, facts.currency),
        *transfer(accounts.CUSTOMER_PREPAYMENTS, holder, facts.minor - settled, facts.currency),
    ]
