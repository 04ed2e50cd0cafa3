"""Gives an instance without a company its first one, the demo shop or an empty one; refuses to run twice."""

from __future__ import annotations

from collections.abc import Callable

from opsroom.domains.access.actions.create_first_company import create_first_company
from opsroom.domains.access.queries import all_company_ids
from opsroom.domains.access.rules import system_actor
from opsroom.kernel.values.actor import Actor

FIRST_PERSON = "owner@opsroom.invalid"  # nobody's address; the person replaces it under Settings
# Loaders of the demo shop, each given the actor system.demo; the first one makes the company.
DEMO_STEPS: list[Callable[[Actor], object]] = []


def first_start(*, demo: bool) -> str | None:
    """Makes the first company unless there is one. Returns a sentence about what was made, or None."""
    if all_company_ids():
        return None
    if demo and DEMO_STEPS:
        for step in DEMO_STEPS:
            step(system_actor("system.demo", company_ids=all_company_ids(), way="cli"))
        return "A demo shop was loaded; it is marked as such on every page."
    create_first_company(system_actor("system.setup", way="cli"), email=FIRST_PERSON)
    return "An empty shop was made; name it under Settings."
