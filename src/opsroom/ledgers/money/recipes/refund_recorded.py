"""Books money that went back to a customer, as it was told; refuses to lower revenue: a credit note does that."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.errors import BadAmount
from opsroom.ledgers.money.recipes.parts import transfer


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """`minor` units that `processor` sent back for us.

    prepaid: what the customer has paid and no invoice has used; it is given back first.
    concession: the part of `minor` that exceeds all the customer paid; it is our expense.
    What is left lowers, or foreshadows, what a credit note owes the customer.
    """

    processor: str
    minor: int
    currency: str
    prepaid: int = 0
    concession: int = 0


def refund_recorded(facts: RefundFacts) -> list[MoneyTransfer]:
    """Raises money.bad_amount; [] for a refund of nothing."""
    named = (("refund", facts.minor), ("prepayment", facts.prepaid), ("concession", facts.concession))
    for what, minor in named:
        if minor < 0:
            raise BadAmount(what=what, minor=minor, currency=facts.currency)
    holder = accounts.receivable_from(facts.processor)
    given = min(facts.concession, facts.minor)
    unused = min(facts.prepaid, facts.minor - given)
    return [
        *transfer(holder, accounts.CUSTOMER_PREPAYMENTS, unused, facts.currency),
        *transfer(holder, accounts.REFUNDS_PAYABLE, facts.minor - given - unused, facts.currency),
        *transfer(holder, accounts.CONCESSIONS, given, facts.currency),
    ]
