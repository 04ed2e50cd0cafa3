"""Shows and changes the company's legal facts and its clock; its code and currency stay, since documents carry them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.actions.edit_company import edit_company
from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.rules import require
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Alert, Crumb, Field, Head

# Name of the field, its label, what it is for.
FIELDS = (
    ("name", "Name", "As your team calls the shop."),
    ("legal_name", "Legal name", "On invoices."),
    ("vat_number", "VAT number", "On invoices, such as DE123456789."),
    ("registration_number", "Registration number", "On invoices."),
    ("street", "Street and number", ""),
    ("postcode", "Postcode", ""),
    ("city", "City", ""),
    ("region", "Region", ""),
    ("country", "Country", "Two letters, such as DE."),
    ("email", "E-mail", "On invoices and slips."),
    ("phone", "Phone", ""),
    ("timezone", "Time zone", "Every day and every time on a page is this clock's, such as Europe/Berlin."),
)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_company_page(request: HttpRequest) -> HttpResponse:
    """GET the form, POST the change."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "access.settings")
    if company is None:
        raise Http404
    wrong = ""
    if request.method == "POST":
        given = {name: request.POST[name] for name, _, _ in FIELDS if name in request.POST}
        try:
            changed = edit_company(actor, company.id, **given)
        except BadValue as error:
            wrong = error.message
        else:
            messages.info(request, "Saved." if changed else "Nothing was changed.")
            return HttpResponseRedirect("/settings/company")
    fields = [
        Field(
            name=name, label=label, help=help_text, value=request.POST.get(name, str(getattr(company, name))),
            autocomplete="off",
        )
        for name, label, help_text in FIELDS
    ]  # fmt: skip
    context = {
        "head": Head(
            crumbs=[Crumb(text="Settings", href="/settings")],
            title=company.name,
            lead=f"Code {company.code} and currency {company.currency} stay: documents carry them. "
            "Tax on invoices of ours is rounded line by line.",
        ),
        "alert": Alert(strong="Nothing was saved.", text=wrong, tone="bad") if wrong else None,
        "fields": fields,
        "button": "Save",
    }
    return render(request, "settings/form.html", context, status=422 if wrong else 200)
