"""People come by invitation, get roles from others and lose their sessions with them; refuses the last door closed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import factories

from opsroom.domains.access.actions.create_first_company import FIRST_ROLES, create_first_company
from opsroom.domains.access.actions.disable_user import disable_user
from opsroom.domains.access.actions.edit_account import edit_account
from opsroom.domains.access.actions.enable_user import enable_user
from opsroom.domains.access.actions.invite_user import invite_user
from opsroom.domains.access.actions.set_roles import set_roles
from opsroom.domains.access.errors import (
    BadValue,
    CompanyExists,
    EmailTaken,
    LastAdministrator,
    NotForYourself,
    NotFound,
    Refused,
)
from opsroom.domains.access.models import Company, RoleGrant, User
from opsroom.domains.access.queries import people, person, person_actor, person_names, user_of
from opsroom.domains.access.rules import system_actor
from opsroom.kernel.records.events import timeline

pytestmark = pytest.mark.django_db


def kinds(user_id: int) -> list[str]:
    return [event.kind for event in timeline("access.user", user_id)]


def test_the_first_start_makes_one_company_and_its_person_once() -> None:
    setup = system_actor("system.setup", way="cli")
    made = create_first_company(setup, email="Maya@Northbay.example", name="Northbay Goods", code="NB")
    assert Company.objects.get().code == "NB"
    maya = user_of(made.user_id)
    assert maya.email == "maya@northbay.example"
    assert not maya.has_usable_password()
    actor = person_actor(made.user_id, way="web")
    assert actor is not None
    assert actor.roles == FIRST_ROLES
    assert actor.site_ids is None
    with pytest.raises(CompanyExists):
        create_first_company(setup, email="other@northbay.example")
    assert User.objects.count() == 1


def test_A6_a_new_instance_has_no_account_that_opens_by_itself() -> None:
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "email", ["", "maya", "maya@", "@shop.example", "a b@shop.example", "x" * 300 + "@a.example"]
)
def test_an_impossible_email_is_refused_in_words(email: str) -> None:
    company_id = factories.company()
    admin = factories.actor("admin", company_id)
    with pytest.raises(BadValue) as refused:
        invite_user(admin, company_id, email, {"desk"})
    assert "e-mail" in refused.value.message
    assert User.objects.count() == 1


def test_one_email_is_one_account_whatever_its_case() -> None:
    company_id = factories.company()
    admin = factories.actor("admin", company_id)
    invite_user(admin, company_id, "kim@shop.example", {"desk"})
    with pytest.raises(EmailTaken):
        invite_user(admin, company_id, "KIM@Shop.example", {"admin"})
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="KIM@shop.example")
    assert RoleGrant.objects.filter(role="admin").count() == 1


def test_only_an_administrator_invites() -> None:
    company_id = factories.company()
    for role in ("manager", "desk", "warehouse", "buyer", "bookkeeper", "marketer"):
        actor = factories.actor(role, company_id)
        with pytest.raises(Refused):
            invite_user(actor, company_id, "new@shop.example", {"desk"})
    assert not User.objects.filter(email="new@shop.example").exists()


def test_roles_are_for_others_and_one_administrator_stays() -> None:
    company_id = factories.company()
    first, second = (factories.user("admin", company_id) for _ in range(2))
    one, two = factories.actor_of(first), factories.actor_of(second)
    with pytest.raises(NotForYourself):
        set_roles(one, company_id, first, {"admin", "manager"})
    set_roles(two, company_id, first, {"desk"})
    assert factories.actor_of(first).roles == {"desk"}
    with pytest.raises(LastAdministrator):
        set_roles(
            system_actor("system.setup", company_ids=frozenset({company_id})), company_id, second, {"desk"}
        )
    assert factories.actor_of(second).roles == {"admin"}
    assert kinds(first) == ["access.user.invited", "access.user.roles_set", "access.user.roles_set"]


def test_roles_have_the_same_sites_so_rights_are_roles_times_sites() -> None:
    company_id = factories.company()
    one, two = factories.site(company_id), factories.site(company_id)
    kim = factories.user({"warehouse", "desk"}, company_id, sites=[one])
    assert set(RoleGrant.objects.filter(user_id=kim).values_list("role", "site_id")) == {
        ("warehouse", one),
        ("desk", one),
    }
    admin = factories.actor("admin", company_id)
    set_roles(admin, company_id, kim, {"warehouse"}, [one, two])
    assert factories.actor_of(kim).site_ids == {one, two}
    with pytest.raises(BadValue):
        set_roles(admin, company_id, kim, {"warehouse"}, [])
    with pytest.raises(BadValue):
        set_roles(admin, company_id, kim, {"pirate"})
    assert factories.actor_of(kim).site_ids == {one, two}


def test_Z3_a_role_in_one_company_counts_in_no_other() -> None:
    north, south = factories.company(), factories.company()
    kim = factories.user("warehouse", north)
    RoleGrant.objects.create(user_id=kim, company_id=south, role="admin")
    at_north = person_actor(kim, way="web", company_id=north)
    at_south = person_actor(kim, way="web", company_id=south)
    assert at_north is not None
    assert at_south is not None
    assert (at_north.roles, at_north.company_ids) == ({"warehouse"}, {north})
    assert (at_south.roles, at_south.company_ids) == ({"admin"}, {south})
    stranger = person_actor(kim, way="web", company_id=10**9)
    assert stranger is not None
    assert stranger.company_ids == {north}


def test_Z3_people_of_another_company_look_missing() -> None:
    north, south = factories.company(), factories.company()
    admin = factories.actor("admin", north)
    theirs = factories.user("desk", south)
    messages = set()
    for user_id in (theirs, 10**9):
        for verb in (disable_user, enable_user):
            with pytest.raises(NotFound) as missing:
                verb(admin, north, user_id)
            messages.add(missing.value.message)
        with pytest.raises(NotFound) as missing:
            person(admin, user_id)
        messages.add(missing.value.message)
    assert len(messages) == 1
    assert theirs not in {facts.id for facts in people(admin)}
    assert person_names(admin, [theirs]) == {}


def test_A4_switching_a_person_off_is_at_once_and_undone_by_switching_on() -> None:
    company_id = factories.company()
    admin, kim = factories.actor("admin", company_id), factories.user("desk", company_id)
    seal = user_of(kim).get_session_auth_hash()
    disable_user(admin, company_id, kim)
    assert person_actor(kim, way="web") is None
    assert user_of(kim).get_session_auth_hash() != seal
    enable_user(admin, company_id, kim)
    assert factories.actor_of(kim).roles == {"desk"}
    assert kinds(kim)[-2:] == ["access.user.disabled", "access.user.enabled"]


def test_A4_a_changed_role_breaks_the_seal_of_every_session_in_the_same_transaction() -> None:
    company_id = factories.company()
    admin, kim = factories.actor("admin", company_id), factories.user("desk", company_id)
    seal = user_of(kim).get_session_auth_hash()
    with transaction.atomic():
        set_roles(admin, company_id, kim, {"buyer"})
        assert user_of(kim).get_session_auth_hash() != seal
        transaction.set_rollback(True)
    assert user_of(kim).get_session_auth_hash() == seal
    assert factories.actor_of(kim).roles == {"desk"}


def test_an_account_changes_itself_and_nobody_else() -> None:
    company_id = factories.company()
    kim, other = factories.user("desk", company_id), factories.user("desk", company_id)
    actor = factories.actor_of(kim)
    changed = edit_account(
        actor, name=" Kim\nLee ", email="Kim.Lee@shop.example", theme="dark", keys_single=False
    )
    assert changed == ["email", "keys_single", "name", "theme"]
    assert (user_of(kim).name, user_of(kim).email) == ("Kim Lee", "kim.lee@shop.example")
    assert user_of(other).theme == "system"
    with pytest.raises(EmailTaken):
        edit_account(actor, name="Kim", email=user_of(other).email, theme="dark", keys_single=True)
    with pytest.raises(BadValue):
        edit_account(actor, name="Kim", email="kim.lee@shop.example", theme="puce", keys_single=True)


def test_E1_events_about_people_hold_ids_only() -> None:
    company_id = factories.company()
    admin = factories.actor("admin", company_id)
    kim = invite_user(admin, company_id, "kim.canary@shop.example", {"desk"}, name="Kim Canary")
    edit_account(
        factories.actor_of(kim),
        name="Canary Two",
        email="canary.two@shop.example",
        theme="dark",
        keys_single=True,
    )
    disable_user(admin, company_id, kim)
    events = timeline("access.user", kim)
    assert len(events) == 4
    assert all("anary" not in f"{event.data}{event.reason}{event.actor_name}" for event in events)
    assert {event.actor_id for event in events} == {admin.user_id, kim}
