"""Moves of goods and transfers of money as values; refuses a leg that has no source, no target or no size.

Direction, once and for both books: a leg takes from its source and gives to its target. In the money book that is
credit source, debit target, so an account's balance (targets minus sources) is its debit balance: assets and
expenses stand positive, liabilities, income and equity negative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from opsroom.kernel.values import limits
from opsroom.ledgers.core.errors import BadEntry, EmptyEntry

_CURRENCY = re.compile(r"[A-Z]{3}")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_BIGINT_MAX = 2**63 - 1
_STEP = Decimal(1).scaleb(-limits.LEDGER_QUANTITY_DECIMALS_COUNT)
_QUANTITY_MAX = Decimal(10) ** limits.LEDGER_QUANTITY_DIGITS_COUNT


@dataclass(frozen=True, slots=True)
class StockMove:
    """`quantity` (> 0, at most six decimals, in the item's base unit) of one item from one place to another."""

    item_id: int
    source_id: int
    target_id: int
    quantity: Decimal | int
    lot_id: int | None = None

    def turned(self) -> StockMove:
        return StockMove(self.item_id, self.target_id, self.source_id, self.quantity, self.lot_id)


@dataclass(frozen=True, slots=True)
class MoneyTransfer:
    """`minor` (> 0) units of `currency` from one account code (credited) to another (debited)."""

    source_account: str
    target_account: str
    minor: int
    currency: str

    def turned(self) -> MoneyTransfer:
        return MoneyTransfer(self.target_account, self.source_account, self.minor, self.currency)


def check_heading(key: str, kind: str, ref_kind: str) -> None:
    """Raises BadEntry for a key, kind or reference the book cannot keep."""
    if not key or len(key) > limits.LEDGER_KEY_CHARS_MAX or not key.isprintable():
        raise BadEntry(
            key=key[:40], what=f"a key has 1 to {limits.LEDGER_KEY_CHARS_MAX} printable characters"
        )
    if not _NAME.fullmatch(kind):
        raise BadEntry(key=key, what=f"the kind {kind[:40]!r} is not lower-case words joined by dots")
    if ref_kind and not _NAME.fullmatch(ref_kind):
        raise BadEntry(
            key=key, what=f"the reference kind {ref_kind[:40]!r} is not lower-case words joined by dots"
        )


def check_moves(key: str, moves: Iterable[StockMove]) -> tuple[StockMove, ...]:
    """The moves, each with a Decimal quantity; raises EmptyEntry or BadEntry."""
    checked = tuple(_checked_move(key, number, move) for number, move in enumerate(moves, start=1))
    if not checked:
        raise EmptyEntry(key=key)
    return checked


def check_transfers(key: str, transfers: Iterable[MoneyTransfer]) -> tuple[MoneyTransfer, ...]:
    """The transfers as given; raises EmptyEntry or BadEntry."""
    checked = tuple(transfers)
    if not checked:
        raise EmptyEntry(key=key)
    for number, transfer in enumerate(checked, start=1):
        what = _fault_of_transfer(transfer)
        if what:
            raise BadEntry(key=key, what=f"in transfer {number} {what}")
    return checked


def _checked_move(key: str, number: int, move: StockMove) -> StockMove:
    # Whole units are often plain ints; a float, or a truth value, never passes.
    quantity = Decimal(move.quantity) if type(move.quantity) is int else move.quantity
    what = _fault_of_move(move, quantity)
    if what:
        raise BadEntry(key=key, what=f"in move {number} {what}")
    return StockMove(move.item_id, move.source_id, move.target_id, quantity, move.lot_id)


def _fault_of_move(move: StockMove, quantity: Decimal | int) -> str:
    if not isinstance(quantity, Decimal) or not quantity.is_finite():
        return f"the quantity {quantity!r} is not a decimal number"
    if quantity <= 0:
        return f"the quantity {quantity} is not above zero; swap source and target instead"
    if quantity >= _QUANTITY_MAX:
        return f"the quantity {quantity} has more than {limits.LEDGER_QUANTITY_DIGITS_COUNT} digits before the point"
    if quantity != quantity.quantize(_STEP):
        return f"the quantity {quantity} has more than {limits.LEDGER_QUANTITY_DECIMALS_COUNT} decimals"
    if move.source_id == move.target_id:
        return "source and target are the same place"
    if move.lot_id is not None and move.lot_id <= 0:
        return f"the lot {move.lot_id} is not an id; None means no lot"
    return ""


def _fault_of_transfer(transfer: MoneyTransfer) -> str:
    if not isinstance(transfer.minor, int) or isinstance(transfer.minor, bool):
        return f"the amount {transfer.minor!r} is not a whole number of minor units"
    if transfer.minor <= 0:
        return f"the amount {transfer.minor} is not above zero; swap source and target instead"
    if transfer.minor > _BIGINT_MAX:
        return f"the amount {transfer.minor} is larger than the book can hold"
    if not _CURRENCY.fullmatch(transfer.currency):
        return f"the currency {transfer.currency[:10]!r} is not three capital letters"
    if transfer.source_account == transfer.target_account:
        return "source and target are the same account"
    return ""
