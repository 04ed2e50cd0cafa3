"""Properties of the decision itself: more rights never close, fewer never open; refuses to depend on order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.access.matrix import LIMITS, ROLES, VERBS
from opsroom.domains.access.rules import may, may_see
from opsroom.domains.access.states import APPROVAL, TASK
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.states import prove

verbs = st.sampled_from(sorted(VERBS))
role_sets = st.frozensets(st.sampled_from(ROLES))
site_sets = st.none() | st.frozensets(st.integers(1, 4), min_size=1)


def person(roles: frozenset[str], sites: frozenset[int] | None, company_id: int = 1) -> Actor:
    return Actor(
        user_id=1, name="person", roles=roles, company_ids=frozenset({company_id}), site_ids=sites, way="web"
    )


@given(verbs, role_sets, role_sets, site_sets, st.integers(1, 4))
def test_Z2_another_role_never_takes_a_right_away(
    verb: str, roles: frozenset[str], more: frozenset[str], sites: frozenset[int] | None, site: int
) -> None:
    if may(person(roles, sites), verb, company_id=1, site_id=site):
        assert may(person(roles | more, sites), verb, company_id=1, site_id=site)


@given(verbs, role_sets, site_sets, st.integers(1, 4))
def test_Z3_fewer_sites_never_open_more(
    verb: str, roles: frozenset[str], sites: frozenset[int] | None, site: int
) -> None:
    if may(person(roles, sites), verb, company_id=1, site_id=site):
        assert may(person(roles, None), verb, company_id=1, site_id=site)
        assert sites is None or site in sites


@given(verbs, role_sets, st.integers(2, 9))
def test_Z3_no_role_opens_another_company(verb: str, roles: frozenset[str], other: int) -> None:
    assert not may(person(roles, None), verb, company_id=other)


@given(verbs)
def test_Z2_nobody_without_a_role_may_do_anything(verb: str) -> None:
    assert not may(person(frozenset(), None), verb, company_id=1)
    assert not may_see(person(frozenset(), None), "cost")


def test_Z2_limits_are_positive() -> None:
    assert all(limit > 0 for limit in LIMITS.values())


def test_tasks_and_approvals_end() -> None:
    prove(TASK)
    prove(APPROVAL)
