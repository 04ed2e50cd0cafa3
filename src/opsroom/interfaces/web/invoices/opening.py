"""Shows what each account was opened with and what of it found no other side; changes nothing: imports and undo do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import may
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.queries import BalanceFacts
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Blank, Chip, Crumb, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import counted, day, money
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.accounts import OPENING_BALANCE
from opsroom.ledgers.money.queries import balances


@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    """/money/opening: one row an account and currency."""
    actor = actor_of(request)
    company_id = company_of(actor).id
    rows = billing.opening_balances(actor, company_id)
    left = {
        currency: minor
        for (account, currency), minor in balances(company_id).items()
        if account == OPENING_BALANCE
    }
    said = ", ".join(money(-minor, currency) for currency, minor in sorted(left.items()))
    actions = []
    if may(actor, "billing.open"):
        actions.append(Action(label="Import balances", href="/import", icon="upload", desk_only=True))
    head = Head(
        crumbs=[Crumb(text="Money", href="/money"), Crumb(text="Owed", href="/money/owed")],
        title=f"{counted(len(rows), 'account')} opened" if rows else "No account was opened",
        lead=f"{said} on opening_balance still has no other side: import what is missing, or ask your bookkeeper."
        if said
        else "Nothing is left on opening_balance: what was opened adds up.",
        actions=actions,
    )
    return render(request, "invoices/opening.html", {"head": head, "table": _table(actor, rows)})


def _table(actor: Actor, rows: list[BalanceFacts]) -> Table:
    today = localdate()
    offers = [Action(label="Import a file", href="/import", icon="upload", look="pri")]
    return Table(
        label="Opening balances",
        columns=[
            Column(name="Account", phone="1"),
            Column(name="Name in the old tool", phone="2 full", wrap=True),
            Column(name="Debit", number=True, phone="3", label="Debit"),
            Column(name="Credit", number=True, phone="3 end", label="Credit"),
            Column(name="Opened on", phone="no"),
            Column(name="State", phone="1 end"),
        ],
        rows=[
            Row(
                id=str(row.id),
                name=row.account,
                cells=[
                    Cell(text=row.account, mono=True),
                    Cell(text=row.title),
                    Cell(text=money(row.minor, row.currency) if row.minor > 0 else ""),
                    Cell(text=money(-row.minor, row.currency) if row.minor < 0 else ""),
                    Cell(text=day(row.opened_on, today)),
                    Cell(part=None if row.booked else Chip(text="On the invoices" if row.minor else "Zero")),
                ],
            )
            for row in rows
        ],
        empty=Blank(
            title="No account was opened.",
            text="Import the balances of your old tool at the cut-over: account, type, balance, or debit and credit.",
            icon="banknote",
            actions=offers if may(actor, "billing.open") else (),
        ),
    )
