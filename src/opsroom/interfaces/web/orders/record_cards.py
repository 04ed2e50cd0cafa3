"""The lower half of an order's page as parts: holds and tasks, both books, money, timeline, the buyer; no reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from opsroom.domains.access.kinds import kind_of
from opsroom.domains.access.queries import TaskFacts
from opsroom.domains.customers.queries import PartyFacts
from opsroom.domains.orders.queries import HoldFacts, OrderFacts
from opsroom.domains.orders.rules import hold_sentence
from opsroom.insight.lists.order_record import CreditNoteFacts, OrderRecord
from opsroom.interfaces.web.orders.words import (
    CREDIT_REASONS,
    PROGRAMS,
    QUIET,
    account_words,
    happened,
    place_words,
    uncapped,
    way_words,
    why,
)
from opsroom.interfaces.web.parts import (
    Action,
    Event,
    Item,
    Items,
    Pair,
    Pairs,
    Posting,
    Postings,
    Status,
    Timeline,
    Tone,
)
from opsroom.interfaces.web.wording import MINUS, day, money, quantity, since, span
from opsroom.interfaces.web.wording import moment as moment_words

STOCK_EVENT, MONEY_EVENT = "Stock book", "Money book"
TASK_HREF = {"bad_address": "/orders/{}/address", "unknown_sku": "/orders/{}/match"}


def holds_and_tasks(
    order: OrderFacts,
    holds: Sequence[HoldFacts],
    tasks: Sequence[TaskFacts],
    names: Mapping[int, str],
    *,
    may_release: bool,
    may_edit: bool,
    may_credit: bool = False,
) -> Items | None:
    """What stands first with its act, then what is over with how long it took."""
    rows = [_hold(order, hold, names, may_release, may_credit) for hold in holds]
    open_tasks = [_task(order, task, names, may_edit) for task in tasks]
    rows = [r for r, h in zip(rows, holds, strict=True) if h.state == "placed"] + open_tasks + [
        r for r, h in zip(rows, holds, strict=True) if h.state != "placed"
    ]  # fmt: skip
    return Items(rows=rows) if rows else None


def _hold(
    order: OrderFacts, hold: HoldFacts, names: Mapping[int, str], may_release: bool, may_credit: bool
) -> Item:
    owner = names.get(hold.owner_id or 0, "")
    if hold.released_at is not None:
        took = span(hold.released_at - hold.placed_at)
        said = ", ".join(part for part in (f"released after {took}", owner) if part)
        return Item(title=hold_sentence(hold.reason, "").rstrip("."), note=said, icon="circle-check")
    due = f"due {moment_words(hold.due_at, timezone.localdate())}" if hold.due_at else ""
    clock = since(hold.placed_at, timezone.now())
    act = None
    if hold.reason == "credit":
        if may_credit:
            act = Action(label="Let it go…", href=f"/orders/{order.id}/credit", small=True, drawer=True)
    elif may_release:
        act = Action(
            label="Release hold",
            name="reason",
            value=hold.reason,
            small=True,
            about=f"Release the hold: {hold_sentence(hold.reason, '').rstrip('.')}",
        )
    return Item(
        title=hold_sentence(hold.reason, hold.detail),
        note=" · ".join(part for part in (clock, owner, due) if part),
        icon="circle-pause",
        action=act,
    )


def _task(order: OrderFacts, task: TaskFacts, names: Mapping[int, str], may_edit: bool) -> Item:
    one, act = kind_of(task.kind).one, kind_of(task.kind).act
    href = TASK_HREF.get(task.kind, "").format(order.id)
    words = one.format(n="").strip()
    if "above_paid_minor" in task.facts:
        above = money(task.facts["above_paid_minor"], str(task.facts.get("currency", "")))
        words = f"{above} more went back than was paid. See why"
    if task.kind == "refund" and "minor" in task.facts:
        words = f"Send {money(task.facts['minor'], str(task.facts.get('currency', '')))} back"
    action = Action(label=act, href=href, small=True, drawer=True) if href and may_edit else None
    note = " · ".join(
        part for part in (since(task.opened_at, timezone.now()), names.get(task.owner_id or 0, "")) if part
    )
    return Item(title=words[:1].upper() + words[1:], note=note, icon="clipboard-list", action=action)


def stock_postings(record: OrderRecord) -> Postings:
    """Goods that moved, and in grey those that will when it ships."""
    rows = [
        Posting(
            source=place_words(move.source_kind, move.source_code),
            source_note=record.sku_codes.get(move.item_id, ""),
            target=place_words(move.target_kind, move.target_code),
            target_note=moment_words(move.at, timezone.localdate()),
            amount=quantity(move.quantity),
        )
        for move in record.moves
    ]
    later = [a for a in record.set_aside if a.state in ("soft", "hard", "picked")]
    rows += [
        Posting(
            source=a.location or a.site_name,
            source_note=a.sku_code,
            target="Customer",
            target_note="when it ships",
            amount=str(a.quantity),
            later=True,
        )
        for a in later
    ]
    return Postings(title="Stock", rows=rows, empty="No goods have moved and none are set aside.")


def money_postings(record: OrderRecord) -> Postings:
    """Money as booked: debit, credit, amount."""
    currency = record.order.currency
    rows = [
        Posting(
            source=account_words(one.target_account),
            target=account_words(one.source_account),
            target_note=moment_words(one.at, timezone.localdate()),
            amount=money(one.minor, one.currency, sign=one.currency != currency),
        )
        for one in record.transfers
    ]
    return Postings(
        title=f"Money, {currency}",
        rows=rows,
        heads=("Debit", "Credit", "Amount"),
        empty="Nothing is booked yet.",
    )


def payments(record: OrderRecord) -> Items | None:
    """Payments and refunds as told, invoices and credit notes as issued."""
    today = timezone.localdate()
    rows = [
        Item(
            title=f"{money(p.amount_minor, p.currency)} {way_words(p.gateway, p.kind)}",
            note=moment_words(p.occurred_at, today),
            icon="credit-card",
            status=Status(text=p.state.replace("_", " ").capitalize(), tone=_paid_tone(p.state)),
        )
        for p in record.payments
    ]
    rows += [
        Item(
            title=f"{MINUS}{money(one.amount_minor, one.currency)} sent back",
            note=moment_words(one.occurred_at, today)
            + (
                f" · {money(one.concession_minor, one.currency)} more than was paid"
                if one.concession_minor
                else ""
            ),
            icon="undo-2",
            status=Status(text="Refunded", tone="warn"),
        )
        for one in record.refunds
    ]
    for invoice in record.invoices:
        paper = None
        if invoice.document_id:
            paper = Action(label="PDF", href=f"/invoices/{invoice.id}/pdf", icon="file-text", small=True)
        issued = f"issued {day(invoice.issued_on, today)}" if invoice.issued_on else "not issued yet"
        rows.append(
            Item(
                title=f"Invoice {invoice.number or 'draft'}, {money(invoice.gross_minor, invoice.currency)}",
                note=f"{issued} · {money(invoice.tax_minor, invoice.currency)} tax",
                icon="receipt",
                action=paper,
            )
        )
    rows += [_credit_note(one) for one in record.credit_notes]
    return Items(rows=rows) if rows else None


def _credit_note(one: CreditNoteFacts) -> Item:
    paper = None
    if one.document_id:
        paper = Action(label="PDF", href=f"/credit-notes/{one.id}/pdf", icon="file-text", small=True)
    issued = f"issued {day(one.issued_on, timezone.localdate())}" if one.issued_on else "not issued yet"
    return Item(
        title=f"Credit note {one.number or 'draft'}, {money(one.gross_minor, one.currency)}",
        note=f"{issued} · for invoice {one.invoice_number or 'draft'} · {CREDIT_REASONS[one.reason]}",
        icon="receipt",
        action=paper,
    )


def _paid_tone(state: str) -> Tone:
    return "ok" if state == "captured" else "bad" if state in ("failed", "voided") else "warn"


def timeline(record: OrderRecord, names: Mapping[int, str]) -> Timeline:
    """Newest first: what happened with its reason and person, and beside it what each book wrote."""
    found: dict[tuple[str, datetime, str, str], Event] = {}
    for row in record.events:
        if row.kind in QUIET:
            continue
        title, tone = happened(row.kind)
        who = names.get(row.actor_id, "") if row.actor_id else PROGRAMS.get(row.actor_name, "Opsroom")
        note = _note(record, row.kind, row.subject_id, row.reason, row.data)
        key = (row.kind, row.at.replace(microsecond=0), who, "")
        known = found.get(key)
        if known is None:
            found[key] = Event(at=row.at, title=title, note=note, who=who, tone=tone)
        elif note and note not in known.note:
            joined = f"{known.note}; {note}" if known.note else note
            found[key] = Event(at=row.at, title=title, note=joined, who=who, tone=tone)
    for title, at, kind, words in _booked(record):
        key = (title, at.replace(microsecond=0), kind, "")
        known = found.get(key)
        note = f"{known.note}; {words}" if known else words
        found[key] = Event(at=at, title=title, note=note, who="", tone="")
    # Within one second the newest act stands first and what the books wrote stands above it.
    placed = sorted(enumerate(found.values()), key=lambda one: (one[1].at.replace(microsecond=0), one[0]))
    return Timeline(events=[event for _, event in reversed(placed)])


def _note(record: OrderRecord, kind: str, subject_id: int, reason: str, data: Mapping[str, object]) -> str:
    if kind.startswith("warehouse.allocation."):
        for one in record.set_aside:
            if one.id == subject_id:
                at = f" in {one.location}" if one.location and kind.endswith(("hardened", "picked")) else ""
                return f"{one.quantity} × {one.sku_code} at {one.site_name}{at}"
    if kind == "orders.fulfilment.released":
        return "; ".join(
            f"{c.number} at {c.site_name}" + (f", {c.wave_number}" if c.wave_number else "")
            for c in record.consignments
        )
    if kind == "orders.fulfilment.shipped":
        return "; ".join(f"{p.carrier} {p.tracking}".strip() or p.number for p in record.parcels)
    if kind.startswith("fulfilment.parcel."):
        return next((p.number for p in record.parcels if p.id == subject_id), "")
    if kind.startswith("payments.payment."):
        return next(
            (
                f"{money(p.amount_minor, p.currency)} {way_words(p.gateway, p.kind)}, {p.state.replace('_', ' ')}"
                for p in record.payments
                if p.id == subject_id
            ),
            "",
        )
    if kind.startswith("payments.refund."):
        return next((money(r.amount_minor, r.currency) for r in record.refunds if r.id == subject_id), "")
    if kind.startswith("billing.creditnote."):
        return next((f"{c.number or 'draft'}" for c in record.credit_notes if c.id == subject_id), "")
    if kind.startswith("billing.invoice."):
        return next((f"{i.number or 'draft'}" for i in record.invoices if i.id == subject_id), "")
    if kind == "orders.order.price_overridden":
        sold = data.get("sku")
        return f"{record.sku_codes.get(sold, '') if isinstance(sold, int) else ''} {why(kind, reason, data)}".strip()
    if kind == "orders.order.sku_matched":
        sku = data.get("sku")
        return record.sku_codes.get(sku, "") if isinstance(sku, int) else ""
    return why(kind, reason, data)


def _booked(record: OrderRecord) -> list[tuple[str, datetime, str, str]]:
    """(book, when, entry, words) of every posting, so that each act shows its effect in words."""
    found = []
    for move in record.moves:
        source = place_words(move.source_kind, move.source_code)
        places = f"{source} to {place_words(move.target_kind, move.target_code)}"
        code = record.sku_codes.get(move.item_id, "goods")
        found.append(
            (STOCK_EVENT, move.at, str(move.entry_id), f"{quantity(move.quantity)} × {code}, {places}")
        )
    for one in record.transfers:
        words = (
            f"{money(one.minor, one.currency)} from {uncapped(account_words(one.source_account))}"
            f" to {uncapped(account_words(one.target_account))}"
        )
        found.append((MONEY_EVENT, one.at, str(one.entry_id), words))
    return found


def customer_card(
    order: OrderFacts, ship_to: PartyFacts | None, bill_to: PartyFacts | None, orders_in_all: int, name: str
) -> Pairs:
    """The buyer and where it goes; drawn only for those who may see people."""
    nth = f"{orders_in_all} orders" if orders_in_all != 1 else "first order"
    rows = []
    if order.customer_id:
        rows.append(
            Pair(key="Buyer", value=name or "Erased", note=nth, href=f"/customers/{order.customer_id}")
        )
    rows += _address("Ships to", ship_to)
    if bill_to is not None and ship_to is not None and bill_to.id != ship_to.id:
        rows += _address("Bill to", bill_to)
    if order.purchase_order:
        rows.append(Pair(key="Their order number", value=order.purchase_order))
    return Pairs(rows=rows)


def _address(key: str, party: PartyFacts | None) -> list[Pair]:
    if party is None:
        return [Pair(key=key, value="No address was given")]
    if party.erased_at is not None:
        return [Pair(key=key, value="Erased", note=party.country)]
    found = [
        Pair(
            key=key,
            value=", ".join(party.lines),
            note=party.problems[0]["sentence"] if party.problems else "",
        )
    ]
    contact = " · ".join(part for part in (party.email, party.phone) if part)
    return [*found, Pair(key="Reach", value=contact)] if contact else found
