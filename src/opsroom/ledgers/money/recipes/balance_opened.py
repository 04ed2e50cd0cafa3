"""Books what stood on one account of an old tool when the shop moved in, against the opening balance alone."""

from __future__ import annotations

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.recipes.parts import transfer


def balance_opened(account: str, minor: int, currency: str) -> list[MoneyTransfer]:
    """`minor` above zero stands on the debit side of the account, below zero on its credit side; [] for zero."""
    if minor < 0:
        return [*transfer(account, accounts.OPENING_BALANCE, -minor, currency)]
    return [*transfer(accounts.OPENING_BALANCE, account, minor, currency)]
