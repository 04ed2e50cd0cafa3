"""Opens the company a person trades with beside the demo shop they looked at; refuses a second one. Undo: none.

The people of the demo shop have the same roles in it, and one site stands from the start. It begins empty: its
numbers, books and stock are its own, and nothing of the demo can reach them.
"""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.copy_roles import copy_roles
from opsroom.domains.access.actions.create_company import create_company
from opsroom.domains.access.queries import all_company_ids, company, free_code
from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.open_shop import FIRST_SITE


@transaction.atomic
def open_own_shop(actor: Actor, demo_company_id: int) -> int:
    """The id of the person's own company: a new one, or the one that stands beside the demo shop already."""
    access.require(actor, "demo.remove", company_id=demo_company_id)
    others = sorted(all_company_ids() - {demo_company_id})
    if others:
        return others[0]
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
