"""A number no row can have is as good as missing, at every address that holds one; nothing breaks over it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from tests import factories
from tests.interfaces.web.access.test_public_views import PATTERNS

from opsroom.domains.access.matrix import ROLES

pytestmark = pytest.mark.django_db
TOO_LARGE = "9" * 23
MISSING = (403, 404, 405)  # not there, not for this role, not to be asked this way
NUMBERED = sorted(route for _, route in PATTERNS if "<int:" in route)


def address(route: str) -> str:
    """The route with a number for each of its numbers, and a word for each of its words."""
    for before, value in (("<int:", TOO_LARGE), ("<str:", "x"), ("<", "x")):
        while before in route:
            start = route.index(before)
            route = route[:start] + value + route[route.index(">", start) + 1 :]
    return f"/{route}"


def test_no_address_breaks_over_a_number_that_no_row_has() -> None:
    company = factories.company()
    boss = factories.user(set(ROLES), company)
    client, path = Client(raise_request_exception=False), factories.sign_in_path(company, boss)
    client.get(path)
    client.post(path)
    assert len(NUMBERED) > 60
    assert [(asked, found) for asked, found in answers(client) if found not in MISSING] == []


@pytest.mark.parametrize("told", ["", "x", "²", TOO_LARGE, "9" * 5_000])
def test_a_close_out_of_a_site_that_is_no_number_hands_nothing_over(told: str) -> None:
    company = factories.company()
    client, path = Client(), factories.sign_in_path(company, factories.user("manager", company))
    client.get(path)
    client.post(path)
    assert client.post("/fulfil/hand-over", {"site": told, "delivery": "DHL"}).status_code == 422
    assert "handed over" not in client.get("/fulfil").content.decode()


def answers(client: Client) -> Iterator[tuple[str, int]]:
    """What each address says; what one breaks is not handed on to the next."""
    for route, method in product(NUMBERED, ("get", "post")):
        before = transaction.savepoint()
        yield f"{method} {route}", getattr(client, method)(address(route)).status_code
        transaction.savepoint_rollback(before)
