"""Opens the company a person trades with beside the demo shop they looked at; refuses a second one. Undo: none.

The people of the demo shop have the same roles in it; in a shop that stands already they get them where the person
who asks may give roles there. One site of a new one stands from the start. It begins empty: its
numbers, books and stock are its own, and nothing of the demo can reach them.
"""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.copy_roles import copy_roles
from opsroom.domains.access.actions.create_company import create_company
from opsroom.domains.access.queries import companies_of, company, free_code, person_actor, shops_of
from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.open_shop import FIRST_SITE


@transaction.atomic
def open_own_shop(actor: Actor, demo_company_id: int) -> int:
    """The id of the person's own company: a new one, or the one that stands beside the demo shop already."""
    access.require(actor, "demo.remove", company_id=demo_company_id)
    for own_id in _own_shops(actor):
        inside = access.system_actor("system.setup", company_ids=frozenset({own_id}), way=actor.way)
        if _gives_roles(actor, own_id):
            copy_roles(inside, demo_company_id, own_id)
        return own_id
    demo = company(actor, demo_company_id)
    setup = access.system_actor("system.setup", way=actor.way)
    own_id = create_company(
        setup,
        code=free_code("SHOP"),
        name="My shop",
        country=demo.country,
        currency=demo.currency,
        timezone=demo.timezone,
    )
    inside = access.system_actor("system.setup", company_ids=frozenset({own_id}), way=actor.way)
    copy_roles(inside, demo_company_id, own_id)
    facts = SiteFacts(
        code=FIRST_SITE, name="Main site", timezone=demo.timezone, country=demo.country, profile="paper"
    )
    create_site(inside, own_id, facts)
    return own_id


def _own_shops(actor: Actor) -> list[int]:
    """The open companies beside the demo the person works in, by id; of a program, those it serves."""
    if actor.user_id is not None:
        return [shop.id for shop in shops_of(actor.user_id) if not shop.is_demo]
    return [shop.id for shop in companies_of(actor) if not shop.is_demo]


def _gives_roles(actor: Actor, company_id: int) -> bool:
    if actor.user_id is None:
        return True
    there = person_actor(actor.user_id, way=actor.way, company_id=company_id)
    return there is not None and access.may(there, "access.roles")
