"""Books what a customer still owed an old tool's invoice; touches no revenue and no tax: the old tool booked those."""

from __future__ import annotations

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.errors import BadAmount
from opsroom.ledgers.money.recipes.parts import transfer


def receivable_opened(minor: int, currency: str) -> list[MoneyTransfer]:
    """`minor` units are owed from the first day on, against the opening balance. Raises money.bad_amount below one."""
    if minor <= 0:
        raise BadAmount(what="open amount", minor=minor, currency=currency)
    return [*transfer(accounts.OPENING_BALANCE, accounts.CUSTOMER_RECEIVABLE, minor, currency)]
