"""The matrix against the written table of roles, and every verb against every role; refuses a right nobody wrote."""

from __future__ import annotations

import itertools

import pytest

from opsroom.domains.access.errors import NeedsApproval, NotFound, Refused, UnknownVerb
from opsroom.domains.access.matrix import CELLS, FIELDS, LIMITS, MATRIX, ROLES, SYSTEM_ACTORS, VERBS
from opsroom.domains.access.rules import may, may_see, require, system_actor, who_may
from opsroom.kernel.values.actor import Actor

COMPANY, SITE, OTHER = 1, 10, 11
WAYS = ("web", "rest", "mcp", "cli")

# The table of the security rules, written out by hand; columns as in ROLES.
WRITTEN = {
    "orders.hold": "y y - - - - -",
    "orders.release": "y y - - - - -",
    "orders.edit": "y y - - - - -",
    "orders.cancel": "y y - - - - -",
    "orders.view": "y y r r r r -",
    "orders.view_people": "y y - - - - -",
    "customers.view": "y y - - - - -",
    "customers.export": "L - - - L - -",
    "customers.erase": "- - - - - - a",
    "customers.approve_erasure": "y - - - y - -",
    "fulfilment.pick": "y - y - - - -",
    "fulfilment.pack": "y - y - - - -",
    "warehouse.count": "y - y - - - -",
    "warehouse.adjust": "L - L - - - -",
    "billing.view": "r r - - y - -",
    "billing.issue": "- - - - y - -",
    "channels.secrets": "- - - - - - y",
    "access.users": "- - - - - - y",
    "access.roles": "- - - - - - y",
}


def person(role: str, *, sites: frozenset[int] | None = None, way: str = "web") -> Actor:
    return Actor(
        user_id=7,
        name="person",
        roles=frozenset({role}),
        company_ids=frozenset({COMPANY}),
        site_ids=sites,
        way=way,
    )


@pytest.mark.parametrize("verb", sorted(WRITTEN))
def test_Z2_the_matrix_says_what_the_written_table_says(verb: str) -> None:
    assert [MATRIX[verb][role].rstrip("s") for role in ROLES] == WRITTEN[verb].split()


def test_Z2_every_cell_is_known_and_every_verb_names_its_domain() -> None:
    for verb, cells in MATRIX.items():
        assert set(cells) == set(ROLES)
        assert set(cells.values()) <= CELLS
        assert verb.count(".") == 1
    looking = {verb for verb in VERBS if any(cell[0] == "r" for cell in MATRIX[verb].values())}
    assert {verb.partition(".")[2].split("_")[0] for verb in looking} == {"view"}


def test_Z2_every_limit_belongs_to_a_limited_cell_and_the_other_way_round() -> None:
    limited = {(verb, role) for verb in VERBS for role in ROLES if MATRIX[verb][role][0] == "L"}
    assert set(LIMITS) == limited


@pytest.mark.parametrize(("role", "verb", "way"), list(itertools.product(ROLES, sorted(VERBS), WAYS)))
def test_Z2_every_role_with_every_verb_by_every_way(role: str, verb: str, way: str) -> None:
    cell, actor = MATRIX[verb][role], person(role, way=way)
    if cell[0] in "yr":
        require(actor, verb, company_id=COMPANY, site_id=SITE)
    elif cell[0] == "L":
        limit = LIMITS[verb, role]
        require(actor, verb, company_id=COMPANY, site_id=SITE, asked=limit)
        with pytest.raises(NeedsApproval):
            require(actor, verb, company_id=COMPANY, site_id=SITE, asked=limit + 1)
        with pytest.raises(NeedsApproval):
            require(actor, verb, company_id=COMPANY, site_id=SITE)
    elif cell == "a":
        with pytest.raises(NeedsApproval):
            require(actor, verb, company_id=COMPANY)
        require(actor, verb, company_id=COMPANY, approved=True)
    else:
        with pytest.raises(Refused) as refused:
            require(actor, verb, company_id=COMPANY, site_id=SITE, asked=1, approved=True)
        assert refused.value.code == "access.refused"
        assert who_may(verb) in refused.value.message
        assert not may(actor, verb, company_id=COMPANY)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_Z3_a_foreign_company_is_not_found_for_every_verb(verb: str) -> None:
    everything = Actor(
        user_id=7,
        name="person",
        roles=frozenset(ROLES),
        company_ids=frozenset({COMPANY}),
        site_ids=None,
        way="web",
    )
    with pytest.raises(NotFound) as foreign:
        require(everything, verb, company_id=COMPANY + 1, asked=1, approved=True)
    assert str(COMPANY + 1) not in foreign.value.message


