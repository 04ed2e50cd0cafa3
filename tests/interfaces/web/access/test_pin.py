"""A packer's phone locks after a quarter of an hour and opens by PIN; the PIN opens nothing else and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.interfaces.web.access.test_sign_in import by_terminal, door_events, enrol, person

from opsroom.domains.access.actions.disable_user import disable_user
from opsroom.domains.access.actions.end_sessions import end_sessions
from opsroom.domains.access.actions.set_roles import set_roles
from opsroom.domains.access.models import Company, DevicePin, RoleGrant
from opsroom.domains.access.rules import fits_as_pin
from opsroom.kernel.values import limits

pytestmark = pytest.mark.django_db
GOOD, WRONG = "482915", "482916"


@pytest.fixture(autouse=True)
def _empty_counters() -> None:
    cache.clear()


def packer(role: str = "warehouse") -> tuple[int, int, Client]:
    """A company, a person with password and factor, and their phone, signed in."""
    company, kim = person(role)
    phone = by_terminal(company, kim)
    enrol(phone)
    return company, kim, phone


def locked(phone: Client) -> Client:
    """The same phone without its session, as after fifteen minutes."""
    phone.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    return phone


def choose(phone: Client, pin: str = GOOD, again: str | None = None) -> int:
    return phone.post("/account/pin", {"pin": pin, "again": pin if again is None else again}).status_code


def unlock(phone: Client, user_id: int, pin: str = GOOD, **more: str) -> int:
    return phone.post("/sign-in/pin", {"user": str(user_id), "pin": pin, **more}).status_code


def test_A3_a_locked_device_opens_by_pin_for_the_warehouse_and_not_for_the_account() -> None:
    _, kim, phone = packer()
    assert choose(phone) == 302
    cookie = phone.cookies[settings.DEVICE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "opens with your PIN" in phone.get("/account").content.decode()
    page = locked(phone).get("/sign-in?next=/fulfil").content.decode()
    assert 'name="pin"' in page
    assert phone.get("/fulfil").status_code == 302
    answer = phone.post("/sign-in/pin", {"user": str(kim), "pin": GOOD, "next": "/fulfil"})
    assert (answer.status_code, answer["Location"]) == (302, "/fulfil")
    assert phone.get("/fulfil").status_code == 200
    assert door_events(kim)[-1] == "signed_in"
    # Two factors for the day's work; password, factors and PIN ask for the password all the same.
    for path in ("/account/password", "/account/two-step/app", "/account/pin"):
        assert phone.get(path)["Location"].startswith("/account/confirm"), path
    assert phone.post("/account", {"name": "X", "email": "x@example.com"})["Location"].startswith(
        "/account/confirm"
    )


def test_A3_a_pin_opens_nothing_on_another_device_nor_without_its_owner() -> None:
    company, kim, phone = packer()
    choose(phone)
    other = factories.user("warehouse", company)
    stranger = Client()
    assert 'name="pin"' not in stranger.get("/sign-in").content.decode()
    assert unlock(stranger, kim) == 200
    assert unlock(locked(phone), other) == 200
    assert unlock(phone, 0) == 200
    assert all(c.get("/fulfil").status_code == 302 for c in (stranger, phone))
    forged = Client()
    forged.cookies[settings.DEVICE_COOKIE_NAME] = DevicePin.objects.get().device_sha256
    assert unlock(forged, kim) == 200
    row = DevicePin.objects.get()
    assert GOOD not in row.pin
    assert row.pin.startswith("argon2")
    assert cookie_of(phone) != row.device_sha256


def test_A3_a_half_that_opens_nothing_is_replaced_and_a_closed_shop_counts_for_no_pin() -> None:
    _, kim, phone = packer()
    phone.cookies[settings.DEVICE_COOKIE_NAME] = "known-to-somebody-else"
    assert choose(phone) == 302
    assert cookie_of(phone) != "known-to-somebody-else"
    demo = factories.company()
    RoleGrant.objects.create(user_id=kim, company_id=demo, role="admin")
    assert choose(phone) == 422, "an administrator of another open shop"
    Company.objects.filter(pk=demo).update(is_demo=True, closed_at=timezone.now())
    assert choose(phone) == 302
    assert phone.post("/sign-in/pin", {"user": "²", "pin": GOOD}).status_code == 200
    assert phone.post("/sign-in/pin", {"user": "9" * 30, "pin": GOOD}).status_code == 200
    assert unlock(locked(phone), kim) == 302
    locked(phone)
    wrong = phone.post("/sign-in", {"login": "kim@example.com", "password": "wrong"}).content.decode()
    assert ('name="pin"' in wrong, wrong.count(" autofocus")) == (True, 1)


def cookie_of(phone: Client) -> str:
    return str(phone.cookies[settings.DEVICE_COOKIE_NAME].value)


def test_A5_five_wrong_pins_in_a_row_end_it_and_a_right_one_forgets_the_wrong() -> None:
    _, kim, phone = packer()
    choose(phone)
    for _ in range(limits.PIN_TRIES_COUNT - 1):
        assert unlock(locked(phone), kim, WRONG) == 200
    assert unlock(phone, kim) == 302
    for _ in range(limits.PIN_TRIES_COUNT):
        assert (
            "sign in with password"
            in locked(phone).post("/sign-in/pin", {"user": str(kim), "pin": WRONG}).content.decode()
        )
    assert unlock(phone, kim) == 200
    assert DevicePin.objects.count() == 0
    assert 'name="pin"' not in phone.get("/sign-in").content.decode()
    assert door_events(kim)[-2:] == ["sign_in_failed", "pin_ended"]


@pytest.mark.parametrize("change", ["role", "off", "sessions", "month"])
def test_A4_a_pin_ends_with_the_sessions_roles_and_time(change: str) -> None:
    company, kim, phone = packer()
    choose(phone)
    admin = factories.actor("admin", company)
    if change == "role":
        set_roles(admin, company, kim, ["warehouse", "desk"], None)
    elif change == "off":
        disable_user(admin, company, kim)
    elif change == "sessions":
        end_sessions(admin, company, kim)
    if change == "month":
        DevicePin.objects.update(made_at=timezone.now() - timedelta(seconds=limits.PIN_SECONDS_MAX + 1))
    assert 'name="pin"' not in locked(phone).get("/sign-in").content.decode() or change == "role"
    assert unlock(phone, kim) == 200
    assert phone.get("/fulfil").status_code == 302
    assert DevicePin.objects.count() == 0


def test_Z2_other_roles_get_no_pin_and_bad_ones_are_refused_in_words() -> None:
    _, _, boss = packer("manager")
    assert "only work in the warehouse" in boss.get("/account/pin").content.decode()
    assert boss.post("/account/pin", {"pin": GOOD, "again": GOOD}).status_code == 422
    _, _, phone = packer()
    assert choose(phone, "123456") == 422
    assert choose(phone, GOOD, WRONG) == 422
    assert DevicePin.objects.count() == 0
    assert choose(phone) == 302
    assert phone.post("/account/pin/end").status_code == 302
    assert DevicePin.objects.count() == 0


@pytest.mark.parametrize(
    "pin", ["", "48291", "4829151234567", "000000", "123456", "987654", "48291a", "٤٨٢٩١٥"]
)
def test_A2_a_pin_that_is_short_or_counts_is_none(pin: str) -> None:
    assert not fits_as_pin(pin)


@given(st.from_regex(r"[0-9]{6,12}", fullmatch=True))
def test_A2_a_pin_is_fit_unless_its_digits_go_in_one_step(pin: str) -> None:
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    assert fits_as_pin(pin) == (len(steps) > 1 or steps.pop() not in (0, 1, -1))


def test_H4_the_goal_of_the_pin_page_is_on_this_server() -> None:
    _, kim, phone = packer()
    choose(phone)
    answer = locked(phone).post(
        "/sign-in/pin", {"user": str(kim), "pin": GOOD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"
