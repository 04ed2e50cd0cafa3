"""People and roles in the browser, and how a refusal looks; refuses in words, records it once, changes nothing."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from tests import factories

from opsroom.domains.access.matrix import MATRIX
from opsroom.domains.access.models import RoleGrant, User
from opsroom.domains.access.queries import person, user_of
from opsroom.kernel.records.events import timeline

pytestmark = pytest.mark.django_db


def come_in(company_id: int, role: str) -> tuple[Client, int]:
    user_id = factories.user(role, company_id)
    client = Client()
    client.post(factories.sign_in_path(company_id, user_id))
    return client, user_id


def refusals(user_id: int) -> list[dict[str, object]]:
    return [event.data for event in timeline("access.user", user_id) if event.kind == "access.action.refused"]


def test_an_administrator_invites_a_packer_who_comes_in_by_the_link() -> None:
    company_id = factories.company()
    site_id = factories.site(company_id)
    client, _ = come_in(company_id, "admin")
    answer = client.post(
        "/settings/users/invite",
        {
            "email": "Pat@shop.example",
            "name": "Pat",
            "role": ["warehouse"],
            "sites": "some",
            "site": [site_id],
        },
    )
    assert answer.status_code == 200
    link = re.search(r'value="(http://[^"]+/sign-in/link/[^"]+)"', answer.content.decode())
    assert link
    pat = User.objects.get(email="pat@shop.example").pk
    assert factories.actor_of(pat).site_ids == {site_id}
    theirs = Client()
    assert theirs.post(link[1].partition("testserver")[2] or link[1]).status_code in (302, 400)
    page = client.get("/settings/users").content.decode()
    assert "pat@shop.example" in page
    assert link[1] not in page


def test_a_mistake_in_the_invitation_keeps_what_was_typed() -> None:
    company_id = factories.company()
    client, _ = come_in(company_id, "admin")
    answer = client.post("/settings/users/invite", {"email": "pat@shop.example", "name": "<b>Pat</b>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at least one role" in page
    assert "pat@shop.example" in page
    assert "&lt;b&gt;Pat&lt;/b&gt;" in page
    assert not User.objects.filter(email="pat@shop.example").exists()


def test_roles_are_changed_and_the_person_is_out_at_once() -> None:
    company_id = factories.company()
    client, _ = come_in(company_id, "admin")
    theirs, kim = come_in(company_id, "desk")
    assert theirs.get("/account").status_code == 200
    assert client.post(f"/settings/users/{kim}", {"role": ["buyer"], "sites": "all"}).status_code == 302
    assert factories.actor_of(kim).roles == {"buyer"}
    assert theirs.get("/account").status_code == 302


def test_switched_off_and_on_again() -> None:
    company_id = factories.company()
    client, _ = come_in(company_id, "admin")
    theirs, kim = come_in(company_id, "desk")
    client.post(f"/settings/users/{kim}/switch", {"to": "off"})
    assert theirs.get("/account").status_code == 302
    assert not user_of(kim).is_active
    client.post(f"/settings/users/{kim}/switch", {"to": "on"})
    assert user_of(kim).is_active


def test_ones_own_roles_are_not_offered_and_not_taken() -> None:
    company_id = factories.company()
    client, admin = come_in(company_id, "admin")
    assert b'name="role"' not in client.get(f"/settings/users/{admin}").content
    answer = client.post(f"/settings/users/{admin}", {"role": ["admin", "manager"], "sites": "all"})
    assert answer.status_code == 422
    assert factories.actor_of(admin).roles == {"admin"}


@pytest.mark.parametrize("role", ["manager", "desk", "warehouse", "buyer", "bookkeeper", "marketer"])
def test_Z2_everybody_else_is_refused_in_words_and_recorded_once(role: str) -> None:
    company_id = factories.company()
    client, user_id = come_in(company_id, role)
    kim = factories.user("desk", company_id)
    grants = list(RoleGrant.objects.order_by("id").values())
    answer = client.post(f"/settings/users/{kim}", {"role": ["admin"], "sites": "all"})
    assert answer.status_code == 403
    assert b"It is open to: administrator. Ask an administrator for that role." in answer.content
    assert refusals(user_id) == [{"verb": "access.users", "code": "access.refused"}]
    assert list(RoleGrant.objects.order_by("id").values()) == grants


def test_Z3_a_person_of_another_company_is_the_same_404_as_nobody() -> None:
    north, south = factories.company(), factories.company()
    client, admin = come_in(north, "admin")
    theirs = factories.user("desk", south)
    foreign, missing = (client.get(f"/settings/users/{n}") for n in (theirs, 10**9))
    assert foreign.status_code == missing.status_code == 404

    def bare(page: bytes) -> str:
        return re.sub(
            r'csrf[^"]*"[^"]*"|value="[^"]{64}"|"X-CSRFToken": "[^"]*"|\d\d:\d\d', "", page.decode()
        )

    assert bare(foreign.content) == bare(missing.content)
    assert user_of(theirs).email not in foreign.content.decode()
    for path in ("switch", "link", "lost-factor"):
        assert client.post(f"/settings/users/{theirs}/{path}", {"to": "off"}).status_code == 404
    assert user_of(theirs).is_active
    assert len(refusals(admin)) == 5


def test_a_refusal_is_a_toast_for_htmx_and_json_for_scripts() -> None:
    company_id = factories.company()
    client, _ = come_in(company_id, "desk")
    toast = client.get("/settings/users", headers={"HX-Request": "true"})
    assert (toast.status_code, toast.content) == (403, b"")
    assert "open to: administrator" in unquote(toast["Opsroom-Sentence"])
    script = client.get("/settings/users", headers={"Accept": "application/json"})
    assert script.status_code == 403
    assert script.json()["code"] == "access.refused"


def test_A4_roles_ask_for_the_person_again_after_ten_minutes(time_machine: object) -> None:
    company_id = factories.company()
    time_machine.move_to("2026-11-24 08:00:00+00:00", tick=False)  # type: ignore[attr-defined]
    from opsroom.domains.access.actions.set_password import set_password
    from opsroom.domains.access.rules import system_actor

    admin, kim = factories.user("admin", company_id), factories.user("desk", company_id)
    set_password(system_actor("system.sign_in"), admin, "four ordinary words here")
    client = Client()
    client.post(factories.sign_in_path(company_id, admin))
    assert client.get(f"/settings/users/{kim}").status_code == 200
    time_machine.shift(601)  # type: ignore[attr-defined]
    asked = client.post(f"/settings/users/{kim}", {"role": ["buyer"], "sites": "all"})
    assert asked["Location"].startswith("/account/confirm")
    assert factories.actor_of(kim).roles == {"desk"}
    client.post(
        "/account/confirm", {"password": "four ordinary words here", "next": f"/settings/users/{kim}"}
    )
    assert client.post(f"/settings/users/{kim}", {"role": ["buyer"], "sites": "all"}).status_code == 302
    assert factories.actor_of(kim).roles == {"buyer"}


def test_the_rights_page_shows_the_matrix_as_enforced() -> None:
    client, _ = come_in(factories.company(), "admin")
    page = client.get("/settings/users/rights").content.decode()
    assert "Release to the warehouse" in page
    assert [verb for verb in MATRIX if verb in page] == []


def test_a_lost_phone_takes_the_factors_away_and_gives_a_link() -> None:
    company_id = factories.company()
    client, _ = come_in(company_id, "admin")
    kim = factories.user("desk", company_id)
    answer = client.post(f"/settings/users/{kim}/lost-factor")
    assert b"/sign-in/link/" in answer.content
    assert timeline("access.user", kim)[-2].kind == "access.user.factor_removed"
    admin = factories.actor("admin", company_id)
    assert person(admin, kim).is_active


def test_the_account_page_saves_and_keeps_the_colours_for_the_next_page() -> None:
    company_id = factories.company()
    client, kim = come_in(company_id, "desk")
    answer = client.post(
        "/account", {"name": "Kim", "email": user_of(kim).email, "theme": "dark", "keys_single": "on"}
    )
    assert b"Saved." in answer.content
    assert client.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in client.get("/account").content.decode()


def test_one_may_end_ones_own_sessions_and_nobody_elses() -> None:
    company_id = factories.company()
    mine, kim = come_in(company_id, "desk")
    theirs, _ = come_in(company_id, "desk")
    mine.get("/account")
    from allauth.usersessions.models import UserSession

    foreign = UserSession.objects.exclude(user_id=kim).get()
    mine.post(f"/account/sessions/{foreign.pk}/end")
    assert theirs.get("/account").status_code == 200
    own = UserSession.objects.get(user_id=kim)
    mine.post(f"/account/sessions/{own.pk}/end")
    assert mine.get("/account").status_code == 302
