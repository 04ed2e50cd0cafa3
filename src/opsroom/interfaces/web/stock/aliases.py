"""Lets another spelling mean a SKU and takes that back; each is the other's undo."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.catalog.actions.remove_alias import remove_alias
from opsroom.domains.catalog.errors import AliasTaken
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.stock.item import company_id_of, sku_of
from opsroom.kernel.values.limits import EXTERNAL_ID_CHARS_MAX
from opsroom.kernel.values.printable import one_line


@require_POST
def add(request: HttpRequest, sku_id: int) -> HttpResponse:
    """POST alias. The undo of a removal posts here with the spelling in the address."""
    sku = sku_of(request, sku_id)
    company_id = company_id_of(request)
    alias = one_line(request.POST.get("alias") or request.GET.get("alias", "")).strip()[
        :EXTERNAL_ID_CHARS_MAX
    ]
    if not alias:
        messages.info(request, "Type the other spelling first.")
    else:
        try:
            new = add_alias(actor_of(request), company_id, {alias: sku_id})
        except AliasTaken as error:
            messages.error(request, error.message)
        else:
            undo = f"/stock/{sku_id}/alias/{new[0]}/remove" if new else ""
            messages.info(request, f"{alias} means {sku.code} now.", extra_tags=undo)
    return back_to_item(request, sku_id)


@require_POST
def remove(request: HttpRequest, sku_id: int, alias_id: int) -> HttpResponse:
    """Takes one spelling back."""
    sku_of(request, sku_id)
    company_id = company_id_of(request)
    words = {pk: alias for pk, _, alias in catalog.aliases_of(company_id, [sku_id])}
    if alias_id in words:
        remove_alias(actor_of(request), company_id, [alias_id])
        undo = f"/stock/{sku_id}/alias?{urlencode({'alias': words[alias_id]})}"
        messages.info(request, f"{words[alias_id]} means nothing now.", extra_tags=undo)
    return back_to_item(request, sku_id)


def back_to_item(request: HttpRequest, sku_id: int) -> HttpResponse:
    """To the item's page, by whichever way the browser came."""
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"/stock/{sku_id}"
        return answer
    return HttpResponseRedirect(f"/stock/{sku_id}")
