"""What the tests of the books share: actors, a small warehouse, and what would be checked at commit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from tests.ledgers.small_warehouse import COMPANY, Warehouse, open_warehouse

from opsroom.kernel.values.actor import Actor, program


@pytest.fixture
def packer() -> Actor:
    """A person of the warehouse; the books record the id only."""
    return Actor(7, "person", frozenset({"warehouse"}), frozenset({COMPANY}), None, "web")


@pytest.fixture
def importer() -> Actor:
    return program("system.importer", company_ids=frozenset({COMPANY}), way="job")


@pytest.fixture
def warehouse(db: None, packer: Actor) -> Warehouse:
    return open_warehouse(packer)


@pytest.fixture
def committed_warehouse(committed_db: object, packer: Actor) -> Warehouse:
    return open_warehouse(packer)


@pytest.fixture
def at_commit(db: None) -> Callable[[], None]:
    """Fires now what PostgreSQL would check at commit."""

    def check() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return check
