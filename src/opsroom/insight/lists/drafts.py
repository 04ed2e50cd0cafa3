"""Lists drafts and quotes as a URL asks for them; whose they are only for readers who may see people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from opsroom.domains.access.rules import may_see
from opsroom.domains.orders import drafts
from opsroom.kernel.values.actor import Actor

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Draft

# Key in the URL -> its words. A quote whose day is over counts as expired, noted or not.
VIEWS: Mapping[str, str] = {
    "open": "Open",
    "draft": "Drafts",
    "quoted": "Quoted",
    "expired": "Expired",
    "accepted": "Placed",
    "withdrawn": "Withdrawn",
    "all": "All",
}


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in a list; `total_minor` None while something of it is not known."""

    id: int
    number: int
    quote_number: str | None
    revision: int
    state: str
    valid_until: date | None
    buyer: str | None
    company: str | None
    purchase_order: str
    total_minor: int | None
    currency: str
    line_count: int
    ship_by: date | None
    payment: str
    changed_at: datetime
    order_id: int | None
    order_number: str | None

    @property
    def name(self) -> str:
        """As on its page."""
        if self.quote_number is None:
            return f"D-{self.number}"
        return f"{self.quote_number}/{self.revision}" if self.revision > 1 else self.quote_number


def _past(today: date) -> Q:
    return Q(state="expired") | Q(state="quoted", valid_until__lt=today)


def _in_view(view: str, today: date) -> Q:
    if view == "open":
        return Q(state__in=["draft", "quoted", "expired"])
    if view == "expired":
        return _past(today)
    if view == "quoted":
        return Q(state="quoted", valid_until__gte=today)
    return Q() if view == "all" else Q(state=view)


def _search(actor: Actor, text: str) -> Q:
    wanted = Q(quote_number__istartswith=text) | Q(purchase_order__icontains=text)
    digits = text.upper().removeprefix("D-")
    if digits.isdecimal() and len(digits) < 10:
        wanted |= Q(number=int(digits))
    if may_see(actor, "people"):
        wanted |= Q(customer__name__icontains=text) | Q(customer__email__istartswith=text)
        wanted |= Q(ship_to__organisation__icontains=text, ship_to__restricted_at=None)
    return wanted


def _rows(actor: Actor, view: str, text: str, today: date) -> QuerySet[Draft]:
    rows = drafts.visible_to(actor).filter(_in_view(view, today))
    return rows.filter(_search(actor, text)) if text else rows


def count(actor: Actor, view: str, text: str, today: date) -> int:
    """How many there are."""
    return _rows(actor, view, text, today).count()


def counts(actor: Actor, today: date) -> dict[str, int]:
    """How many there are in each view, in one statement."""
    found = drafts.visible_to(actor).aggregate(
        **{view: Count("id", filter=_in_view(view, today) or None) for view in VIEWS}
    )
    return {view: int(number) for view, number in found.items()}


def page(actor: Actor, view: str, text: str, today: date, *, first: int, rows: int) -> list[DraftRow]:
    """One page, what was changed last first."""
    people = may_see(actor, "people")
    found = _rows(actor, view, text, today).annotate(
        line_count=Count("lines"),
        buyer=F("customer__name"),
        company_name=F("ship_to__organisation"),
        order_number=F("order__number"),
    )
    wanted = (
        "id", "number", "quote_number", "revision", "state", "valid_until", "buyer", "company_name", "purchase_order",
        "total_minor", "currency", "line_count", "ship_by", "payment", "changed_at", "order_id", "order_number",
    )  # fmt: skip
    out = []
    for row in found.order_by("-changed_at", "-id").values(*wanted)[first : first + rows]:
        named = {"company": row.pop("company_name"), "buyer": row.pop("buyer")}
        out.append(DraftRow(**row, **(named if people else dict.fromkeys(named))))
    return out
