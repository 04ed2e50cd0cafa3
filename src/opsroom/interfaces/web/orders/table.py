"""Turns rows of the order list into a table; shows a person only where the row holds one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from opsroom.domains.orders.rules import WORD_TEXT, Word, hold_sentence
from opsroom.insight.lists.orders import OrderRow
from opsroom.interfaces.web.parts import Blank, Due, Part, Status, Tone
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import clock, day, money
from opsroom.interfaces.web.wording import moment as moment_words

WORD_TONE: dict[Word, Tone] = {
    Word.ON_HOLD: "bad",
    Word.UNKNOWN_SKU: "bad",
    Word.SHORT: "warn",
    Word.PAYMENT_PENDING: "warn",
    Word.PART_SHIPPED: "warn",
    Word.READY: "acc",
    Word.RELEASED: "info",
    Word.PICKING: "info",
    Word.PICKED: "info",
    Word.PACKING: "info",
    Word.PACKED: "info",
    Word.SHIPPED: "ok",
    Word.ELSEWHERE: "alt",
}
PAYMENT_TEXT = {
    "captured": "Paid",
    "authorised": "Authorised",
    "terms": "On terms",
    "cod": "Cash on delivery",
    "guaranteed": "Guaranteed",
    "pending": "Pending",
    "part_refunded": "Part refunded",
    "refunded": "Refunded",
    "voided": "Voided",
}
PAYMENT_TONE: dict[str, Tone] = {"pending": "warn", "voided": "bad", "refunded": "bad"}
MARKS_SHOWN = 2
ENDED = frozenset(
    {Word.CANCELLED, Word.SHIPPED, Word.CLOSED, Word.ELSEWHERE, Word.HISTORY, Word.LISTENING, Word.TEST}
)


def status_of(word: str) -> Status:
    """The word of state with its tone."""
    return Status(text=WORD_TEXT[Word(word)], tone=WORD_TONE.get(Word(word), ""))


def due_of(ship_by: datetime | None, word: str, now: datetime) -> Part | None:
    """The ship-by; red when it is past and the order has not left."""
    if ship_by is None:
        return None
    today = timezone.localtime(now).date()
    tone: Tone = ""
    if Word(word) not in ENDED:
        tone = "bad" if ship_by < now else "warn" if timezone.localtime(ship_by).date() == today else ""
    return Due(text=moment_words(ship_by, today), tone=tone, exact=ship_by)


def order_table(rows: Sequence[OrderRow], *, now: datetime, select: bool, empty: Blank) -> Table:
    """The list: number first, money last, all of it within a desk's width; a remark stands under what it is about."""
    people = any(row.customer is not None for row in rows)
    columns = [
        Column(name="Order", phone="1 line", narrow=True),
        *([Column(name="Customer", phone="3 full", narrow=True)] if people else []),
        Column(name="State", phone="2", narrow=True),
        Column(name="Why", phone="4 full", wrap=True),
        Column(name="Ship-by", phone="2 end", narrow=True),
        Column(name="Payment", phone="no", wrap=True, narrow=True),
        Column(name="Placed", phone="no"),
        Column(name="Items", number=True, phone="no"),
        Column(name="Total", number=True, phone="1 end"),
    ]
    return Table(
        label="Orders",
        columns=columns,
        rows=[_row(row, now, people) for row in rows],
        select=select,
        list_keys=True,
        sorts_into="#list",
        empty=empty,
    )


def _row(row: OrderRow, now: datetime, people: bool) -> Row:
    today = timezone.localtime(now).date()
    late = row.ship_by is not None and row.ship_by < now and Word(row.word) not in ENDED
    customer = [Cell(text=row.customer or "–", note=" · ".join(p for p in (row.place, row.country) if p))]
    return Row(
        id=str(row.id),
        name=row.number,
        tone="bad" if late else "",
        cells=[
            Cell(text=row.number, href=f"/orders/{row.id}", note=row.channel),
            *(customer if people else []),
            Cell(part=status_of(row.word), note=_marks(row)),
            Cell(text=why_of(row), tone="bad" if row.on_hold else ""),
            Cell(part=due_of(row.ship_by, row.word, now), note=row.service),
            _payment(row.payment_state),
            _placed(row.placed_at, today),
            Cell(text=str(row.units), note=f"{row.line_count} lines" if row.line_count > 1 else ""),
            Cell(text=money(row.total_minor, row.currency)),
        ],
    )


def _marks(row: OrderRow) -> str:
    """What sets the order apart: at the front, a gift, its tags; the rest as a count, the order's page has them all."""
    marks = [*(["Front"] if row.priority > 0 else []), *(["Gift"] if row.gift else []), *row.tags]
    more = [f"+{len(marks) - MARKS_SHOWN}"] if len(marks) > MARKS_SHOWN else []
    return " · ".join([*more, *marks[:MARKS_SHOWN]])


def _payment(state: str) -> Cell:
    return Cell(text=PAYMENT_TEXT[state], tone=PAYMENT_TONE.get(state, ""))


def _placed(at: datetime, today: date) -> Cell:
    """The time on the day itself, else the day with the time below."""
    if timezone.localtime(at).date() == today:
        return Cell(text=clock(at))
    return Cell(text=day(at, today), note=clock(at))


def why_of(row: OrderRow) -> str:
    """What holds it up, else what is in it."""
    if row.hold_reasons:
        return "; ".join(hold_sentence(reason, "").rstrip(".") for reason in row.hold_reasons)
    word = Word(row.word)
    if word is Word.SHORT:
        return "Waits for stock"
    if word is Word.UNKNOWN_SKU:
        return "A SKU is unknown"
    if word is Word.PAYMENT_PENDING:
        return "Stock is set aside until it is paid"
    return row.first_item + (f" and {row.line_count - 1} more" if row.line_count > 1 else "")
