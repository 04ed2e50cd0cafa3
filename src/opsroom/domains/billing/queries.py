"""Reads of invoices and credit notes for people with billing.view; refuses foreign rows as if they were missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from opsroom.domains.access import rules as access
from opsroom.domains.billing.errors import InvoiceNotFound
from opsroom.domains.billing.models import (
    CreditNote,
    CreditNoteDocument,
    Invoice,
    InvoiceDocument,
    OpeningBalance,
    OpenReceivable,
    Series,
)
from opsroom.domains.billing.rules import SERIES, Numbering, number_in
from opsroom.domains.payments import queries as payments
from opsroom.kernel.values.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Invoice]:
    """Invoices of the actor's companies; people bound to sites see those of their sites."""
    access.require(actor, "billing.view")
    rows = Invoice.objects.filter(company_id__in=actor.company_ids)
    if actor.site_ids is not None:
        rows = rows.filter(fulfilment_order__site_id__in=sorted(actor.site_ids))
    return rows


def get(actor: Actor, invoice_id: int) -> Invoice:
    """One invoice with its lines, taxes and order."""
    rows = visible_to(actor).select_related("order").prefetch_related("lines", "taxes")
    row = rows.filter(pk=invoice_id).first()
    if row is None:
        raise InvoiceNotFound()
    return row


@dataclass(frozen=True, slots=True)
class Paper:
    """The stored PDF and a file name of our own making."""

    file_name: str
    pdf: bytes


def paper(actor: Actor, invoice_id: int) -> Paper:
    """The PDF as issued; raises InvoiceNotFound until it is made."""
    row = InvoiceDocument.objects.filter(invoice__in=visible_to(actor), invoice_id=invoice_id)
    found = row.select_related("invoice").first()
    if found is None:
        raise InvoiceNotFound()
    return Paper(f"{found.invoice.display_number}.pdf", bytes(found.pdf))


def credit_notes(actor: Actor) -> QuerySet[CreditNote]:
    """Credit notes of the invoices the actor may see."""
    return CreditNote.objects.filter(invoice__in=visible_to(actor))


def credit_note_paper(actor: Actor, credit_note_id: int) -> Paper:
    """The PDF as issued; raises InvoiceNotFound until it is made."""
    row = CreditNoteDocument.objects.filter(
        credit_note__in=credit_notes(actor), credit_note_id=credit_note_id
    )
    found = row.select_related("credit_note").first()
    if found is None:
        raise InvoiceNotFound()
    return Paper(f"{found.credit_note.display_number}.pdf", bytes(found.pdf))


def of_order(actor: Actor, order_id: int) -> list[Invoice]:
    """An order's invoices, oldest first."""
    return list(visible_to(actor).filter(order_id=order_id).order_by("id"))


def invoiced(order_ids: Collection[int]) -> set[int]:
    """Those of these orders that have an invoice of ours, numbered or not."""
    return set(Invoice.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True))


def credited(order_ids: Collection[int]) -> dict[int, int]:
    """Minor units taken back of these orders' invoices, by id; orders without are left out."""
    rows = CreditNote.objects.filter(order_id__in=list(order_ids)).values("order_id")
    return dict(rows.annotate(minor=Sum("gross_minor")).values_list("order_id", "minor"))


def still_due(company_id: int, totals: Mapping[int, int]) -> dict[int, int]:
    """Order id -> minor units still to be paid, 0 or more, for every order of `totals` (its id -> its total).

    A total less its credit notes, less the money that came and stayed."""
    came, back = payments.captured(company_id, totals), payments.refunded_of_ours(company_id, totals)
    less = credited(totals)
    return {
        pk: max(0, total - less.get(pk, 0) - max(0, came.get(pk, 0) - back.get(pk, 0)))
        for pk, total in totals.items()
    }


def parties_invoiced(order_ids: Collection[int]) -> set[int]:
    """Ids of the addresses that stand on an invoice of these orders, numbered or about to be."""
    rows = Invoice.objects.filter(order_id__in=order_ids, bill_to__isnull=False)
    return set(rows.values_list("bill_to_id", flat=True))


