"""Makes one-time sign-in links for the person at the terminal; they are printed, never logged (A6)."""

from __future__ import annotations

from opsroom.domains.access.actions.make_sign_in_link import make_sign_in_link
from opsroom.domains.access.queries import all_company_ids, people
from opsroom.domains.access.rules import system_actor
from opsroom.kernel.values.actor import Actor
from opsroom.project.refused import Refused

FIRST_CHOICE = "admin"


def terminal_actor() -> Actor:
    """Who holds the terminal holds the data folder: every company, by a named actor."""
    return system_actor("system.terminal", company_ids=all_company_ids(), way="cli")


def sign_in_path(email: str | None = None) -> str:
    """The path of a fresh link, for the person of that address or for the first administrator."""
    actor = terminal_actor()
    for company_id in sorted(actor.company_ids):
        of_company = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
        for person in people(of_company):
            wanted = FIRST_CHOICE in person.roles if email is None else person.email == email.lower()
            if wanted and person.is_active:
                return f"/sign-in/link/{make_sign_in_link(of_company, company_id, person.id)}"
    if not actor.company_ids:
        raise Refused(
            "There is nobody to sign in yet, because there is no company. Run `opsroom run` once: "
            "it makes an empty shop with --empty, else the demo shop."
        )
    whom = "an administrator" if email is None else email
    raise Refused(f"There is nobody to sign in: {whom} is not known here, or is switched off.")
