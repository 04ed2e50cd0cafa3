"""Turns a signed-in person into the actor of one company; gives no actor to people who are switched off."""

from __future__ import annotations

from opsroom.domains.access.models import RoleGrant
from opsroom.kernel.values.actor import Actor


def person_actor(user_id: int, *, way: str, company_id: int | None = None) -> Actor | None:
    """The person acting for one company: the given one if they work there, else their first; None without roles.

    A company that was closed is worked in by nobody.

    One company at a time, so that a role held in one company never counts in another. Inside a company every role
    has the same sites (set_roles sees to it), so roles times sites is exact.
    """
    rows = list(
        RoleGrant.objects.filter(user_id=user_id, user__is_active=True, company__closed_at=None)
        .order_by("company_id")
        .values_list("company_id", "role", "site_id")
    )
    if not rows:
        return None
    companies = {row[0] for row in rows}
    chosen = company_id if company_id in companies else rows[0][0]
    own = [(role, site) for company, role, site in rows if company == chosen]
    sites = {site for _, site in own}
    return Actor(
        user_id=user_id,
        name="person",
        roles=frozenset(role for role, _ in own),
        company_ids=frozenset({chosen}),
        site_ids=None if None in sites else frozenset(site for site in sites if site is not None),
        way=way,
    )
