"""Wakes the event stream: names of topics only, sent at commit; refuses topics nobody listens to."""

from __future__ import annotations

from django.db import connection

CHANNEL = "opsroom"
TOPICS = frozenset(
    {"orders", "fulfil", "stock", "imports", "tasks", "jobs", "channels", "money", "customers", "talk"}
)


def notify(*topics: str) -> None:
    """Tells listeners that something under these topics changed. Sent when the transaction commits, once a topic.

    A wake-up only: whoever listens must also poll, since a notification may be lost (pooled connections, restarts).
    """
    if unknown := set(topics) - TOPICS:
        raise ValueError(f"no such topic: {min(unknown)!r}")
    if not topics:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic", [CHANNEL, list(topics)]
        )
