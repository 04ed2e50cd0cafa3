"""Facts about companies; tells people about their own only."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import who_may
from opsroom.kernel.records.questions import Question
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


def timezone_of(company_id: int) -> str:
    """The IANA name of the company's time zone, for a verb that has checked its actor: it decides the business day."""
    return str(Company.objects.values_list("timezone", flat=True).get(pk=company_id))


def question_of_timezone(company_id: int) -> Question[str]:
    """The same as `timezone_of`, asked together with others."""
    return Question(
        "SELECT timezone FROM access_company WHERE id = %s", [company_id], lambda rows: str(rows[0][0])
    )


def all_company_ids() -> frozenset[int]:
    """Ids of every company that is open, for programs that serve all of them (worker, terminal); ids tell nothing."""
    return frozenset(Company.objects.filter(closed_at=None).values_list("id", flat=True))


def demo_company_id(*, closed: bool = False) -> int | None:
    """The demo shop's id; None where there is none, or it was closed (`closed` asks for that one)."""
    rows = Company.objects.filter(is_demo=True, closed_at__isnull=not closed)
    found: int | None = rows.order_by("-id").values_list("id", flat=True).first()
    return found


def shops_of(user_id: int) -> list[CompanyFacts]:
    """The open companies a person has a role in, by id."""
    rows = Company.objects.filter(rolegrant__user_id=user_id, closed_at=None).distinct()
    return [CompanyFacts(**row) for row in rows.order_by("id").values(*_FIELDS)]


def free_code(wanted: str) -> str:
    """The code, or the first of CODE2, CODE3 and so on that no company has."""
    taken = set(Company.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    numbered = (f"{wanted}{number}" for number in count(2))
    return wanted if wanted not in taken else next(code for code in numbered if code not in taken)
