"""Shows and changes how a buyer may pay: days and a limit; names nobody, so that a bookkeeper may use it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import may, require
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.errors import UnknownCustomer
from opsroom.domains.customers.queries import CustomerFacts, TermsFacts
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Alert, Fact, Field
from opsroom.interfaces.web.wording import counted, money
from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.grant_terms import grant_terms


def terms_words(row: CustomerFacts | TermsFacts) -> str:
    """How a buyer pays, in words."""
    if row.terms_days is None:
        return "Prepaid"
    days = f"On account, {counted(row.terms_days, 'day')}" if row.terms_days else "On account, due at once"
    if row.credit_limit_minor is None:
        return f"{days}, no limit"
    return f"{days}, up to {money(row.credit_limit_minor, row.credit_currency)}"


def terms_fact(row: CustomerFacts) -> Fact:
    """The same as a fact for the top of a page."""
    return Fact(key="Payment", value=terms_words(row))


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The form of one buyer's terms; what was typed stays when it cannot be."""
    actor = actor_of(request)
    require(actor, "customers.set_terms")
    company = company_of(actor)
    row = customers.terms_of(company.id, [customer_id]).get(customer_id)
    if row is None:
        raise UnknownCustomer()
    currency = row.credit_currency or company.currency
    typed = {"days": "" if row.terms_days is None else str(row.terms_days), "limit": ""}
    if row.credit_limit_minor is not None:
        typed["limit"] = money(row.credit_limit_minor, currency, sign=False)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in ("days", "limit")}
        wrong = _save(request, company.id, customer_id, typed, currency)
        if not wrong:
            there = may(actor, "customers.view")
            return HttpResponseRedirect(f"/customers/{customer_id}{'' if there else '/terms'}")
    inside = request.headers.get("HX-Request") == "true"
    context = {
        "customer_id": customer_id,
        "now": terms_words(row),
        "alert": Alert(strong="Nothing was changed.", text=wrong[""], tone="bad") if "" in wrong else None,
        "fields": [
            Field(
                name="days",
                label="Days until an invoice is due",
                value=typed["days"],
                help="Empty: pays before anything leaves.",
                error=wrong.get("days", ""),
                focus=True,
            ),
            Field(
                name="limit",
                label=f"Credit limit in {currency}",
                value=typed["limit"],
                help="What may stand open at once. Empty: no limit.",
                error=wrong.get("limit", ""),
            ),
        ],
    }
    template = "customers/_terms.html" if inside else "customers/terms_page.html"
    return render(request, template, context, status=422 if wrong and not inside else 200)


def _save(
    request: HttpRequest, company_id: int, customer_id: int, typed: dict[str, str], currency: str
) -> dict[str, str]:
    """Saves what was typed; returns what is wrong by field, "" for the whole."""
    wrong: dict[str, str] = {}
    days: int | None = None
    limit: int | None = None
    if typed["days"]:
        if typed["days"].isdecimal() and typed["days"].isascii() and len(typed["days"]) < 7:
            days = int(typed["days"])
        else:
            wrong["days"] = f"“{typed['days'][:20]}” is no number of days. Use a whole number, such as 30."
    if typed["limit"]:
        try:
            limit = parse_amount(typed["limit"], currency).minor
        except CodedError as error:
            wrong["limit"] = error.message
    if wrong:
        return wrong
    try:
        changed, gone = grant_terms(
            actor_of(request), company_id, customer_id,
            terms_days=days, credit_limit_minor=limit, credit_currency=currency,
        )  # fmt: skip
    except CodedError as error:
        return {"": error.message}
    says = "Terms saved." if changed else "Nothing to change: these are the terms already."
    if gone:
        says += f" {counted(len(gone), 'order')} held for credit can go now."
    messages.info(request, says)
    return {}
