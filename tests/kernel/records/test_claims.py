"""Proves at-most-once: one fresh claim a key, also among rivals; late answers and changed requests are refused."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from tests.database import Database

from opsroom.kernel.records.claims import (
    Claim,
    abandoned_to_unknown,
    claim,
    fail,
    look_up,
    request_hash,
    resolve,
    unknown,
)
from opsroom.kernel.records.errors import ClaimDiffers, ClaimLost

PARCEL = {"order": "SH-1", "tracking": "JD01"}


@pytest.mark.django_db
def test_the_second_caller_gets_the_first_ones_answer() -> None:
    first = claim("confirm:1", PARCEL)
    assert (first.fresh, first.state, first.attempt) == (True, "claimed", 1)
    waiting = claim("confirm:1", PARCEL)
    assert (waiting.fresh, waiting.state) == (False, "claimed")
    assert resolve(first, {"id": 5}).state == "done"
    again = claim("confirm:1", {"tracking": "JD01", "order": "SH-1"})
    assert again == Claim("confirm:1", "done", {"id": 5}, 1, fresh=False)


@pytest.mark.django_db
def test_a_key_is_not_reused_for_another_request() -> None:
    held = claim("confirm:1", PARCEL)
    with pytest.raises(ClaimDiffers, match="confirm:1 was already used for a different request"):
        claim("confirm:1", {**PARCEL, "tracking": "JD02"})
    fail(held)
    with pytest.raises(ClaimDiffers):
        claim("confirm:1", {**PARCEL, "tracking": "JD02"})
    assert look_up("confirm:1") == Claim("confirm:1", "failed", None, 1, fresh=False)
    assert look_up("confirm:2") is None


@pytest.mark.django_db
def test_only_a_known_failure_may_be_tried_again() -> None:
    first = claim("confirm:1", PARCEL)
    fail(first, {"status": 422})
    second = claim("confirm:1", PARCEL)
    assert (second.fresh, second.attempt) == (True, 2)
    with pytest.raises(ClaimLost, match=r"was settled by someone else meanwhile, as claimed"):
        resolve(first, {"late": True})
    unknown(second)
    third = claim("confirm:1", PARCEL)
    assert (third.fresh, third.state) == (False, "unknown")
    resolve(second, {"asked": True})
    assert claim("confirm:1", PARCEL).answer == {"asked": True}
    with pytest.raises(ClaimLost, match="as done"):
        fail(second)


@pytest.mark.django_db
def test_a_caller_that_vanished_leaves_unknown_and_may_still_answer() -> None:
    lost, settled = claim("a", PARCEL), claim("b", PARCEL)
    resolve(settled, {})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_claim SET claimed_at = now() - interval '121 seconds'")
    fresh = claim("c", PARCEL)
    assert abandoned_to_unknown() == ["a"]
    assert abandoned_to_unknown() == []
    assert not claim("a", PARCEL).fresh
    assert claim("c", PARCEL).state == fresh.state == "claimed"
    assert resolve(lost, {"slow": True}).state == "done"


@pytest.mark.parametrize("key", ["", "x" * 301])
def test_a_key_has_a_length(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 300 characters"):
        claim(key, {})


def test_the_hash_is_of_the_content() -> None:
    assert request_hash({"a": 1, "b": [2]}) == request_hash({"b": [2], "a": 1})
    assert request_hash({"a": 1}) != request_hash({"a": "1"})
    assert len(request_hash({})) == 64


def test_of_ten_rivals_one_may_call(committed_db: Database) -> None:
    got: list[Claim] = []

    def rival() -> None:
        try:
            got.append(claim("label:9", PARCEL))
        finally:
            connection.close()

    rivals = [threading.Thread(target=rival) for _ in range(10)]
    for one in rivals:
        one.start()
    for one in rivals:
        one.join(20)
    assert len(got) == 10
    assert sum(one.fresh for one in got) == 1
