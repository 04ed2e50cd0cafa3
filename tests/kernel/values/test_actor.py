"""Proves who may be an actor, and that a person's name can never travel in one."""

from __future__ import annotations

import pytest

from opsroom.kernel.values.actor import Actor, program


def _person(**changes: object) -> Actor:
    given = {
        "user_id": 7,
        "name": "person",
        "roles": frozenset({"desk"}),
        "company_ids": frozenset({1}),
        "site_ids": frozenset({10}),
        "way": "web",
    }
    return Actor(**{**given, **changes})  # type: ignore[arg-type]


def test_a_person_reaches_their_company_and_sites_only() -> None:
    ann = _person()
    assert not ann.is_program
    assert (ann.sees_company(1), ann.sees_company(2)) == (True, False)
    assert (ann.sees_site(10), ann.sees_site(11)) == (True, False)
    assert _person(site_ids=None).sees_site(11)


def test_a_program_has_a_telling_name_and_a_verb_list() -> None:
    importer = program("system.importer", company_ids=frozenset({1}), verbs=frozenset({"orders.import"}))
    assert importer.is_program
    assert (importer.roles, importer.way, importer.site_ids) == (frozenset({"system"}), "system", None)
    assert importer.verbs == {"orders.import"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"way": "telnet"}, "way 'telnet' is not one of"),
        ({"roles": frozenset({"boss"})}, "unknown roles"),
        ({"name": "Ann Lee"}, "recorded by id"),
        ({"user_id": None}, "starts with 'system.'"),
        ({"verbs": frozenset({"orders.hold"})}, "only programs carry"),
        ({"roles": frozenset({"system"})}, "only programs carry"),
    ],
)
def test_an_impossible_actor_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        _person(**changes)
