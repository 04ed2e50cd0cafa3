"""The card of a buyer's old debts: what they still owe on an earlier tool's invoices; only for who sees the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from opsroom.domains.access.rules import may
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.queries import ReceivableFacts
from opsroom.domains.customers.queries import CustomerFacts
from opsroom.interfaces.web.invoices.owed import owed_status
from opsroom.interfaces.web.parts import Blank
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import UNKNOWN, counted, day, money
from opsroom.kernel.values.actor import Actor

ROWS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class OwedCard:
    """Open invoices, the longest due first; `chip` is their sum, `footer` says what is not shown."""

    table: Table
    chip: str
    href: str
    footer: str


def owed_card(actor: Actor, row: CustomerFacts) -> OwedCard | None:
    """None where nothing was brought along for this buyer, or this person does not see the money."""
    if not may(actor, "billing.view"):
        return None
    today = timezone.localdate()
    counts = billing.receivable_counts(actor, today=today, customer_id=row.id)
    if not counts[""]:
        return None
    found = billing.receivable_page(actor, today=today, customer_id=row.id, rows=counts["open"])
    owed: dict[str, int] = {}
    for one in found:
        owed[one.currency] = owed.get(one.currency, 0) + one.due
    words = {"view": "all"} | ({"q": row.email or row.name} if row.email or row.name else {})
    return OwedCard(
        _table(actor, found[:ROWS_SHOWN]),
        ", ".join(money(minor, currency) for currency, minor in sorted(owed.items())),
        "/money/owed?" + urlencode(words),
        _footer(len(found) - ROWS_SHOWN, counts["settled"]),
    )


def _footer(more: int, settled: int) -> str:
    said = [f"{counted(more, 'more invoice')} under All owed."] if more > 0 else []
    said += [f"{counted(settled, 'invoice')} of the old tool {'is' if settled == 1 else 'are'} paid."] * bool(
        settled
    )
    return " ".join(said)


def _table(actor: Actor, rows: Sequence[ReceivableFacts]) -> Table:
    today, pays = timezone.localdate(), may(actor, "payments.record")
    return Table(
        label="Invoices of the old tool",
        columns=(
            Column(name="Invoice", phone="1"),
            Column(name="State", phone="1 end"),
            Column(name="Due", phone="2", label="Due"),
            Column(name="Total", number=True, phone="no"),
            Column(name="Still owed", number=True, phone="2 end", label="Still owed"),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.number, href=f"/money/owed/{row.id}" if pays else ""),
                    Cell(part=owed_status(row, today)),
                    Cell(text=day(row.due_on, today) if row.due_on else UNKNOWN),
                    Cell(text=money(row.gross_minor, row.currency)),
                    Cell(text=money(row.due, row.currency)),
                )
            )
            for row in rows
        ],
        empty=Blank(title="Nothing is owed any more.", icon="circle-check", tone="ok"),
    )
