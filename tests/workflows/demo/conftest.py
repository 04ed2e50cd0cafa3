"""What the demo shop's tests need: the connectors, as an opened instance has them."""

from __future__ import annotations

import pytest

from opsroom.project import wiring


@pytest.fixture(scope="session", autouse=True)
def _connectors() -> None:
    wiring.connect()
