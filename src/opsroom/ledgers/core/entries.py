"""Entries as values, before they are booked, and how one is turned round; refuses to reverse a reversal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from opsroom.ledgers.core.errors import AlreadyReversed, ReversalStands
from opsroom.ledgers.core.fingerprint import fingerprint
from opsroom.ledgers.core.legs import MoneyTransfer, StockMove, check_heading, check_moves, check_transfers

REVERSED_SUFFIX = ".reversed"


@dataclass(frozen=True, slots=True)
class StockEntry:
    """One posting to the stock book. `ref_kind` and `ref_id` name the business object it is about."""

    key: str
    kind: str
    moves: tuple[StockMove, ...]
    ref_kind: str = ""
    ref_id: int | None = None
    reverses: int | None = None

    def checked(self) -> StockEntry:
        """Itself with canonical moves; raises EmptyEntry or BadEntry."""
        check_heading(self.key, self.kind, self.ref_kind)
        moves = check_moves(self.key, self.moves)
        return StockEntry(self.key, self.kind, moves, self.ref_kind, self.ref_id, self.reverses)

    def request_hash(self) -> str:
        heading = {"kind": self.kind, "ref": self.ref_kind, "ref_id": self.ref_id, "reverses": self.reverses}
        return fingerprint(
            heading, ((m.item_id, m.source_id, m.target_id, m.quantity, m.lot_id) for m in self.moves)
        )


@dataclass(frozen=True, slots=True)
class MoneyEntry:
    """One posting to the money book; `on_date` is the business day it belongs to."""

    key: str
    kind: str
    transfers: tuple[MoneyTransfer, ...]
    on_date: date
    ref_kind: str = ""
    ref_id: int | None = None
    reverses: int | None = None

    def checked(self) -> MoneyEntry:
        """Itself with canonical transfers; raises EmptyEntry or BadEntry."""
        check_heading(self.key, self.kind, self.ref_kind)
        transfers = check_transfers(self.key, self.transfers)
        return MoneyEntry(
            self.key, self.kind, transfers, self.on_date, self.ref_kind, self.ref_id, self.reverses
        )

    def request_hash(self) -> str:
        heading = {
            "kind": self.kind,
            "on": self.on_date,
            "ref": self.ref_kind,
            "ref_id": self.ref_id,
            "reverses": self.reverses,
        }
        return fingerprint(
            heading, ((t.source_account, t.target_account, t.minor, t.currency) for t in self.transfers)
        )


def require_reversible(entry_id: int, reverses: int | None, reversed_by: int | None) -> None:
    """Raises ReversalStands or AlreadyReversed; an entry stands, or is reversed once, and nothing else."""
    if reverses is not None:
        raise ReversalStands(entry_id=entry_id)
    if reversed_by is not None:
        raise AlreadyReversed(entry_id=entry_id, by_id=reversed_by)


def turned_moves(moves: tuple[StockMove, ...]) -> tuple[StockMove, ...]:
    return tuple(move.turned() for move in moves)


def turned_transfers(transfers: tuple[MoneyTransfer, ...]) -> tuple[MoneyTransfer, ...]:
    return tuple(transfer.turned() for transfer in transfers)
