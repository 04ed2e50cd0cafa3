"""Erases a person by four eyes: one asks, another approves exactly this, an administrator does it; shows no name."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opsroom.domains.access.actions.ask_approval import ask_approval
from opsroom.domains.access.actions.decide_approval import decide_approval
from opsroom.domains.access.actions.spend_approval import spend_approval
from opsroom.domains.access.queries import company_of, person_names
from opsroom.domains.access.queries.approvals import approvals_of
from opsroom.domains.access.rules import may, require
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.errors import UnknownCustomer
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.errors import OpenOrdersOfPerson
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Blank, Head
from opsroom.interfaces.web.wording import counted
from opsroom.workflows.erase_person import Erased, erase_person

VERB, SUBJECT = "customers.erase", "customers.customer"


def plan_sha256(company_id: int, customer_id: int) -> str:
    """The hash of exactly what is approved: this person of this company."""
    return hashlib.sha256(f"{VERB}:{company_id}:{customer_id}".encode()).hexdigest()


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Says what would go and what stays, then asks another person to approve it."""
    actor = actor_of(request)
    require(actor, "customers.ask_erasure")
    row = customers.customer(actor, customer_id)
    if row is None or row.erased_at is not None:
        raise UnknownCustomer()
    company_id = company_of(actor).id
    addresses = len(customers.parties_of(actor, customer_id))
    in_all = orders.count_of_customer(actor, customer_id)
    if request.method == "POST":
        facts = {"customer": customer_id, "addresses": addresses, "orders": in_all}
        plan = plan_sha256(company_id, customer_id)
        ask_approval(actor, company_id, VERB, plan, subject_kind=SUBJECT, subject_id=customer_id, facts=facts)
        messages.info(request, "Asked. Another person approves it, then an administrator erases.")
        return HttpResponseRedirect(f"/customers/{customer_id}")
    context = {
        "customer": row,
        "addresses": counted(addresses, "address,addresses"),
        "orders": counted(in_all, "order"),
        "under_way": orders.open_of_customer(actor, customer_id),
        "inside": request.headers.get("HX-Request") == "true",
    }
    name = "customers/_ask.html" if context["inside"] else "customers/ask_page.html"
    return render(request, name, context)


@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """What was asked: numbers only, so that nobody learns a name here."""
    actor = actor_of(request)
    deciding, erasing = may(actor, "customers.approve_erasure"), "admin" in actor.roles
    if not (deciding or erasing):
        require(actor, "customers.approve_erasure")
    rows = approvals_of(actor, VERB)
    names = person_names(actor, {row.requested_by_id for row in rows})
    context = {
        "head": Head(
            title=f"{counted(len(rows), 'erasure')} asked for" if rows else "No erasure is asked for.",
            lead="One asks, another approves, an administrator erases. Orders, totals and books stay.",
        ),
        "rows": [
            (row, names.get(row.requested_by_id, ""), row.requested_by_id == actor.user_id) for row in rows
        ],
        "deciding": deciding,
        "erasing": erasing,
        "blank": Blank(title="Nothing to decide.", icon="shield-check", tone="ok"),
    }
    return render(request, "customers/erasures.html", context)


@require_POST
def decide(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Approves or denies what somebody else asked."""
    actor = actor_of(request)
    require(actor, "customers.approve_erasure")
    if approval_id not in {row.id for row in approvals_of(actor, VERB)}:
        raise UnknownCustomer()
    yes = request.POST.get("to") == "approve"
    decide_approval(actor, company_of(actor).id, approval_id, approve=yes)
    messages.info(
        request, "Approved. An administrator can erase now." if yes else "Denied. Nothing is erased."
    )
    return HttpResponseRedirect("/customers/erasures")


@require_POST
def erase(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Spends the approval for exactly this person, then empties every field."""
    actor = actor_of(request)
    company_id = company_of(actor).id
    require(actor, VERB, company_id=company_id, approved=True)
    try:
        with transaction.atomic():
            spend_approval(actor, company_id, VERB, plan_sha256(company_id, customer_id))
            erased = erase_person(actor, company_id, customer_id, approved=True)
    except OpenOrdersOfPerson as error:  # the approval is not spent: it serves once the order is done
        messages.error(request, error.message)
    else:
        messages.info(request, _told(erased))
    return HttpResponseRedirect("/customers/erasures")


def _told(erased: Erased) -> str:
    gone = f"Erased: one person, {counted(erased.addresses, 'address,addresses')}, the words on"
    told = f"{gone} {counted(erased.orders, 'order')}, {counted(erased.files, 'uploaded file')}."
    if erased.addresses_kept:
        told += f" Kept for invoices and shown on nothing else: {counted(erased.addresses_kept, 'address,addresses')}."
    return told
