"""One-time links: hash stored, ten minutes, once, by one of two rivals; refuses all others with one sentence."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from tests import factories

from opsroom.domains.access.actions.disable_user import disable_user
from opsroom.domains.access.actions.make_sign_in_link import make_sign_in_link
from opsroom.domains.access.actions.use_sign_in_link import LinkUsed, use_sign_in_link
from opsroom.domains.access.errors import BadValue, LinkNotUsable, NotFound, Refused
from opsroom.domains.access.models import SignInLink
from opsroom.domains.access.rules import system_actor
from opsroom.kernel.records.events import timeline

DOOR = system_actor("system.sign_in", way="web")


@pytest.mark.django_db
def test_A6_the_token_has_256_bits_and_only_its_hash_is_stored() -> None:
    company_id = factories.company()
    admin, kim = factories.actor("admin", company_id), factories.user("desk", company_id)
    token = make_sign_in_link(admin, company_id, kim)
    assert len(token) == 43  # 32 bytes in base64url
    row = SignInLink.objects.get()
    assert row.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert timedelta(minutes=9) < row.expires_at - timezone.now() <= timedelta(minutes=10)
    assert all(token not in str(event.data) for event in timeline("access.user", kim))


@pytest.mark.django_db
def test_A6_a_link_works_once() -> None:
    company_id = factories.company()
    kim = factories.user("desk", company_id)
    token = make_sign_in_link(factories.actor("admin", company_id), company_id, kim)
    assert use_sign_in_link(DOOR, token) == LinkUsed(kim, strong=False)
    with pytest.raises(LinkNotUsable) as again:
        use_sign_in_link(DOOR, token)
    with pytest.raises(LinkNotUsable) as never:
        use_sign_in_link(DOOR, "never-made")
    assert again.value.message == never.value.message


@pytest.mark.django_db
def test_A6_a_link_ends_after_ten_minutes() -> None:
    company_id = factories.company()
    kim = factories.user("desk", company_id)
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False) as clock:
        token = make_sign_in_link(factories.actor("admin", company_id), company_id, kim)
        clock.shift(600)
        with pytest.raises(LinkNotUsable):
            use_sign_in_link(DOOR, token)
        clock.shift(-1)
        assert use_sign_in_link(DOOR, token).user_id == kim


@pytest.mark.django_db
def test_A6_the_terminals_link_is_strong_and_a_colleagues_is_not() -> None:
    company_id = factories.company()
    kim = factories.user("desk", company_id)
    terminal = system_actor("system.terminal", company_ids=frozenset({company_id}), way="cli")
    assert use_sign_in_link(DOOR, make_sign_in_link(terminal, company_id, kim)).strong
    assert not use_sign_in_link(
        DOOR, make_sign_in_link(factories.actor("admin", company_id), company_id, kim)
    ).strong


@pytest.mark.django_db
def test_A6_a_new_link_ends_the_old_one_and_switching_off_ends_all() -> None:
    company_id = factories.company()
    admin, kim = factories.actor("admin", company_id), factories.user("desk", company_id)
    old = make_sign_in_link(admin, company_id, kim)
    new = make_sign_in_link(admin, company_id, kim)
    with pytest.raises(LinkNotUsable):
        use_sign_in_link(DOOR, old)
    disable_user(admin, company_id, kim)
    with pytest.raises(LinkNotUsable):
        use_sign_in_link(DOOR, new)
    with pytest.raises(BadValue):
        make_sign_in_link(admin, company_id, kim)


@pytest.mark.django_db
def test_A6_links_are_for_administrators_to_make_and_for_the_door_to_use() -> None:
    company_id = factories.company()
    kim = factories.user("desk", company_id)
    with pytest.raises(Refused):
        make_sign_in_link(factories.actor("manager", company_id), company_id, kim)
    with pytest.raises(NotFound):
        make_sign_in_link(factories.actor("admin", factories.company()), company_id, kim)
    with pytest.raises(Refused):
        use_sign_in_link(factories.actor("admin", company_id), "anything")
    assert not SignInLink.objects.exists()


def test_A6_of_eight_rivals_one_comes_in(committed_db: object) -> None:
    company_id = factories.company()
    kim = factories.user("desk", company_id)
    token = make_sign_in_link(factories.actor("admin", company_id), company_id, kim)

    def try_it(_: int) -> bool:
        try:
            return use_sign_in_link(DOOR, token).user_id == kim
        except LinkNotUsable:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
