"""Draws the list of buyers and the page of one; refuses roles that may not see people, and foreign ids as missing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import may, require
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.errors import UnknownCustomer
from opsroom.domains.customers.queries import CustomerFacts, PartyFacts
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.queries import OrderFacts, word_of
from opsroom.insight.lists.subjects import CUSTOMER
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.customers.owed import owed_card
from opsroom.interfaces.web.customers.terms import terms_fact, terms_words
from opsroom.interfaces.web.exports import export_action
from opsroom.interfaces.web.orders.table import status_of
from opsroom.interfaces.web.parts import Action, Alert, Blank, Crumb, Fact, Head, Strip
from opsroom.interfaces.web.parts_list import Cell, Column, FilterField, Filters, Pager, Row, Table
from opsroom.interfaces.web.talk.parts import talk_on
from opsroom.interfaces.web.wording import counted, day, moment, money
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text


@require_safe
def customer_list(request: HttpRequest) -> HttpResponse:
    """/customers?q=&before=; the newest first, page after page by id."""
    actor = actor_of(request)
    require(actor, "customers.view")
    text = search_text(request.GET.get("q", ""))
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    found = customers.customer_page(actor, text=text, before_id=before_id, rows=PAGE_ROWS_USUAL + 1)
    rows, more = found[:PAGE_ROWS_USUAL], len(found) > PAGE_ROWS_USUAL
    placed = orders.placed_by(actor, [row.id for row in rows])
    words = {"q": text} if text else {}
    context = {
        "head": Head(
            title="Customers",
            lead="Buyers as their channels know them; nobody is merged by guess.",
            actions=export_action(actor, "/customers/export?" + urlencode(words))
            if rows and may(actor, "customers.export")
            else [],
        ),
        "filters": Filters(
            action="/customers",
            target="#list",
            fields=[FilterField(name="q", label="Name or e-mail", value=text, slash=True)],
            clear="/customers" if text else "",
        ),
        "table": _table(rows, placed, text),
        "pager": Pager(
            first=1 if rows else 0,
            last=len(rows),
            total=None,
            before="/customers?" + urlencode(words) if before_id else "",
            after="/customers?" + urlencode(words | {"before": rows[-1].id}) if more else "",
            target="#list",
        ),
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "customers/_list.html" if part else "customers/list.html", context)


def _table(rows: list[CustomerFacts], placed: dict[int, int], text: str) -> Table:
    empty = Blank(
        title="No customer matches." if text else "No customers yet.",
        text="Names and e-mail addresses are searched." if text else "They come with their orders.",
        icon="users",
    )
    return Table(
        label="Customers",
        list_keys=True,
        columns=(
            Column(name="Name", phone="1"),
            Column(name="E-mail", phone="3 full"),
            Column(name="Orders", number=True, phone="1 end", label="Orders"),
            Column(name="Payment", phone="2 full"),
            Column(name="Since", phone="no"),
        ),
        rows=[
            Row(
                id=str(row.id),
                name=row.name,
                off=row.erased_at is not None,
                cells=(
                    Cell(text=_name(row), href=f"/customers/{row.id}"),
                    Cell(text=row.email),
                    Cell(text=str(placed.get(row.id, 0))),
                    Cell(text="" if row.erased_at else terms_words(row)),
                    Cell(text=day(row.created_at, timezone.localdate())),
                ),
            )
            for row in rows
        ],
        empty=empty,
    )


def _name(row: CustomerFacts) -> str:
    return "Erased" if row.erased_at else row.name or row.email or f"Customer {row.id}"


@require_safe
def customer_page(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One buyer: how to reach them, the addresses they gave, their orders."""
    actor = actor_of(request)
    row = customers.customer(actor, customer_id)
    if row is None:
        raise UnknownCustomer()
    placed = orders.orders_of_customer(actor, customer_id, PAGE_ROWS_USUAL)
    in_all = orders.count_of_customer(actor, customer_id)
    actions = []
    if row.erased_at is None and may(actor, "orders.draft"):
        href = "/orders/new?" + urlencode({"q": row.email or row.name})
        actions.append(Action(label="New order", href=href, icon="plus", keep=True))
    if row.erased_at is None and may(actor, "customers.set_terms"):
        href = f"/customers/{row.id}/terms"
        actions.append(Action(label="Terms…", href=href, drawer=True, keep=True))
    if row.erased_at is None and may(actor, "customers.ask_erasure"):
        href = f"/customers/{row.id}/ask-erasure"
        actions.append(Action(label="Ask for erasure…", href=href, look="danger", drawer=True, keep=True))
    erased = None
    if row.erased_at is not None:
        at = moment(row.erased_at, timezone.localdate())
        erased = Alert(strong="This person was erased.", text=f"{at}. Totals and books stay.", tone="info")
    context = {
        "customer": row,
        "head": Head(
            crumbs=(Crumb(text="Customers", href="/customers"),),
            title=_name(row),
            lead=f"{counted(in_all, 'order')} since {day(row.created_at, timezone.localdate())}.",
            actions=actions,
        ),
        "erased": erased,
        "strip": Strip(
            facts=(
                Fact(key="E-mail", value=row.email or "–"),
                Fact(key="Phone", value=row.phone or "–"),
                Fact(key="Language", value=row.locale or "–"),
                terms_fact(row),
            )
        ),
        "addresses": _addresses(customers.parties_of(actor, customer_id)),
        "talk": talk_on(actor, CUSTOMER, row.id),
        "orders": _orders(placed),
        "owed": owed_card(actor, row),
        "order_count": counted(in_all, "order"),
    }
    return render(request, "customers/page.html", context)


def _addresses(parties: list[PartyFacts]) -> list[tuple[str, list[str]]]:
    """Each address once, the newest first, with what is wrong with it."""
    found: dict[str, list[str]] = {}
    for party in parties:
        if party.erased_at is None:
            found.setdefault(", ".join(party.lines), [problem["sentence"] for problem in party.problems])
    return list(found.items())


def _orders(rows: list[OrderFacts]) -> Table:
    return Table(
        label="Orders",
        columns=(
            Column(name="Order", phone="1"),
            Column(name="State", phone="2"),
            Column(name="Placed", phone="2 end"),
            Column(name="Units", number=True, phone="no"),
            Column(name="Total", number=True, phone="1 end"),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.number, href=f"/orders/{row.id}"),
                    Cell(part=status_of(word_of(row).value)),
                    Cell(text=moment(row.placed_at, timezone.localdate())),
                    Cell(text=str(row.units)),
                    Cell(text=money(row.total_minor, row.currency)),
                )
            )
            for row in rows
        ],
        empty=Blank(title="No orders.", icon="inbox"),
    )
