"""Decides what a posting key means; refuses one key for two contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opsroom.ledgers.core.errors import KeyReused


def wanted_once(asked: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{key: hash} of a batch; the same key twice with the same hash counts once, with another hash raises KeyReused."""
    wanted: dict[str, str] = {}
    for key, request_hash in asked:
        if wanted.setdefault(key, request_hash) != request_hash:
            raise KeyReused(key=key, entry_id=None)
    return wanted


def earlier_entries(wanted: Mapping[str, str], found: Iterable[tuple[str, int, str]]) -> dict[str, int]:
    """{key: entry id} for keys the book already knows, from (key, entry id, hash); raises KeyReused."""
    earlier: dict[str, int] = {}
    for key, entry_id, request_hash in found:
        if wanted[key] != request_hash:
            raise KeyReused(key=key, entry_id=entry_id)
        earlier[key] = entry_id
    return earlier
