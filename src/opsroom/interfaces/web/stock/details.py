"""The form of one item: weight, sides, counted or not, sent or not, and its barcodes; each act says how to undo it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.actions.add_barcode import add_barcode
from opsroom.domains.catalog.actions.remove_barcode import remove_barcode
from opsroom.domains.catalog.errors import BadBarcode, BadDetails, BarcodeTaken
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Alert, Crumb, Field, Head
from opsroom.interfaces.web.stock.aliases import back_to_item
from opsroom.interfaces.web.stock.item import company_id_of, sku_of
from opsroom.workflows.edit_item import WantedByOrders, edit_item

NUMBERS = (
    ("weight_g", "Weight in grams", "Without the box. Empty: not known."),
    ("length_mm", "Length in mm", ""),
    ("width_mm", "Width in mm", ""),
    ("height_mm", "Height in mm", ""),
)
SWITCHES = (
    ("tracked", "Its stock is counted", "Off: its stock is not known and orders for it are never short."),
    (
        "shippable",
        "It is sent in a parcel",
        "Off: a service or a download. Orders that are here stay as they are.",
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, sku_id: int) -> HttpResponse:
    """/stock/<sku>/details: one form; what was typed stays when it cannot be saved."""
    sku = sku_of(request, sku_id)
    actor, company_id = actor_of(request), company_id_of(request)
    require(actor, "catalog.edit", company_id=company_id)
    wrong = ""
    if request.method == "POST":
        told: dict[str, object] = {name: request.POST.get(name, "").strip() for name, _, _ in NUMBERS}
        told |= {name: request.POST.get(name) == "on" for name, _, _ in SWITCHES}
        try:
            return _saved(request, sku, told)
        except (BadDetails, WantedByOrders) as error:
            wrong = error.message
    context = {
        "head": Head(
            crumbs=[Crumb(text="Stock", href="/stock"), Crumb(text=sku.code, href=f"/stock/{sku_id}")],
            title=f"Change {sku.name}",
        ),
        "alert": Alert(strong="Nothing was saved.", text=wrong, tone="bad") if wrong else None,
        "fields": _fields(request, sku),
        "button": "Save",
    }
    return render(request, "stock/form.html", context, status=422 if wrong else 200)


@require_POST
def undo_details(request: HttpRequest, sku_id: int) -> HttpResponse:
    """The change back: only the fields in the address are written."""
    sku = sku_of(request, sku_id)
    known = {name for name, _, _ in (*NUMBERS, *SWITCHES)}
    told: dict[str, object] = {name: value for name, value in request.GET.items() if name in known}
    try:
        return _saved(request, sku, told)
    except (BadDetails, WantedByOrders) as error:
        messages.error(request, error.message)
    return back_to_item(request, sku_id)


def _saved(request: HttpRequest, sku: SkuFacts, told: dict[str, object]) -> HttpResponse:
    before = edit_item(actor_of(request), company_id_of(request), sku.id, told)
    if before:
        query = urlencode({name: "" if value is None else value for name, value in before.items()})
        messages.info(request, f"{sku.code} is changed.", extra_tags=f"/stock/{sku.id}/details/undo?{query}")
    else:
        messages.info(request, f"{sku.code} stands like that already.")
    return back_to_item(request, sku.id)


def _fields(request: HttpRequest, sku: SkuFacts) -> list[Field]:
    posted = request.POST if request.method == "POST" else None
    fields = []
    for name, label, help_text in NUMBERS:
        value = getattr(sku, name) if posted is None else posted.get(name, "")
        fields.append(
            Field(name=name, label=label, value="" if value is None else str(value), help=help_text)
        )
    for name, label, help_text in SWITCHES:
        on = getattr(sku, name) if posted is None else posted.get(name) == "on"
        fields.append(Field(name=name, label=label, kind="switch", on=on, help=help_text))
    return fields


@require_POST
def barcode_add(request: HttpRequest, sku_id: int) -> HttpResponse:
    """POST barcode. The undo of a removal posts here with the code in the address."""
    sku = sku_of(request, sku_id)
    code = request.POST.get("barcode") or request.GET.get("barcode", "")
    pieces = request.GET.get("pieces", "1")
    try:
        made = add_barcode(
            actor_of(request),
            company_id_of(request),
            sku_id,
            code,
            pieces=int(pieces) if pieces.isdecimal() and len(pieces) < 6 else 1,
        )
    except (BadBarcode, BarcodeTaken) as error:
        messages.error(request, error.message)
    else:
        plain = "".join(code.split())
        undo = f"/stock/{sku_id}/barcode/remove?{urlencode({'barcode': plain})}" if made else ""
        messages.info(request, f"{plain} means {sku.code} now.", extra_tags=undo)
    return back_to_item(request, sku_id)


@require_POST
def barcode_remove(request: HttpRequest, sku_id: int) -> HttpResponse:
    """POST barcode, or the code in the address."""
    sku_of(request, sku_id)
    code = request.POST.get("barcode") or request.GET.get("barcode", "")
    pieces = remove_barcode(actor_of(request), company_id_of(request), sku_id, code)
    if pieces:
        undo = f"/stock/{sku_id}/barcode?{urlencode({'barcode': code, 'pieces': pieces})}"
        messages.info(request, f"{code} means nothing now.", extra_tags=undo)
    return back_to_item(request, sku_id)
