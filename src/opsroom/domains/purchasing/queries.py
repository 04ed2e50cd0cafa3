"""Reads of purchasing: orders by id, number or filter, what is to come; refuses other companies' and sites' rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, IntegerField, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from opsroom.domains.access.rules import may_see, require
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.rules import remaining
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

LEFT = Greatest(
    F("lines__ordered") - F("lines__received") - F("lines__cancelled"), 0, output_field=IntegerField()
)
LINE_LEFT = Greatest(F("ordered") - F("received") - F("cancelled"), 0, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line; `unit_cost` is None for those who may not see costs."""

    id: int
    position: int
    sku_id: int
    ordered: int
    received: int
    cancelled: int
    unit_cost: Decimal | None
    expected_on: date | None

    @property
    def left(self) -> int:
        """Pieces still to come."""
        return remaining(self.ordered, self.received, self.cancelled)


@dataclass(frozen=True, slots=True)
class PurchaseFacts:
    """One purchase order with its lines in order."""

    id: int
    company_id: int
    number: str
    supplier_id: int
    site_id: int
    state: str
    currency: str
    ordered_on: date | None
    expected_on: date | None
    lines: tuple[LineFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One row of the list: how many pieces were ordered, and how many are still to come."""

    id: int
    number: str
    supplier_id: int
    supplier_code: str
    supplier: str
    site: str
    state: str
    currency: str
    ordered_on: date | None
    expected_on: date | None
    ordered: int
    left: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is to come of one SKU on one order. Never a promise: it is not here yet."""

    order_id: int
    number: str
    supplier_id: int
    site_id: int
    pieces: int
    expected_on: date | None


_ORDER = (
    "id", "company_id", "number", "supplier_id", "site_id", "state", "currency", "ordered_on", "expected_on",
)  # fmt: skip
_LINE = ("id", "position", "sku_id", "ordered", "received", "cancelled", "unit_cost", "expected_on")
VIEWS = ("", "open", "late", "closed", "cancelled")


def visible_to(actor: Actor) -> QuerySet[PurchaseOrder]:
    """The purchase orders this actor may see; the one filter behind every list of them."""
    require(actor, "purchasing.view")
    rows = PurchaseOrder.objects.all()
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    return rows if actor.site_ids is None else rows.filter(site_id__in=actor.site_ids)


def _in_view(rows: QuerySet[PurchaseOrder], view: str, today: date) -> QuerySet[PurchaseOrder]:
    if view == "late":
        return rows.filter(state="open", expected_on__lt=today)
    return rows.filter(state=view) if view else rows


def _matching(actor: Actor, text: str, supplier_id: int | None) -> QuerySet[PurchaseOrder]:
    rows = visible_to(actor)
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    if not text:
        return rows
    of_sku = PurchaseLine.objects.filter(sku__code__istartswith=text).values("order_id")
    return rows.filter(Q(number__icontains=text) | Q(supplier__name__icontains=text) | Q(pk__in=of_sku))


def purchase_page(
    actor: Actor,
    *,
    today: date,
    view: str = "",
    text: str = "",
    supplier_id: int | None = None,
    first: int = 0,
    rows: int = PAGE_ROWS_USUAL,
) -> list[PurchaseRow]:
    """Rows from `first` on: those that are due next first, then those without a day, the newest before."""
    page = _in_view(_matching(actor, text, supplier_id), view, today).annotate(
        ordered_=Coalesce(Sum("lines__ordered"), 0), left_=Coalesce(Sum(LEFT), 0),
    )  # fmt: skip
    found = page.order_by(F("expected_on").asc(nulls_last=True), "-id").values_list(
        "id", "number", "supplier_id", "supplier__code", "supplier__name", "site__code", "state", "currency",
        "ordered_on", "expected_on", "ordered_", "left_",
    )  # fmt: skip
    return [PurchaseRow(*row) for row in found[first : first + rows]]


def counts(actor: Actor, *, today: date, text: str = "", supplier_id: int | None = None) -> dict[str, int]:
    """How many purchase orders each view has, under the same search."""
    rows = _matching(actor, text, supplier_id)
    return {view: _in_view(rows, view, today).count() for view in VIEWS}


def line_count(
    actor: Actor, *, today: date, view: str = "", text: str = "", supplier_id: int | None = None
) -> int:
    """Lines of all the purchase orders of a view."""
    orders = _in_view(_matching(actor, text, supplier_id), view, today)
    return PurchaseLine.objects.filter(order_id__in=orders.values("id")).count()


def purchase(actor: Actor, order_id: int) -> PurchaseFacts | None:
    """One purchase order, or None when there is none the actor may see."""
    row = visible_to(actor).filter(id=order_id).values(*_ORDER).first()
    if row is None:
        return None
    costs = may_see(actor, "cost")
    lines = _lines([order_id], costs=costs).get(order_id, ())
    return PurchaseFacts(**row, lines=lines)


def purchases_by_id(order_ids: Collection[int]) -> dict[int, PurchaseFacts]:
    """Order id -> order with its costs, for whoever has seen these orders in a list and may see costs."""
    rows = list(PurchaseOrder.objects.filter(id__in=list(order_ids)).values(*_ORDER))
    lines = _lines([row["id"] for row in rows], costs=True)
    return {row["id"]: PurchaseFacts(**row, lines=lines.get(row["id"], ())) for row in rows}


def purchases_by_number(company_id: int, numbers: Collection[str]) -> dict[str, PurchaseFacts]:
    """Number -> order, as stored. For imports, which have asked who may write."""
    rows = list(PurchaseOrder.objects.filter(company_id=company_id, number__in=list(numbers)).values(*_ORDER))
    lines = _lines([row["id"] for row in rows], costs=True)
    return {row["number"]: PurchaseFacts(**row, lines=lines.get(row["id"], ())) for row in rows}


def _lines(order_ids: Collection[int], *, costs: bool) -> dict[int, tuple[LineFacts, ...]]:
    found: dict[int, list[LineFacts]] = {}
    rows = PurchaseLine.objects.filter(order_id__in=list(order_ids)).order_by("order_id", "position")
    for row in rows.values("order_id", *_LINE):
        order_id = row.pop("order_id")
        found.setdefault(order_id, []).append(LineFacts(**row if costs else row | {"unit_cost": None}))
    return {order_id: tuple(lines) for order_id, lines in found.items()}


def incoming_of(actor: Actor, sku_id: int) -> list[Incoming]:
    """What open orders still bring of a SKU, the next first."""
    rows = PurchaseLine.objects.filter(order__in=visible_to(actor).filter(state="open"), sku_id=sku_id)
    rows = rows.annotate(left=LINE_LEFT, due=Coalesce("expected_on", "order__expected_on")).filter(left__gt=0)
    return [
        Incoming(*row)
        for row in rows.order_by(F("due").asc(nulls_last=True), "order_id").values_list(
            "order_id", "order__number", "order__supplier_id", "order__site_id", "left", "due"
        )
    ]


def incoming_by_site(
    actor: Actor, sku_ids: Collection[int]
) -> Mapping[tuple[int, int], tuple[int, date | None]]:
    """(SKU id, site id) -> (pieces to come there, the day the first of them is expected)."""
    rows = PurchaseLine.objects.filter(
        order__in=visible_to(actor).filter(state="open"), sku_id__in=list(sku_ids)
    )
    rows = rows.annotate(left=LINE_LEFT, due=Coalesce("expected_on", "order__expected_on")).filter(left__gt=0)
    sums = (
        rows.order_by().values_list("sku_id", "order__site_id").annotate(pieces=Sum("left"), first=Min("due"))
    )
    return {(sku_id, site_id): (pieces, first) for sku_id, site_id, pieces, first in sums}


def incoming(actor: Actor, sku_ids: Collection[int]) -> Mapping[int, tuple[int, date | None]]:
    """SKU id -> (pieces to come, the day the first of them is expected), of the actor's sites together."""
    rows = PurchaseLine.objects.filter(
        order__in=visible_to(actor).filter(state="open"), sku_id__in=list(sku_ids)
    )
    rows = rows.annotate(left=LINE_LEFT, due=Coalesce("expected_on", "order__expected_on")).filter(left__gt=0)
    sums = rows.order_by().values_list("sku_id").annotate(pieces=Sum("left"), first=Min("due"))
    return {sku_id: (pieces, first) for sku_id, pieces, first in sums}
