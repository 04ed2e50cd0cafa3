"""Books the undo of an import: each transfer turned round, the last one first; refuses to invent anything."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.ledgers.core.legs import MoneyTransfer


def import_undone(booked: Sequence[MoneyTransfer]) -> list[MoneyTransfer]:
    """The mirror of what an import booked. For whole entries use money.post.reverse_many, which does the same and
    ties each mirror to its original."""
    return [transfer.turned() for transfer in reversed(booked)]
