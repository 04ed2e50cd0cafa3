"""Gives a person an account with roles and no password; refuses an e-mail that has an account here already."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access.actions._people import add_person, checked_roles, write_roles
from opsroom.domains.access.rules import require
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def invite_user(
    actor: Actor,
    company_id: int,
    email: str,
    roles: Collection[str],
    *,
    name: str = "",
    site_ids: Collection[int] | None = None,
) -> int:
    """Returns the person's id; `site_ids` None means every site. Raises EmailTaken, BadValue.

    They come in by a one-time link (make_sign_in_link) and then choose a password and a second factor.
    """
    require(actor, "access.users", company_id=company_id)
    wanted = checked_roles(roles)
    user_id = add_person(actor, email, name, company_id)
    write_roles(actor, company_id, user_id, wanted, site_ids)
    return user_id
