"""Gives drafted credit notes their gap-free numbers and books them; refuses those whose invoice has no number yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opsroom.domains.access import rules as access
from opsroom.domains.billing.models import CreditNote, Series
from opsroom.domains.billing.rules import channel_account
from opsroom.domains.billing.states import CREDIT_NOTE
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments.queries import open_guarantees, open_receivables, refunds_unexplained
from opsroom.kernel.records import transition, wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import INVOICE_CHUNK_COUNT
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.credit_note_issued import CreditNoteFacts, credit_note_issued
from opsroom.ledgers.money.recipes.parts import SaleParts, TaxPart


@in_one_piece
def number_credit_notes(actor: Actor, company_id: int, today: date) -> list[int]:
    """Numbers the oldest drafts, INVOICE_CHUNK_COUNT at most, in order of creation; returns their ids.

    As with invoices the series row is locked first, so two numberers take turns and a crash leaves no gap.
    """
    access.require(actor, "billing.issue", company_id=company_id)
    series = (
        Series.objects.select_for_update(no_key=True)
        .filter(company_id=company_id, code="credit_note")
        .first()
    )
    if series is None:
        return []
    waiting = CreditNote.objects.filter(series=series, state="draft", tax_minor__gte=0)
    ids = dict(
        waiting.exclude(invoice__state="draft")
        .order_by("id")
        .values_list("id", "order_id")[:INVOICE_CHUNK_COUNT]
    )
    order_rows.lock(ids.values())
    notes = list(
        CreditNote.objects.filter(pk__in=ids, state="draft")
        .select_related("order__channel", "order__ship_to")
        .prefetch_related("lines__invoice_line__order_line")
        .order_by("id")
    )
    for number, note in enumerate(notes, series.next_number):
        sets = {
            "number": number,
            "display_number": f"{series.prefix}{number:0{series.digits}d}",
            "issued_on": today,
        }
        transition.move(CREDIT_NOTE, CreditNote, "state", [int(note.pk)], "number", actor, sets=sets)
    if notes:
        Series.objects.filter(pk=series.pk).update(next_number=series.next_number + len(notes))
        _book(actor, company_id, notes, today)
        wake.notify("money")
    return [int(note.pk) for note in notes]


def _book(actor: Actor, company_id: int, notes: Sequence[CreditNote], today: date) -> None:
    orders = {int(note.order_id) for note in notes}
    owed, promised = open_receivables(company_id, orders), open_guarantees(company_id, orders)
    went = refunds_unexplained(company_id, orders)
    entries = []
    for note in notes:
        order_id = int(note.order_id)
        parts = _parts(note)
        # What went back was booked when it was told; what was called off lowers whoever still owes it.
        left = note.gross_minor - sum(tax.minor for tax in parts.taxes if tax.remitted_by)
        explained = min(went[order_id], left)
        went[order_id] -= explained
        left -= explained
        guaranteed = []
        for account, minor in promised[order_id].items() if note.reason == "cancelled" else ():
            guaranteed.append((account, min(minor, left)))
            left -= guaranteed[-1][1]
        lowered = min(owed[order_id], left)
        owed[order_id] -= lowered
        transfers = credit_note_issued(CreditNoteFacts(parts, lowered, guaranteed=tuple(guaranteed)))
        if transfers:
            entries.append(
                MoneyEntry(
                    key=f"credit_note:{note.pk}",
                    kind="credit_note_issued",
                    transfers=tuple(transfers),
                    on_date=today,
                    ref_kind="orders.order",
                    ref_id=order_id,
                )
            )
    post_many_entries(entries, actor=actor, company_id=company_id)


def _parts(note: CreditNote) -> SaleParts:
    net = {"shipping": 0, "difference": 0, "goods": 0}
    for line in note.lines.all():
        kind = line.invoice_line.order_line.kind
        net[kind if kind in net else "goods"] += line.net_minor
    for kind in ("goods", "shipping"):
        if net[kind] < 0:  # more was taken off than is left of them: it stands beside them
            net["difference"] += net[kind]
            net[kind] = 0
    country = (note.order.ship_to.country if note.order.ship_to else "") or "ZZ"
    remitted_by = channel_account(note.order.channel.code) if note.order.tax_remitter == "channel" else ""
    tax = TaxPart(country if len(country) == 2 else "ZZ", note.tax_minor, remitted_by)
    return SaleParts(
        currency=note.currency,
        gross=note.gross_minor,
        goods_net=net["goods"],
        shipping_net=net["shipping"],
        taxes=(tax,) if note.tax_minor else (),
        difference_net=net["difference"],
    )
