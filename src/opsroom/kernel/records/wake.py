"""Wakes the event stream: names of topics only, sent after commit; refuses topics nobody listens to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

CHANNEL = "opsroom"
TOPICS = frozenset(
    {"orders", "fulfil", "stock", "imports", "tasks", "jobs", "channels", "money", "customers", "talk"}
)


def notify(*topics: str) -> None:
    """Tells listeners that something under these topics changed. Sent once the transaction is committed.

    A wake-up only: whoever listens must also poll, since a notification may be lost (pooled connections, restarts).
    It is not a part of the transaction: those that notify commit one after the other, all over the server.
    """
    if unknown := set(topics) - TOPICS:
        raise ValueError(f"no such topic: {min(unknown)!r}")
    told = _Told(frozenset(topics))
    if topics and not _told_anyway(told):
        transaction.on_commit(told, robust=True)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said after the commit."""

    topics: frozenset[str]

    def __call__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic", [CHANNEL, sorted(self.topics)]
            )


def _told_anyway(told: _Told) -> bool:
    """Whether the same is said already by this transaction, by a part of it that does not fail before ours."""
    inside = set(connection.savepoint_ids)
    return any(
        isinstance(hook, _Told) and told.topics <= hook.topics and set(sids) <= inside
        for sids, hook, *_ in connection.run_on_commit
    )
