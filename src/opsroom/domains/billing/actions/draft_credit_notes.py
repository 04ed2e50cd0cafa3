"""Drafts credit notes for what is invoiced beyond the money we keep; refuses to credit more than an invoice holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine, Series
from opsroom.domains.billing.rules import Creditable, Share, credit, credit_due
from opsroom.domains.billing.states import CREDIT_NOTE
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

Taken = list[tuple[InvoiceLine, int, Share]]


@dataclass(frozen=True, slots=True)
class ToCredit:
    """One order whose lock the caller holds. `kept`: minor units of its money that we still have.

    reason: "refund" or "cancelled", as the credit note stores it.
    most: minor units that went back to the customer; None: it was called off, so whatever is not paid is credited.
    units: by order line id, told to be taken back.
    """

    order_id: int
    reason: str
    kept: int
    most: int | None
    units: Mapping[int, int]


@transaction.atomic
def draft_credit_notes(
    actor: Actor,
    company_id: int,
    rows: Sequence[ToCredit],
    *,
    site_id: int | None = None,
    verb: str = "orders.accept",
) -> list[int]:
    """Returns the ids of new drafts, one for each invoice concerned; the same facts again make none."""
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    orders = [row.order_id for row in rows]
    invoices = Invoice.objects.filter(company_id=company_id, order_id__in=orders).order_by("id")
    by_order: dict[int, list[Invoice]] = {}
    for invoice in invoices.prefetch_related("lines__credited"):
        by_order.setdefault(int(invoice.order_id), []).append(invoice)
    if not by_order:
        return []
    credited = CreditNote.objects.filter(order_id__in=by_order)
    made: list[CreditNote] = []
    parts: list[Taken] = []
    for row in rows:
        mine = by_order.get(row.order_id, [])
        before = [note for note in credited if note.order_id == row.order_id]
        most = sum(invoice.gross_minor for invoice in mine)
        if row.most is not None:
            most = row.most - sum(note.gross_minor for note in before if note.reason == "refund")
        due = credit_due(
            sum(invoice.gross_minor for invoice in mine),
            sum(note.gross_minor for note in before),
            row.kept,
            most,
        )
        units = dict(row.units)
        for invoice in sorted(
            mine, key=lambda one: not any(ln.order_line_id in units for ln in one.lines.all())
        ):
            taken = _taken(invoice, units, due)
            if taken:
                due -= sum(one.gross for _, _, one in taken)
                made.append(_head(company_id, invoice, row.reason, before, taken))
                parts.append(taken)
    _write(made, parts, actor)
    return [int(note.pk) for note in made]


def _taken(invoice: Invoice, units: dict[int, int], due: int) -> Taken:
    """What of this invoice is credited; lowers `units` by what it takes."""
    lines = sorted(invoice.lines.all(), key=lambda line: line.position)
    left = [_left(line) for line in lines]
    amount = min(due, sum(one.gross for one in left))
    if amount <= 0:
        return []
    wanted = {place: units.get(int(line.order_line_id), 0) for place, line in enumerate(lines)}
    found = credit(left, wanted, amount)
    for place, (many, _) in found.items():
        line = int(lines[place].order_line_id)
        units[line] = max(0, units.get(line, 0) - many)
    return [(lines[place], many, part) for place, (many, part) in found.items()]


def _left(line: InvoiceLine) -> Creditable:
    before: Iterable[CreditNoteLine] = line.credited.all()
    return Creditable(
        units=line.quantity - sum(one.quantity for one in before),
        net=line.net_minor - sum(one.net_minor for one in before),
        tax=line.tax_minor - sum(one.tax_minor for one in before),
    )


def _head(
    company_id: int, invoice: Invoice, reason: str, before: Sequence[CreditNote], taken: Taken
) -> CreditNote:
    net, tax = sum(one.net for _, _, one in taken), sum(one.tax for _, _, one in taken)
    place = 1 + sum(note.invoice_id == invoice.pk for note in before)
    return CreditNote(
        company_id=company_id,
        order_id=invoice.order_id,
        invoice=invoice,
        series=_series(company_id),
        key=f"invoice:{invoice.pk}:{place}",
        reason=reason,
        state="draft",
        currency=invoice.currency,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
    )


def _series(company_id: int) -> Series:
    fresh = Series(company_id=company_id, code="credit_note", prefix="CN-", next_number=1)
    Series.objects.bulk_create([fresh], ignore_conflicts=True)
    return Series.objects.get(company_id=company_id, code="credit_note")


def _write(made: Sequence[CreditNote], parts: Sequence[Taken], actor: Actor) -> None:
    if not made:
        return
    CreditNote.objects.bulk_create(made)
    CreditNoteLine.objects.bulk_create(
        CreditNoteLine(
            credit_note=note,
            position=position,
            invoice_line=line,
            quantity=many,
            net_minor=part.net,
            tax_minor=part.tax,
            gross_minor=part.gross,
        )
        for note, taken in zip(made, parts, strict=True)
        for position, (line, many, part) in enumerate(taken, 1)
    )
    born = [(int(note.pk), "draft", {"order": int(note.order_id)}) for note in made]
    transition.born(CREDIT_NOTE, CreditNote, born, actor)
    wake.notify("money")
