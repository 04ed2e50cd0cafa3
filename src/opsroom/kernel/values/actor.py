"""Who acts: the person or named program handed to every verb; refuses an actor without a name or a known way in."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = frozenset({"manager", "desk", "warehouse", "buyer", "bookkeeper", "marketer", "admin", "system"})
WAYS = frozenset({"web", "rest", "mcp", "cli", "job", "system"})


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor. Holds no personal data: a person is an id, and only a program has a telling name.

    user_id: id of the person, None for a named program.
    name: "person" for people, "system.<program>" for programs; it is written to events.
    company_ids, site_ids: where the actor may act; site_ids None means every site of those companies.
    way: the door used; verbs: what a program may do (people get theirs from their roles).
    """

    user_id: int | None
    name: str
    roles: frozenset[str]
    company_ids: frozenset[int]
    site_ids: frozenset[int] | None
    way: str
    verbs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.way not in WAYS:
            raise ValueError(f"way {self.way!r} is not one of {sorted(WAYS)}")
        if unknown := self.roles - ROLES:
            raise ValueError(f"unknown roles {sorted(unknown)}")
        if self.user_id is None and not self.name.startswith("system."):
            raise ValueError(f"a program's name starts with 'system.': {self.name!r}")
        if self.user_id is not None and self.name != "person":
            raise ValueError("a person is recorded by id; the name is always 'person'")
        if self.user_id is not None and (self.verbs or "system" in self.roles):
            raise ValueError("only programs carry a verb list or the role 'system'")

    @property
    def is_program(self) -> bool:
        """True for a named system actor."""
        return self.user_id is None

    def sees_company(self, company_id: int) -> bool:
        """Whether this company is within the actor's reach."""
        return company_id in self.company_ids

    def sees_site(self, site_id: int) -> bool:
        """Whether this site is within reach; the caller has checked the company the site belongs to."""
        return self.site_ids is None or site_id in self.site_ids


def program(
    name: str,
    *,
    company_ids: frozenset[int] = frozenset(),
    verbs: frozenset[str] = frozenset(),
    way: str = "system",
) -> Actor:
    """A named program with its verb list, e.g. program("system.importer", verbs={"orders.import"})."""
    return Actor(
        user_id=None,
        name=name,
        roles=frozenset({"system"}),
        company_ids=company_ids,
        site_ids=None,
        way=way,
        verbs=verbs,
    )
