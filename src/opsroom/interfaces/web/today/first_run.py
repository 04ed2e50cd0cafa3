"""The five steps of a shop without orders, each ticked by what stands in the tables; remembers nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.access.queries import CompanyFacts, people
from opsroom.domains.access.rules import may
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.parts import Action
from opsroom.interfaces.web.shell import stands
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, why, whether it is done, and the button that does it for those who may."""

    title: str
    text: str
    done: bool
    action: Action | None


def first_run(actor: Actor, company: CompanyFacts) -> list[Step]:
    """Products, stock, orders, people, the first release; the first open step has the filled button."""
    products = may(actor, "catalog.view") and catalog.visible_to(actor).exists()
    stock = may(actor, "warehouse.view") and warehouse.stock(actor).exists()
    invites = may(actor, "access.users")
    several = invites and len(people(actor)) > 1
    uploads = may(actor, "imports.upload")
    given = (
        ("Import products", "SKUs, names, barcodes and weights, from any CSV.", products, "/import", uploads),
        ("Import stock", "What lies on the shelf: on hand, or available.", stock, "/import", uploads),
        ("Import open orders", "Nothing is written before you have seen it.", False, "/import", uploads),
        ("Invite your people", "Each sees their own work.", several, "/settings/users", invites),
        ("Release the first orders", "Print slips or pick lists, then ship.", False, "", False),
    )
    steps: list[Step] = []
    filled = False
    for title, text, done, href, may_do in given:
        action = None
        if not done and may_do and href and stands(href):
            action = Action(label=title, href=href, look="" if filled else "pri", small=True)
            filled = True
        steps.append(Step(title, text, bool(done), action))
    return steps
