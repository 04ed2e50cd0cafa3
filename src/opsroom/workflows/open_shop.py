"""Opens an empty shop: its company, the person who runs it and one site on paper; refuses when there is a company.

One site stands from the start, so that stock can be entered and orders have a day to leave by. Its undo is none:
everything about it can be changed under Settings.
"""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.create_first_company import FirstStart, create_first_company
from opsroom.domains.access.queries import company
from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site
from opsroom.kernel.values.actor import Actor

FIRST_SITE = "MAIN"


@transaction.atomic
def open_shop(actor: Actor, *, email: str) -> FirstStart:
    """Returns the ids of the company and the person."""
    access.require(actor, "access.settings")
    first = create_first_company(actor, email=email)
    inside = access.system_actor(actor.name, company_ids=frozenset({first.company_id}), way=actor.way)
    own = company(inside, first.company_id)
    facts = SiteFacts(
        code=FIRST_SITE, name="Main site", timezone=own.timezone, country=own.country, profile="paper"
    )
    create_site(inside, first.company_id, facts)
    return first
