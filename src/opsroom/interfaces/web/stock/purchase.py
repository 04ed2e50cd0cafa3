"""Draws one purchase order with what is to come, and changes its day or closes its rest; refuses foreign ones."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opsroom.domains.access.queries import person_names
from opsroom.domains.access.rules import may, may_see, require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.partners import queries as partners
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.purchasing.actions.close_remaining import close_remaining
from opsroom.domains.purchasing.actions.reopen_purchase import reopen_purchase
from opsroom.domains.purchasing.actions.set_expected import set_expected
from opsroom.domains.purchasing.errors import BadDay
from opsroom.domains.purchasing.events import PURCHASE
from opsroom.domains.purchasing.queries import PurchaseFacts
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Alert, Crumb, Event, Fact, Field, Head, Strip, Timeline
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.stock.moves import who
from opsroom.interfaces.web.stock.purchase_rows import PATH, cost_words, day_words, state_part
from opsroom.interfaces.web.wording import UNKNOWN, counted, quantity
from opsroom.kernel.records.events import EventRow, timeline
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError

CRUMBS = (Crumb(text="Stock", href="/stock"), Crumb(text="Purchase orders", href=PATH))
HAPPENED = {
    "purchasing.order.created": "Came from the old tool",
    "purchasing.purchaseorder.changed": "Changed by a newer file",
    "purchasing.purchaseorder.restored": "A file's changes taken back",
    "purchasing.order.closed": "The rest closed",
    "purchasing.order.cancelled": "Cancelled",
    "purchasing.order.reopened": "Opened again",
    "purchasing.purchaseorder.date_changed": "Another day",
}


def _order(request: HttpRequest, order_id: int) -> tuple[Actor, PurchaseFacts]:
    actor = actor_of(request)
    found = purchasing.purchase(actor, order_id)
    if found is None:
        raise Http404
    return actor, found


def _may_edit(actor: Actor, order: PurchaseFacts) -> bool:
    return may(actor, "purchasing.edit", site_id=order.site_id)


@require_safe
def purchase_page(request: HttpRequest, order_id: int) -> HttpResponse:
    """/stock/purchases/<id>: its lines, what is to come, what happened to it."""
    actor, order = _order(request, order_id)
    supplier = partners.suppliers_by_id(order.company_id, [order.supplier_id])[order.supplier_id]
    left, today = sum(line.left for line in order.lines), timezone.localdate()
    actions = []
    if _may_edit(actor, order) and order.state == "open":
        base = f"{PATH}/{order.id}"
        actions = [
            Action(label="Close the rest", href=f"{base}/close", icon="ban", keep=True),
            Action(label="Change the day", href=f"{base}/expected", icon="calendar", look="pri", keep=True),
        ]
    site = warehouse.sites(actor).filter(pk=order.site_id).values_list("name", flat=True).first()
    link = f"/stock/suppliers/{supplier.id}" if may(actor, "partners.view") else ""
    context = {
        "order": order,
        "head": Head(
            crumbs=CRUMBS,
            title=f"{order.number}: {counted(left, 'piece')} to come"
            if left
            else f"{order.number} brings no more",
            lead=f"From {supplier.name}. Nothing on its way is promised to an order.",
            actions=actions,
        ),
        "strip": Strip(
            facts=[
                Fact(key="Supplier", value=supplier.name, href=link),
                Fact(key="State", status=state_part(order.state, order.expected_on, today)),
                Fact(key="Expected", value=day_words(order.expected_on)),
                Fact(key="Ordered on", value=day_words(order.ordered_on)),
                Fact(key="Site", value=site or UNKNOWN),
            ]
        ),
        "lines": _lines(actor, order),
        "events": _history(actor, order),
        "may_reopen": _may_edit(actor, order)
        and order.state != "open"
        and any(line.cancelled for line in order.lines),
    }
    return render(request, "stock/purchase.html", context)


def _lines(actor: Actor, order: PurchaseFacts) -> Table:
    skus = catalog.skus_by_id(order.company_id, {line.sku_id for line in order.lines})
    costs, sees = may_see(actor, "cost"), may(actor, "warehouse.view")
    given_up = any(line.cancelled for line in order.lines)
    return Table(
        label="Lines",
        columns=[
            Column(name="SKU", phone="1"),
            Column(name="Item", phone="2 full", wrap=True),
            Column(name="Ordered", number=True, phone="3", label="Ordered"),
            Column(name="Received", number=True, phone="3", label="Received"),
            *([Column(name="Will not come", number=True, phone="no")] if given_up else []),
            Column(name="To come", number=True, phone="1 end", label="To come"),
            *([Column(name="Unit cost", number=True, phone="no")] if costs else []),
            Column(name="Expected", phone="no"),
        ],
        rows=[
            Row(
                id=str(line.id),
                name=skus[line.sku_id].code,
                cells=[
                    Cell(
                        text=skus[line.sku_id].code, href=f"/stock/{line.sku_id}" if sees else "", mono=True
                    ),
                    Cell(text=skus[line.sku_id].name),
                    Cell(text=quantity(line.ordered)),
                    Cell(text=quantity(line.received)),
                    *([Cell(text=quantity(line.cancelled))] if given_up else []),
                    Cell(text=quantity(line.left)),
                    *([Cell(text=cost_words(line.unit_cost, order.currency))] if costs else []),
                    Cell(text=day_words(line.expected_on or order.expected_on)),
                ],
            )
            for line in order.lines
        ],
    )


def _history(actor: Actor, order: PurchaseFacts) -> Timeline:
    rows = timeline(PURCHASE, order.id)
    names = person_names(actor, {row.actor_id for row in rows if row.actor_id is not None})
    return Timeline(
        events=[
            Event(
                at=row.at,
                title=HAPPENED.get(row.kind, row.kind),
                note=_note(row),
                who=who(row.actor_id, row.actor_name, names),
            )
            for row in reversed(rows)
        ]
    )


def _note(row: EventRow) -> str:
    said = [row.reason] if row.reason else []
    if row.kind.endswith("date_changed"):
        before, after = row.data.get("from") or "no day", row.data.get("to") or "no day"
        said.append(f"from {before} to {after}")
    elif pieces := row.data.get("pieces"):
        said.append(counted(int(pieces), "piece"))
    return ", ".join(said)


@require_http_methods(["GET", "HEAD", "POST"])
def purchase_expected(request: HttpRequest, order_id: int) -> HttpResponse:
    """The day its goods are expected on; what was typed stays when it cannot be."""
    actor, order = _order(request, order_id)
    require(actor, "purchasing.edit", company_id=order.company_id, site_id=order.site_id)
    text, wrong = request.POST.get("expected", "").strip(), ""
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "").strip()
            changed = set_expected(
                actor, order.company_id, order.id, _day(text), today=timezone.localdate(), reason=reason
            )
            words = f"{order.number} is expected on {text or 'a day not known'}."
            messages.info(request, words if changed else "Nothing changed.")
            return HttpResponseRedirect(f"{PATH}/{order.id}")
        except CodedError as error:
            wrong = error.message
    else:
        text = str(order.expected_on or "")
    fields = [
        Field(name="expected", label="Expected on", kind="date", value=text, help="Empty: nobody knows."),
        Field(
            name="reason", label="Why", value=request.POST.get("reason", ""), help="Such as: told by phone."
        ),
    ]
    return _form(request, f"When does {order.number} come?", fields, "Change the day", wrong, order)


@require_http_methods(["GET", "HEAD", "POST"])
def purchase_close(request: HttpRequest, order_id: int) -> HttpResponse:
    """What is left of it will not come; asks for the reason first."""
    actor, order = _order(request, order_id)
    require(actor, "purchasing.edit", company_id=order.company_id, site_id=order.site_id)
    wrong, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            pieces = close_remaining(actor, order.company_id, order.id, reason)
            messages.info(request, f"{counted(pieces, 'piece')} of {order.number} will not come.")
            return HttpResponseRedirect(f"{PATH}/{order.id}")
        except CodedError as error:
            wrong = error.message
    left = sum(line.left for line in order.lines)
    title = f"Will the rest of {order.number} not come?"
    fields = [
        Field(
            name="reason", label="Why", value=reason, required=True,
            help=f"{counted(left, 'piece')} will be expected no more. What came stays. It can be opened again.",
        )
    ]  # fmt: skip
    return _form(request, title, fields, "Close the rest", wrong, order)


def _form(
    request: HttpRequest, title: str, fields: list[Field], button: str, wrong: str, order: PurchaseFacts
) -> HttpResponse:
    context = {
        "head": Head(crumbs=(*CRUMBS, Crumb(text=order.number, href=f"{PATH}/{order.id}")), title=title),
        "alert": Alert(strong="Nothing was changed.", text=wrong, tone="bad") if wrong else None,
        "fields": fields,
        "button": button,
    }
    return render(request, "stock/form.html", context, status=422 if wrong else 200)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise BadDay(found=text[:20]) from None


@require_POST
def purchase_reopen(request: HttpRequest, order_id: int) -> HttpResponse:
    """What was said not to come is to come after all."""
    actor, order = _order(request, order_id)
    pieces = reopen_purchase(actor, order.company_id, order.id)
    said = counted(pieces, "piece is,pieces are")
    messages.info(request, f"{said} expected again on {order.number}.")
    return HttpResponseRedirect(f"{PATH}/{order.id}")
