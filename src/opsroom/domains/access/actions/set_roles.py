"""Replaces a person's roles in one company and ends their sessions; refuses one's own, and the last administrator."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access.actions._people import (
    checked_roles,
    end_all_sessions,
    keep_an_administrator,
    member,
    write_roles,
)
from opsroom.domains.access.rules import refuse_self, require
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def set_roles(
    actor: Actor,
    company_id: int,
    user_id: int,
    roles: Collection[str],
    site_ids: Collection[int] | None = None,
) -> None:
    """Every role gets the same sites (None: all), so that a person's rights are roles times sites.

    Raises NotForYourself, LastAdministrator, NotFound, BadValue.
    """
    require(actor, "access.roles", company_id=company_id)
    refuse_self(actor, user_id)
    wanted = checked_roles(roles)
    member(actor, company_id, user_id)
    if "admin" not in wanted:
        keep_an_administrator(company_id, user_id)
    write_roles(actor, company_id, user_id, wanted, site_ids)
    end_all_sessions(user_id)
