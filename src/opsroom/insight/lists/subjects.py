"""What colleagues write about, in one table: its name, its page and who may see it; refuses foreign as missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.kinds import kind_of
from opsroom.domains.access.queries import colleagues, colleagues_as_actors
from opsroom.domains.access.rules import labels, may, may_see, require, who_may
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels.queries import imports
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders import queries as orders
from opsroom.insight.lists import tasks
from opsroom.kernel.values.actor import Actor

Key = tuple[str, int]
ORDER, SKU, CUSTOMER, IMPORT, TASK = (
    "orders.order", "catalog.sku", "customers.customer", "channels.import", "access.task",
)  # fmt: skip
# The word in an address -> the kind of thing.
WORDS = {"order": ORDER, "sku": SKU, "customer": CUSTOMER, "import": IMPORT, "task": TASK}


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing. Who sees it: everybody with all `verbs` who works at one site of each of `sites`.

    `closed`: why nothing more is written about it.
    """

    kind: str
    id: int
    company_id: int
    name: str
    href: str
    verbs: tuple[str, ...]
    sites: tuple[frozenset[int], ...] = ()
    closed: str = ""
    buyer_id: int | None = None  # of an order, or of a task about one


def sees(actor: Actor, subject: Subject) -> bool:
    """Whether this person may open the thing; the same answer its own page would give. Pure."""
    if not actor.sees_company(subject.company_id):
        return False
    own = min(actor.site_ids or (), default=None)
    if not all(may(actor, verb, site_id=own) for verb in subject.verbs):
        return False
    return actor.site_ids is None or all(actor.site_ids & some for some in subject.sites)


def subject_of(actor: Actor, kind: str, subject_id: int) -> Subject:
    """One thing the actor may see. Raises NotFound for a foreign, a missing and an unknown one alike."""
    require(actor, "access.comment", site_id=min(actor.site_ids or (), default=None))
    found = subjects(actor, [(kind, subject_id)]).get((kind, subject_id))
    if found is None:
        raise NotFound(verb="access.comment", way=actor.way, who=who_may("access.comment"))
    return found


def subjects(actor: Actor, keys: Collection[Key]) -> dict[Key, Subject]:
    """Those of the things that the actor may see: one statement a kind, however many."""
    found: dict[Key, Subject] = {}
    for kind, read in _READ.items():
        ids = [pk for one, pk in keys if one == kind]
        if ids:
            found |= {(kind, one.id): one for one in read(actor, ids) if sees(actor, one)}
    return found


def readers(actor: Actor, subject: Subject) -> dict[int, str]:
    """Everybody who may see the thing: who may be called by a comment on it, under the name that calls them.

    Told apart among all colleagues, as the verb does: of two Anna Berg, one of whom sees it, that one is "Anna Berg 7".
    """
    names, people = labels(colleagues(actor)), colleagues_as_actors(actor, subject.company_id)
    return {pk: name for pk, name in names.items() if pk in people and sees(people[pk], subject)}


def buyer_words(actor: Actor, subject: Subject) -> set[str]:
    """What a comment may not say to this reader: how the buyer is called, for who may not see people (Z4)."""
    if subject.buyer_id is None or may_see(actor, "people"):
        return set()
    return customers.names_of(subject.company_id, subject.buyer_id)


def _orders(actor: Actor, ids: Collection[int]) -> Iterable[Subject]:
    if not may(actor, "orders.view"):
        return
    rows = orders.visible_to(actor).filter(pk__in=ids)
    for pk, company_id, number, site_ids, buyer_id in rows.values_list(
        "id", "company_id", "number", "site_ids", "customer_id"
    ):
        at = (frozenset(site_ids or ()),)
        yield Subject(ORDER, pk, company_id, number, f"/orders/{pk}", ("orders.view",), at, buyer_id=buyer_id)


def _skus(actor: Actor, ids: Collection[int]) -> Iterable[Subject]:
    if not may(actor, "catalog.view"):
        return
    for pk, company_id, code in (
        catalog.visible_to(actor).filter(pk__in=ids).values_list("id", "company_id", "code")
    ):
        yield Subject(SKU, pk, company_id, code, f"/stock/{pk}", ("catalog.view", "warehouse.view"))


def _customers(actor: Actor, ids: Collection[int]) -> Iterable[Subject]:
    if not may(actor, "customers.view"):
        return
    rows = customers.visible_to(actor).filter(pk__in=ids).values_list("id", "company_id", "name", "erased_at")
    for pk, company_id, name, erased_at in rows:
        closed = "This person was erased: nothing is written about them any more." if erased_at else ""
        yield Subject(
            CUSTOMER, pk, company_id, name or f"Customer {pk}", f"/customers/{pk}", ("customers.view",), (), closed
        )  # fmt: skip


def _imports(actor: Actor, ids: Collection[int]) -> Iterable[Subject]:
    if not may(actor, "imports.view"):
        return
    for pk, company_id, name in (
        imports.visible_to(actor).filter(pk__in=ids).values_list("id", "company_id", "file_name")
    ):
        yield Subject(IMPORT, pk, company_id, name, f"/import/{pk}", ("imports.view",))


def _tasks(actor: Actor, ids: Collection[int]) -> Iterable[Subject]:
    for row, company_id, site_id, order_sites, buyer_id in tasks.by_ids(actor, ids):
        words = kind_of(row.kind).one.format(n="").strip()
        about = f"{words[:1].upper()}{words[1:]}, {row.name}" if row.name else words[:1].upper() + words[1:]
        sites = [frozenset({site_id})] if site_id is not None else []
        if order_sites is not None:
            sites.append(frozenset(order_sites))
        verbs = ("access.tasks", kind_of(row.kind).sees)
        yield Subject(TASK, row.id, company_id, about, f"/tasks/{row.id}", verbs, tuple(sites), "", buyer_id)


_READ = {ORDER: _orders, SKU: _skus, CUSTOMER: _customers, IMPORT: _imports, TASK: _tasks}