def test_Z3_a_warehouse_person_works_at_the_own_site_only() -> None:
    kim = person("warehouse", sites=frozenset({SITE}))
    require(kim, "fulfilment.pick", company_id=COMPANY, site_id=SITE)
    require(kim, "fulfilment.view", company_id=COMPANY)
    with pytest.raises(NotFound):
        require(kim, "fulfilment.pick", company_id=COMPANY, site_id=OTHER)
    with pytest.raises(NotFound):
        require(kim, "orders.view", company_id=COMPANY, site_id=OTHER)
    # Naming no site would mean every site.
    with pytest.raises(Refused):
        require(kim, "fulfilment.pick", company_id=COMPANY)


def test_Z5_splitting_an_adjustment_does_not_help() -> None:
    kim, limit = person("warehouse"), LIMITS["warehouse.adjust", "warehouse"]
    require(kim, "warehouse.adjust", company_id=COMPANY, site_id=SITE, asked=1, used_today=limit - 1)
    with pytest.raises(NeedsApproval) as beyond:
        require(kim, "warehouse.adjust", company_id=COMPANY, site_id=SITE, asked=1, used_today=limit)
    assert f"your limit of {limit} a day" in beyond.value.message
    require(kim, "warehouse.adjust", company_id=COMPANY, site_id=SITE, asked=limit * 9, approved=True)


def test_Z2_an_unknown_verb_opens_nothing_even_for_programs() -> None:
    with pytest.raises(UnknownVerb):
        require(person("admin"), "orders.teleport")
    with pytest.raises(UnknownVerb):
        require(system_actor("system.terminal"), "orders.teleport")


@pytest.mark.parametrize("name", sorted(SYSTEM_ACTORS))
def test_Z1_a_program_may_what_its_list_says_and_nothing_else(name: str) -> None:
    assert SYSTEM_ACTORS[name] <= VERBS
    actor = system_actor(name, company_ids=frozenset({COMPANY}))
    for verb in VERBS:
        if verb in SYSTEM_ACTORS[name]:
            require(actor, verb, company_id=COMPANY)
        else:
            with pytest.raises(Refused):
                require(actor, verb, company_id=COMPANY)
    with pytest.raises(NotFound):
        require(actor, min(SYSTEM_ACTORS[name]), company_id=COMPANY + 1)


def test_Z1_only_the_sign_in_itself_may_sign_people_in() -> None:
    assert {name for name, verbs in SYSTEM_ACTORS.items() if "access.sign_in" in verbs} == {"system.sign_in"}
    assert set(MATRIX["access.sign_in"].values()) == {"-"}


def test_Z4_fields_by_role() -> None:
    seen = {field: {role for role in ROLES if may_see(person(role), field)} for field in FIELDS}
    assert "warehouse" not in seen["cost"] | seen["margin"]
    assert seen["address"].isdisjoint({"buyer", "marketer", "warehouse", "admin"})
    assert seen["people"] == {"manager", "desk"}
    assert seen["parcel_address"] == {"manager", "desk", "warehouse"}
    assert "bookkeeper" in seen["invoice_party"]
    assert not may_see(person("manager"), "a field nobody wrote down")