def companies_waiting() -> list[int]:
    """Ids of companies with drafts to number or numbers without paper: what the sweep goes through."""
    waiting = ("draft", "numbered")
    found: set[int] = set()
    for model in (Invoice, CreditNote):
        rows = model._default_manager.filter(state__in=waiting, company__closed_at=None)
        found |= set(rows.values_list("company_id", flat=True).distinct())
    return sorted(found)


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A row of numbers: the next as it will stand on paper; `begun`: one was given here, so it stays; `continued`:
    it goes on behind numbers given elsewhere."""

    code: str
    next: str
    begun: bool
    continued: bool = False


def series_of(actor: Actor, company_id: int) -> list[SeriesFacts]:
    """Every row of numbers, also those that nobody used yet."""
    access.require(actor, "billing.view", company_id=company_id)
    rows = {row.code: row for row in Series.objects.filter(company_id=company_id)}
    found = []
    for code, prefix in SERIES.items():
        row = rows.get(code) or Series(code=code, prefix=prefix, next_number=1)
        given = row.pk is not None and (
            Invoice.objects.filter(series=row, number__isnull=False).exists()
            or CreditNote.objects.filter(series=row, number__isnull=False).exists()
        )
        text = f"{row.prefix}{row.next_number:0{row.digits}d}"
        found.append(SeriesFacts(code, text, given, continued=not given and row.next_number > 1))
    return found


RECEIVABLE_VIEWS = ("open", "overdue", "settled", "")


@dataclass(frozen=True, slots=True)
class ReceivableFacts:
    """An old tool's open invoice in minor units; `due` is what is not paid of it yet."""

    id: int
    company_id: int
    customer_id: int | None
    number: str
    state: str
    currency: str
    issued_on: date
    due_on: date | None
    opened_on: date
    gross_minor: int
    open_minor: int
    settled_minor: int

    @property
    def due(self) -> int:
        """Minor units still to be paid."""
        return self.open_minor - self.settled_minor


_RECEIVABLE = tuple(ReceivableFacts.__dataclass_fields__)


def receivables(actor: Actor) -> QuerySet[OpenReceivable]:
    """Those this actor may see; people bound to sites see none, for an old invoice has no site."""
    access.require(actor, "billing.view")
    rows = OpenReceivable.objects.filter(company_id__in=actor.company_ids)
    return rows if actor.site_ids is None else rows.none()


def receivable(actor: Actor, receivable_id: int) -> ReceivableFacts | None:
    """One, or None when there is none the actor may see."""
    row = receivables(actor).filter(pk=receivable_id).values(*_RECEIVABLE).first()
    return ReceivableFacts(**row) if row else None


def _receivables_in(rows: QuerySet[OpenReceivable], view: str, today: date) -> QuerySet[OpenReceivable]:
    if view == "overdue":
        return rows.filter(state="open", due_on__lt=today)
    return rows.filter(state=view) if view else rows


def _receivables_like(
    actor: Actor, text: str, customer_ids: Collection[int], customer_id: int | None
) -> QuerySet[OpenReceivable]:
    rows = receivables(actor)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(customer_id__in=list(customer_ids)))
    return rows


def receivable_page(
    actor: Actor,
    *,
    today: date,
    view: str = "open",
    text: str = "",
    customer_ids: Collection[int] = (),
    customer_id: int | None = None,
    first: int = 0,
    rows: int = 50,
) -> list[ReceivableFacts]:
    """Rows from `first` on, the longest due first. `customer_ids`: buyers whom the text names as well."""
    page = _receivables_in(_receivables_like(actor, text, customer_ids, customer_id), view, today)
    found = page.order_by(F("due_on").asc(nulls_last=True), "issued_on", "id").values(*_RECEIVABLE)
    return [ReceivableFacts(**row) for row in found[first : first + rows]]


def receivable_counts(
    actor: Actor,
    *,
    today: date,
    text: str = "",
    customer_ids: Collection[int] = (),
    customer_id: int | None = None,
) -> dict[str, int]:
    """How many each view has, under the same search."""
    rows = _receivables_like(actor, text, customer_ids, customer_id)
    return {view: _receivables_in(rows, view, today).count() for view in RECEIVABLE_VIEWS}


