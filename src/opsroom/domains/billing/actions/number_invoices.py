"""Gives drafts their gap-free numbers and books them, in a short step of its own; refuses to number twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from opsroom.domains.access import rules as access
from opsroom.domains.billing.models import Invoice, Series
from opsroom.domains.billing.rules import channel_account
from opsroom.domains.billing.states import INVOICE
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments.queries import prepayments
from opsroom.kernel.records import transition, wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import INVOICE_CHUNK_COUNT
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.invoice_issued import InvoiceFacts, invoice_issued
from opsroom.ledgers.money.recipes.parts import SaleParts, TaxPart


@in_one_piece
def number_invoices(actor: Actor, company_id: int, today: date) -> list[int]:
    """Numbers the oldest drafts, INVOICE_CHUNK_COUNT at most, in order of creation; returns their ids.

    The series row is locked first, so two numberers take turns; a crash gives the numbers back with everything else.
    """
    access.require(actor, "billing.issue", company_id=company_id)
    series = (
        Series.objects.select_for_update(no_key=True).filter(company_id=company_id, code="invoice").first()
    )
    if series is None:
        return []
    drafts = _drafts(series)
    if not drafts:
        return []
    for number, invoice in enumerate(drafts, series.next_number):
        due = None if invoice.terms_days is None else today + timedelta(days=invoice.terms_days)
        transition.move(
            INVOICE,
            Invoice,
            "state",
            [int(invoice.pk)],
            "number",
            actor,
            sets={
                "number": number,
                "display_number": f"{series.prefix}{number:0{series.digits}d}",
                "issued_on": today,
                "due_on": due,
            },
        )
    Series.objects.filter(pk=series.pk).update(next_number=series.next_number + len(drafts))
    _book(actor, company_id, drafts, today)
    wake.notify("money")
    return [int(invoice.pk) for invoice in drafts]


def _drafts(series: Series) -> list[Invoice]:
    """The oldest drafts that can be booked, under the lock of their orders: money that comes meanwhile waits for it.

    One over less than nothing is a credit note by another name: it stays a draft and stops no other.
    """
    waiting = Invoice.objects.filter(series=series, state="draft", gross_minor__gte=0, tax_minor__gte=0)
    ids = dict(waiting.order_by("id").values_list("id", "order_id")[:INVOICE_CHUNK_COUNT])
    order_rows.lock(ids.values())
    drafts = (
        Invoice.objects.filter(pk__in=ids, state="draft")
        .select_related("order__channel", "order__ship_to")
        .prefetch_related("lines__order_line")
        .order_by("id")
    )
    return [draft for draft in drafts if (parts := _parts(draft)).goods_net >= 0 and parts.shipping_net >= 0]


def _book(actor: Actor, company_id: int, invoices: Sequence[Invoice], today: date) -> None:
    paid = prepayments(company_id, {int(i.order_id) for i in invoices})
    entries = []
    for invoice in invoices:
        order_id = int(invoice.order_id)
        used = min(paid.get(order_id, 0), invoice.gross_minor)
        paid[order_id] = paid.get(order_id, 0) - used
        guaranteed = invoice.order.payment_state == "guaranteed"
        transfers = invoice_issued(
            InvoiceFacts(
                parts=_parts(invoice),
                prepaid=used,
                guaranteed_by=channel_account(invoice.order.channel.code) if guaranteed else "",
            )
        )
        if transfers:
            entries.append(
                MoneyEntry(
                    key=f"invoice:{invoice.pk}",
                    kind="invoice_issued",
                    transfers=tuple(transfers),
                    on_date=today,
                    ref_kind="orders.order",
                    ref_id=order_id,
                )
            )
    post_many_entries(entries, actor=actor, company_id=company_id)


def _parts(invoice: Invoice) -> SaleParts:
    lines = list(invoice.lines.all())
    shipping = sum(line.net_minor for line in lines if line.order_line.kind == "shipping")
    difference = sum(line.net_minor for line in lines if line.order_line.kind == "difference")
    country = (invoice.order.ship_to.country if invoice.order.ship_to else "") or "ZZ"
    remitted_by = (
        channel_account(invoice.order.channel.code) if invoice.order.tax_remitter == "channel" else ""
    )
    return SaleParts(
        currency=invoice.currency,
        gross=invoice.gross_minor,
        goods_net=invoice.net_minor - shipping - difference,
        shipping_net=shipping,
        difference_net=difference,
        taxes=(TaxPart(country if len(country) == 2 else "ZZ", invoice.tax_minor, remitted_by),)
        if invoice.tax_minor
        else (),
    )
