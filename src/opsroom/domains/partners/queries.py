"""Reads of partners: suppliers by id, code or text; refuses other companies' rows and contacts to those who may not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from opsroom.domains.access.rules import may_see, require
from opsroom.domains.partners.models import Supplier
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SEARCH_RESULTS_COUNT


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """A supplier as stored; the contact is empty for those who may not see it and once erased."""

    id: int
    code: str
    name: str
    currency: str
    lead_time_days: int | None
    contact: str
    email: str
    phone: str
    active: bool
    created_at: datetime
    contact_erased_at: datetime | None


_FIELDS = (
    "id", "code", "name", "currency", "lead_time_days", "contact", "email", "phone", "active", "created_at",
    "contact_erased_at",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Supplier]:
    """The suppliers this actor may see; the one filter behind every list of them."""
    require(actor, "partners.view")
    rows = Supplier.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def supplier(actor: Actor, supplier_id: int) -> SupplierFacts | None:
    """One supplier, or None when there is none the actor may see."""
    row = visible_to(actor).filter(id=supplier_id).values(*_FIELDS).first()
    return _shown(actor, SupplierFacts(**row)) if row else None


def supplier_page(
    actor: Actor, *, text: str = "", state: str = "", first: int = 0, rows: int = 50
) -> tuple[list[SupplierFacts], int]:
    """Rows from `first` on by name, and how many there are. `state`: active, inactive, or all where empty."""
    page = visible_to(actor)
    if text:
        wanted = Q(name__icontains=text) | Q(code__istartswith=text)
        if may_see(actor, "supplier_contact"):
            wanted |= Q(email__icontains=text)
        page = page.filter(wanted)
    if state:
        page = page.filter(active=state == "active")
    found = page.order_by("name", "id").values(*_FIELDS)[first : first + rows]
    return [_shown(actor, SupplierFacts(**row)) for row in found], page.count()


def counts(actor: Actor) -> dict[str, int]:
    """How many suppliers there are: all, active, inactive."""
    rows = visible_to(actor)
    in_all, active = rows.count(), rows.filter(active=True).count()
    return {"all": in_all, "active": active, "inactive": in_all - active}


def suppliers_by_code(company_id: int, codes: Collection[str]) -> dict[str, SupplierFacts]:
    """Code -> supplier, as stored. For imports, which have asked who may write."""
    rows = Supplier.objects.filter(company_id=company_id, code__in=list(codes)).values(*_FIELDS)
    return {row["code"]: SupplierFacts(**row) for row in rows}


def suppliers_by_code_folded(company_id: int, codes: Collection[str]) -> dict[str, list[SupplierFacts]]:
    """Code in lower case -> the suppliers of that code, whatever its case."""
    wanted = {code.casefold() for code in codes}
    found: dict[str, list[SupplierFacts]] = {}
    for row in Supplier.objects.filter(company_id=company_id).values(*_FIELDS) if wanted else ():
        if row["code"].casefold() in wanted:
            found.setdefault(row["code"].casefold(), []).append(SupplierFacts(**row))
    return found


def codes_taken(company_id: int) -> set[str]:
    """The codes of all suppliers, in capitals."""
    return {
        code.upper() for code in Supplier.objects.filter(company_id=company_id).values_list("code", flat=True)
    }


def suppliers_by_name(company_id: int, names: Collection[str]) -> dict[str, list[SupplierFacts]]:
    """Name in lower case -> the suppliers called so: more than one is no answer."""
    wanted = {name.casefold() for name in names}
    found: dict[str, list[SupplierFacts]] = {}
    for row in Supplier.objects.filter(company_id=company_id).values(*_FIELDS) if wanted else ():
        if row["name"].casefold() in wanted:
            found.setdefault(row["name"].casefold(), []).append(SupplierFacts(**row))
    return found


def suppliers_by_word(company_id: int) -> dict[str, tuple[str, str]]:
    """Code and name in small letters -> (code, name), to find the one that was meant by a word nobody knows."""
    rows = list(Supplier.objects.filter(company_id=company_id).values_list("code", "name"))
    return {name.casefold(): (code, name) for code, name in rows} | {
        code.casefold(): (code, name) for code, name in rows
    }


def suppliers_by_id(company_id: int, supplier_ids: Collection[int]) -> dict[int, SupplierFacts]:
    """Supplier id -> facts, contacts left out: for pages of other domains."""
    rows = Supplier.objects.filter(company_id=company_id, id__in=list(supplier_ids)).values(*_FIELDS)
    return {row["id"]: replace(SupplierFacts(**row), contact="", email="", phone="") for row in rows}


def find(actor: Actor, text: str) -> list[tuple[int, str, str]]:
    """(id, code, name) of suppliers whose code begins with or whose name holds the text."""
    wanted = text.strip()
    if not wanted:
        return []
    rows = visible_to(actor).filter(Q(name__icontains=wanted) | Q(code__istartswith=wanted))
    return list(rows.order_by("name").values_list("id", "code", "name")[:SEARCH_RESULTS_COUNT])


def _shown(actor: Actor, facts: SupplierFacts) -> SupplierFacts:
    if may_see(actor, "supplier_contact"):
        return facts
    return replace(facts, contact="", email="", phone="")
