"""The first start: one company and the person who runs it; refuses when there is a company already."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from opsroom.domains.access.actions._people import add_person, write_roles
from opsroom.domains.access.actions.create_company import create_company
from opsroom.domains.access.errors import CompanyExists
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import require
from opsroom.kernel.values.actor import Actor

FIRST_ROLES = frozenset({"admin", "manager", "warehouse", "bookkeeper"})


@dataclass(frozen=True, slots=True)
class FirstStart:
    """Ids of what the first start made."""

    company_id: int
    user_id: int


@transaction.atomic
def create_first_company(
    actor: Actor,
    *,
    email: str,
    code: str = "SHOP",
    name: str = "My shop",
    country: str = "DE",
    currency: str = "EUR",
    timezone: str = "Europe/Berlin",
    is_demo: bool = False,
    person_name: str = "",
    **address: str,
) -> FirstStart:
    """Makes the company and its first person, who has every role a one-person shop needs and no password: the
    terminal's one-time link is the way in. Raises CompanyExists, BadValue."""
    require(actor, "access.settings")
    require(actor, "access.users")
    with connection.cursor() as cursor:
        # Two starts at once: the second waits here and then sees the company of the first.
        cursor.execute("LOCK TABLE access_company IN SHARE ROW EXCLUSIVE MODE")
    if Company.objects.exists():
        raise CompanyExists()
    company_id = create_company(
        actor,
        code=code,
        name=name,
        country=country,
        currency=currency,
        timezone=timezone,
        is_demo=is_demo,
        **address,
    )
    user_id = add_person(actor, email, person_name, company_id)
    write_roles(actor, company_id, user_id, FIRST_ROLES, None)
    return FirstStart(company_id, user_id)
