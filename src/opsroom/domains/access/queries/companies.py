"""Facts about companies; tells people about their own only."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import who_may
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """One company as others may use it: currency is ISO 4217, country ISO 3166-1, timezone an IANA name."""

    id: int
    code: str
    name: str
    legal_name: str
    country: str
    currency: str
    timezone: str
    street: str
    city: str
    postcode: str
    region: str
    email: str
    phone: str
    vat_number: str
    registration_number: str
    is_demo: bool


_FIELDS = tuple(CompanyFacts.__dataclass_fields__)


def company(actor: Actor, company_id: int) -> CompanyFacts:
    """One company the actor works for; any other raises NotFound."""
    found = companies_of(actor, only=company_id)
    if not found:
        raise NotFound(verb="access.settings", way=actor.way, who=who_may("access.settings"))
    return found[0]


def companies_of(actor: Actor, *, only: int | None = None) -> list[CompanyFacts]:
    """The companies the actor works for now, by id."""
    ids = actor.company_ids if only is None else actor.company_ids & {only}
    return [CompanyFacts(**row) for row in Company.objects.filter(id__in=ids).order_by("id").values(*_FIELDS)]


def company_of(actor: Actor) -> CompanyFacts:
    """The one company a person acts for; raises NotFound when there is none."""
    found = companies_of(actor)
    if not found:
        raise NotFound(verb="access.settings", way=actor.way, who=who_may("access.settings"))
    return found[0]


def all_company_ids() -> frozenset[int]:
    """Ids of every company, for programs that serve all of them (worker, terminal); ids tell nothing."""
    return frozenset(Company.objects.values_list("id", flat=True))
