"""Gives the people of one company the same roles in another; refuses to bind them to sites of the first."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.actions._people import write_roles
from opsroom.domains.access.models import RoleGrant
from opsroom.domains.access.rules import require
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def copy_roles(actor: Actor, from_company_id: int, company_id: int) -> int:
    """Returns how many people came along: those who work at every site of the first. Nobody loses a role."""
    require(actor, "access.roles", company_id=company_id)
    roles: dict[int, set[str]] = {}
    rows = RoleGrant.objects.filter(company_id=from_company_id, site_id=None, user__is_active=True)
    for user_id, role in rows.order_by("user_id").values_list("user_id", "role"):
        roles.setdefault(user_id, set()).add(role)
    here = set(RoleGrant.objects.filter(company_id=company_id).values_list("user_id", flat=True))
    coming = {user_id: mine for user_id, mine in roles.items() if user_id not in here}
    for user_id, mine in coming.items():
        write_roles(actor, company_id, user_id, frozenset(mine), None)
    return len(coming)