def receivable_sums(actor: Actor, *, today: date, view: str = "open") -> dict[str, int]:
    """Currency -> minor units still to be paid."""
    rows = _receivables_in(receivables(actor), view, today).order_by().values_list("currency")
    return dict(rows.annotate(due=Sum(F("open_minor") - F("settled_minor"))))


def receivables_by_number(company_id: int, numbers: Collection[str]) -> dict[str, ReceivableFacts]:
    """Number -> what stands here. For imports, which have asked who may write."""
    rows = OpenReceivable.objects.filter(company_id=company_id, number__in=list(numbers)).values(*_RECEIVABLE)
    return {row["number"]: ReceivableFacts(**row) for row in rows}


def numbers_of_ours(company_id: int, numbers: Collection[str]) -> set[str]:
    """Those of these numbers that an invoice of ours carries."""
    rows = Invoice.objects.filter(company_id=company_id, display_number__in=list(numbers))
    return {str(number) for number in rows.values_list("display_number", flat=True)}


def numbers_to_come(company_id: int, numbers: Collection[str]) -> tuple[set[str], str]:
    """Those of these numbers that our row of invoices has still to give, and the number it gives next."""
    row = Series.objects.filter(company_id=company_id, code="invoice").first()
    row = row or Series(code="invoice", prefix=SERIES["invoice"], next_number=1)
    numbering = Numbering(row.prefix, row.digits, row.next_number)
    found = {one for one in numbers if (number_in(one, numbering) or 0) >= row.next_number}
    return found, f"{row.prefix}{row.next_number:0{row.digits}d}"


def owed_from(company_id: int, receivable_ids: Collection[int]) -> set[int]:
    """The customers known here who owe these invoices of an old tool."""
    rows = OpenReceivable.objects.filter(company_id=company_id, pk__in=list(receivable_ids))
    return {int(pk) for pk in rows.values_list("customer_id", flat=True) if pk is not None}


def owed_before(company_id: int, customer_ids: Collection[int], currency: str) -> dict[int, int]:
    """Customer id -> minor units of this currency still owed on invoices of an old tool."""
    rows = OpenReceivable.objects.filter(
        company_id=company_id, customer_id__in=list(customer_ids), currency=currency, state="open"
    )
    sums = rows.order_by().values_list("customer_id").annotate(due=Sum(F("open_minor") - F("settled_minor")))
    return {int(pk): int(due) for pk, due in sums if pk is not None}


@dataclass(frozen=True, slots=True)
class BalanceFacts:
    """What an account was opened with, in minor units, debit above zero; not `booked`: only kept as told."""

    id: int
    account: str
    title: str
    currency: str
    minor: int
    booked: bool
    opened_on: date


_BALANCE = tuple(BalanceFacts.__dataclass_fields__)


def opening_balances(actor: Actor, company_id: int) -> list[BalanceFacts]:
    """Every account that was opened, by currency and code."""
    access.require(actor, "billing.view", company_id=company_id)
    rows = OpeningBalance.objects.filter(company_id=company_id).order_by("currency", "account")
    return [BalanceFacts(**row) for row in rows.values(*_BALANCE)]


def opening_balances_of(company_id: int) -> dict[tuple[str, str], BalanceFacts]:
    """(account, currency) -> what stands here. For imports, which have asked who may write."""
    rows = OpeningBalance.objects.filter(company_id=company_id).values(*_BALANCE)
    return {(row["account"], row["currency"]): BalanceFacts(**row) for row in rows}


def opened_by(import_id: int) -> dict[str, int]:
    """Currency -> what the accounts that an import has opened come to, debit less credit, in minor units."""
    rows = OpeningBalance.objects.filter(imported_in_id=import_id).order_by().values_list("currency")
    return dict(rows.annotate(minor=Sum("minor")))


def opened_receivables(company_id: int, currency: str) -> int:
    """What the open invoices of this currency were opened with, together, in minor units."""
    rows = OpenReceivable.objects.filter(company_id=company_id, currency=currency)
    return rows.aggregate(minor=Sum("open_minor"))["minor"] or 0
