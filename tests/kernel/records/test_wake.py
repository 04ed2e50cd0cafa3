"""Proves wake-ups: topics arrive at commit, once each, and not at all after a rollback; refuses unknown topics."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import transaction
from tests.database import Database

from opsroom.kernel.records.wake import CHANNEL, notify


def _heard(listener: psycopg.Connection) -> list[str]:
    return [one.payload for one in listener.notifies(timeout=0.3)]


def test_topics_arrive_at_commit_once_each(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    listener = connect_as("web")
    listener.execute(f"LISTEN {CHANNEL}")
    with transaction.atomic():
        notify("orders", "stock")
        notify("orders")
        notify()
        assert _heard(listener) == []
    assert sorted(_heard(listener)) == ["orders", "stock"]


def test_a_part_that_fails_says_nothing_and_takes_no_word_from_the_rest(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    listener = connect_as("web")
    listener.execute(f"LISTEN {CHANNEL}")
    with transaction.atomic():
        with transaction.atomic():
            notify("orders", "stock")
            transaction.set_rollback(True)
        notify("orders")
    assert _heard(listener) == ["orders"]


def test_a_rollback_wakes_nobody(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    listener = connect_as("web")
    listener.execute(f"LISTEN {CHANNEL}")
    with transaction.atomic():
        notify("orders")
        transaction.set_rollback(True)
    assert _heard(listener) == []


def test_a_topic_nobody_listens_to_is_a_typing_mistake() -> None:
    with pytest.raises(ValueError, match="no such topic: 'order'"):
        notify("order")
