"""Makes companies, sites, people and actors for tests by the product's own actions; writes no table itself."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass, field

from opsroom.domains.access.actions.create_company import create_company
from opsroom.domains.access.actions.invite_user import invite_user
from opsroom.domains.access.actions.make_sign_in_link import make_sign_in_link
from opsroom.domains.access.queries import person_actor
from opsroom.domains.access.rules import system_actor
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.models import Import
from opsroom.domains.channels.rules import ChannelDraft
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site
from opsroom.kernel.values.actor import Actor, program

_numbers = itertools.count(1)


def system(name: str, company_id: int | None = None, *, way: str = "system") -> Actor:
    """A named program of the product with its own verb list: system("system.importer", company_id)."""
    companies = frozenset() if company_id is None else frozenset({company_id})
    return system_actor(name, company_ids=companies, way=way)


def company(
    code: str = "", *, name: str = "Northbay Goods", country: str = "DE", currency: str = "EUR"
) -> int:
    """The id of a new company in Berlin's time zone."""
    code = code or f"T{next(_numbers)}"
    setup = system("system.setup")
    return create_company(
        setup, code=code, name=name, country=country, currency=currency, timezone="Europe/Berlin"
    )


def user(
    role: str | Collection[str], company_id: int, *, sites: Collection[int] | None = None, email: str = ""
) -> int:
    """The id of a new person with that role, or those roles; `sites` None means every site."""
    roles = {role} if isinstance(role, str) else set(role)
    email = email or f"{'-'.join(sorted(roles))}{next(_numbers)}@example.com"
    setup = system("system.setup", company_id)
    return invite_user(setup, company_id, email, roles, name="Kim Example", site_ids=sites)


def actor_of(user_id: int, *, way: str = "web") -> Actor:
    """The person as an actor, as the web interface would make it."""
    found = person_actor(user_id, way=way)
    assert found is not None, "a person without roles cannot act"
    return found


def actor(
    role: str | Collection[str], company_id: int, *, sites: Collection[int] | None = None, way: str = "web"
) -> Actor:
    """A new person with that role as an actor."""
    return actor_of(user(role, company_id, sites=sites), way=way)


def stranger(*verbs: str, company_id: int | None = None) -> Actor:
    """A program with exactly these verbs, to prove what one verb opens and what its lack closes."""
    companies = frozenset() if company_id is None else frozenset({company_id})
    return program("system.stranger", company_ids=companies, verbs=frozenset(verbs))


def site(company_id: int, *, code: str = "", profile: str = "paper", channels: tuple[int, ...] = ()) -> int:
    """The id of a new site with its packing, dispatch and virtual places, and the bins A-01-1 to A-01-9."""
    setup = system("system.setup", company_id)
    code = code or f"W{next(_numbers)}"
    facts = SiteFacts(code=code, name=f"Site {code}", timezone="Europe/Berlin", country="DE", profile=profile)
    site_id = create_site(setup, company_id, facts, channels)
    create_locations(
        setup,
        company_id,
        site_id,
        tuple(LocationRow(code=f"A-01-{n}", kind="bin", zone="A") for n in range(1, 10)),
    )
    return site_id


def channel(company_id: int, code: str = "", *, connector: str = "csv_files", currency: str = "EUR") -> int:
    """The id of a new channel that is live."""
    number = next(_numbers)
    draft = ChannelDraft(
        code=code or f"shop-{number}", prefix=f"C{number}"[:5], name="Web shop", connector=connector,
        currency=currency, timezone="Europe/Berlin",
    )  # fmt: skip
    return create_channel(actor("manager", company_id), company_id, draft)


def sign_in_path(company_id: int, user_id: int) -> str:
    """A one-time link as the terminal makes it: it signs in without a second factor."""
    terminal = system("system.terminal", company_id, way="cli")
    return f"/sign-in/link/{make_sign_in_link(terminal, company_id, user_id)}"


@dataclass(slots=True)
class Shop:
    """A company with one site, and a person for each role that is asked for."""

    company_id: int
    site_id: int
    people: dict[str, int] = field(default_factory=dict)

    def person(self, role: str) -> int:
        """The id of this shop's person with that role, made on first use."""
        if role not in self.people:
            self.people[role] = user(role, self.company_id)
        return self.people[role]

    def actor(self, role: str) -> Actor:
        return actor_of(self.person(role))


def shop(*, profile: str = "paper") -> Shop:
    """A new company with one site of that profile."""
    company_id = company()
    return Shop(company_id, site(company_id, profile=profile))


def import_row(company_id: int, channel_id: int) -> int:
    """The id of an uploaded order file of the channel, as far as other domains refer to it."""
    return Import.objects.create(
        company_id=company_id,
        channel_id=channel_id,
        format="orders",
        mode="live",
        file_name="orders.csv",
        file_sha256="0" * 64,
        file_bytes=1,
        file_key="test",
    ).pk
