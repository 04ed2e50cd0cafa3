"""Gives an instance without a company its first one, the demo shop or an empty one; refuses to run twice."""

from __future__ import annotations

from collections.abc import Callable

from opsroom.domains.access.queries import all_company_ids, demo_company_id
from opsroom.domains.access.rules import system_actor
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.load_demo_shop import EMAIL, begun, load_demo_shop
from opsroom.workflows.load_demo_year import queue_demo_year, year_of
from opsroom.workflows.open_shop import open_shop

FIRST_PERSON = EMAIL  # nobody's address; the person replaces it under Settings


def first_start(*, demo: bool, say: Callable[[str], None] = lambda line: None) -> str | None:
    """Makes the first company unless there is one. Returns a sentence about what was made, or None.

    A demo shop whose loading was killed is loaded to its end, also on a later start. `say`: prints one line.
    """
    actor = system_actor("system.demo", way="cli")
    unfinished = begun(actor) is not None
    if all_company_ids() and not unfinished:
        _go_on_with_the_year(actor)
        return None
    if demo or unfinished:
        say(
            "Going on with the demo shop."
            if unfinished
            else "Loading the demo shop; this takes some seconds."
        )
        shop = load_demo_shop(actor, on_progress=lambda what, done, total: _tell(say, what, done, total))
        queue_demo_year(actor, shop.company_id)
        return (
            "The demo shop was loaded; it is marked as such on every page. Its past year follows by itself."
        )
    open_shop(system_actor("system.setup", way="cli"), email=FIRST_PERSON)
    return "An empty shop was made; name it under Settings."


def _go_on_with_the_year(actor: Actor) -> None:
    """A year whose worker was killed is left to this start's worker."""
    demo = demo_company_id()
    year = year_of(actor, demo) if demo is not None else None
    if demo is not None and year is not None and year.state in ("queued", "running"):
        queue_demo_year(actor, demo)


def _tell(say: Callable[[str], None], what: str, done: int, total: int) -> None:
    if what:
        say(f"  {done + 1} of {total}: {what}")
