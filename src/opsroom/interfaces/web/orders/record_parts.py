"""The upper half of an order's page as parts: head, strip, facts and its lines by what leaves together; no reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from opsroom.domains.orders.queries import HoldFacts, LineFacts, OrderFacts, word_of
from opsroom.domains.orders.rules import Word
from opsroom.insight.lists.order_record import Consignment, OrderRecord
from opsroom.interfaces.web.orders.table import ENDED, PAYMENT_TEXT, PAYMENT_TONE, status_of
from opsroom.interfaces.web.orders.words import AXIS_WORDS, FULFILLED_BY, next_step
from opsroom.interfaces.web.parts import Crumb, Fact, Head, Status, Strip, Tone, Track, TrackStep
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import MINUS, UNKNOWN, counted, money, percent, since
from opsroom.interfaces.web.wording import moment as moment_words

STATIONS = ("Paid", "Allocated", "Released", "Picked", "Packed", "Shipped")
BESIDE = ("shipping", "difference")  # what is charged beside what was bought: it stands with the sums
# How many stations after "Allocated" are behind an order in this state.
REACHED = {
    "unreleased": 0, "released": 1, "picking": 1, "picked": 2, "packing": 2, "packed": 3, "part_shipped": 0,
    "shipped": 4,
}  # fmt: skip


def missing_pieces(record: OrderRecord) -> int:
    """Pieces this order still wants and that nothing is set aside for."""
    if record.order.allocation_state not in ("short", "unallocated"):
        return 0
    given = sum(a.quantity for a in record.set_aside if a.state != "freed")
    return max(0, sum(d.quantity for d in record.demands) - given)


def head(record: OrderRecord, holds: Sequence[HoldFacts], channel: str, person: str | None) -> Head:
    """Number, buyer for those who may see people, and the sentence on what comes next."""
    order = record.order
    wave = next((f" in {c.wave_number}" for c in record.consignments if c.wave_number), "")
    strong, text = next_step(order, holds, missing_pieces(record), wave)
    placed = moment_words(order.placed_at, timezone.localdate())
    outside = (
        f" · {order.external_name}" if order.external_name and order.external_name != order.number else ""
    )
    return Head(
        crumbs=(Crumb(text="Orders", href="/orders"), Crumb(text=channel)),
        eyebrow=f"placed {placed}{outside}",
        title=f"{order.number}, {person}" if person else order.number,
        strong=strong,
        lead=text,
    )


def strip(record: OrderRecord, now: datetime) -> Strip:
    """How far it is, by when it must leave, what it is worth."""
    order = record.order
    word = word_of(order)
    return Strip(
        label="State, promise and money",
        facts=(
            Fact(key="State", status=status_of(word.value), track=_track(order, now), wide=True),
            _promise(order, word, now),
            Fact(
                key="Money",
                value=money(order.total_minor, order.currency),
                sub=f"{PAYMENT_TEXT[order.payment_state].lower()} · {money(order.tax_minor, order.currency)} tax",
                tone=PAYMENT_TONE.get(order.payment_state, ""),
            ),
        ),
    )


def _track(order: OrderFacts, now: datetime) -> Track | None:
    if order.fulfilment_state not in REACHED or order.state == "cancelled":
        return None
    paid = order.payment_state not in ("pending", "voided", "refunded")
    done = [
        paid,
        order.allocation_state in ("allocated", "not_needed") or REACHED[order.fulfilment_state] > 0,
    ]
    done += [REACHED[order.fulfilment_state] > step for step in range(4)]
    late = order.ship_by is not None and order.ship_by < now
    first = next((place for place, is_done in enumerate(done) if not is_done), len(done))
    steps = [
        TrackStep(
            text=text,
            state="done" if is_done else ("late" if late else "now") if place == first else "",
        )
        for place, (text, is_done) in enumerate(zip(STATIONS, done, strict=True))
    ]
    return Track(steps=steps, label=f"{sum(done)} of {len(done)} stations")


def _promise(order: OrderFacts, word: Word, now: datetime) -> Fact:
    today = timezone.localdate()
    if order.shipped_at is not None:
        return Fact(key="Left", value=moment_words(order.shipped_at, today), sub=order.delivery_method)
    if order.ship_by is None:
        return Fact(key="Ship by", value=UNKNOWN, sub=order.delivery_method or "no date is promised")
    tone: Tone = "bad" if order.ship_by < now and word not in ENDED else ""
    deliver = f" · deliver by {moment_words(order.deliver_by, today)}" if order.deliver_by else ""
    said = since(order.ship_by, now)
    return Fact(
        key="Ship by",
        value=moment_words(order.ship_by, today),
        sub=" · ".join(part for part in (said, order.delivery_method) if part) + deliver,
        tone=tone,
    )


def facts(order: OrderFacts) -> list[Status]:
    """The independent axes, each as its own word; none is derived from another."""
    payment = Status(
        text=f"Payment {PAYMENT_TEXT[order.payment_state].lower()}",
        tone=PAYMENT_TONE.get(order.payment_state, "ok"),
    )
    held = Status(text="On hold", tone="bad") if order.on_hold else Status(text="No hold", tone="todo")
    issuer = "Invoice by us" if order.invoice_issuer == "us" else "Invoice by the channel"
    remitter = "Tax paid by us" if order.tax_remitter == "us" else "Tax paid by the channel"
    found = [
        _axis(order.state),
        payment,
        _axis(order.allocation_state),
        _axis(order.fulfilment_state),
        held,
        Status(text=FULFILLED_BY[order.fulfilled_by], tone="" if order.fulfilled_by == "us" else "alt"),
        Status(text=issuer, tone="" if order.invoice_issuer == "us" else "alt"),
        Status(text=remitter, tone="" if order.tax_remitter == "us" else "alt"),
    ]
    if order.priority:
        found.append(Status(text=f"Priority {order.priority}", tone="acc" if order.priority > 0 else ""))
    if order.is_test:
        found.append(Status(text="Test order", tone="alt"))
    return found


def _axis(state: str) -> Status:
    text, tone = AXIS_WORDS[state]
    return Status(text=text, tone=tone)


def line_table(record: OrderRecord, *, personal: bool) -> Table:
    """Goods by what leaves together, then what costs money and does not ship; amounts as stored, never recomputed."""
    order = record.order
    by_id = {line.id: line for line in record.lines}
    rows: list[Row] = []
    told: set[int] = set()
    for one in record.consignments:
        sent = [s for s in record.sent if s.fulfilment_order_id == one.id]
        rows.append(Row(group=_consignment_words(record, one), group_part=_axis_or_none(one.state)))
        pieces: dict[int, list[str]] = {}
        for s in sent:
            short = f", {s.short} short" if s.short else ""
            pieces.setdefault(s.order_line_id, []).append(f"{s.quantity} {s.sku_code}{short}")
        for line_id, words in pieces.items():
            rows.append(_line(record, by_id[line_id], "; ".join(words), line_id not in told, personal))
            told.add(line_id)
    rest = [line for line in record.lines if line.kind not in BESIDE and line.id not in told]
    if rest and record.consignments:
        rows.append(Row(group="Not with the warehouse"))
    rows += [_line(record, line, _pieces(record, line), True, personal) for line in rest]
    beside = [line for line in record.lines if line.kind in BESIDE]
    return Table(
        label="Order lines",
        columns=(
            Column(name="Item", phone="1", wrap=True),
            Column(name="Qty", number=True, label="Qty", phone="2"),
            Column(name="Goods", wrap=True, narrow=True, phone="2"),
            Column(name="Price", number=True, phone="no"),
            Column(name="Discount", number=True, phone="no"),
            Column(name="Net", number=True, phone="no"),
            Column(name="Tax", number=True, phone="no"),
            Column(name="Gross", number=True, phone="1 end"),
        ),
        rows=rows,
        totals=[*(_cost(line, line.title or "Shipping", order) for line in beside), _total(order)],
    )


def _consignment_words(record: OrderRecord, one: Consignment) -> str:
    boxes = [p for p in record.parcels if p.fulfilment_order_id == one.id and p.state != "voided"]
    said = [one.number, one.site_name, *([one.wave_number] if one.wave_number else [])]
    for box in boxes:
        label = " TEST label" if box.is_test_label else ""
        way = " ".join(part for part in (box.carrier, box.tracking) if part)
        said.append(f"parcel {box.number}{' ' + way if way else ''}{label}")
    return " · ".join(said)


def _axis_or_none(state: str) -> Status | None:
    return _axis(state) if state in AXIS_WORDS else None


def _pieces(record: OrderRecord, line: LineFacts) -> str:
    """How many pieces are set aside, have left and are missing for a line, in words."""
    if line.kind == "goods" and line.sku_id is None:
        return "SKU unknown"
    wanted = sum(d.quantity for d in record.demands if d.line_id == line.id)
    if not wanted:
        return "shipped before" if line.shipped_before and line.ships else ""
    mine = [a for a in record.set_aside if a.line_id == line.id and a.state != "freed"]
    gone = sum(a.quantity for a in mine if a.state == "shipped")
    kept = sum(a.quantity for a in mine) - gone
    bins = sorted({a.location for a in mine if a.location and a.state in ("hard", "picked")})
    said = [f"{kept} set aside"] if kept else []
    said += [f"{gone} shipped"] if gone else []
    lacks = wanted - kept - gone
    if lacks and record.order.allocation_state in ("short", "unallocated"):
        said.append(f"{lacks} short")
    return ", ".join(said) + (f" in {', '.join(bins)}" if bins else "")


def _line(record: OrderRecord, line: LineFacts, goods: str, amounts: bool, personal: bool) -> Row:
    order = record.order
    code = record.sku_codes.get(line.sku_id or 0, "")
    notes = [code or line.sku_text or "no SKU was sent"]
    if code and line.sku_text and line.sku_text != code:
        notes.append(f"sent as {line.sku_text}")
    if line.cancelled:
        notes.append(f"{line.cancelled} of {line.quantity} cancelled")
    if personal:
        notes += [f"{pair[0]}: {pair[1]}" for pair in line.personalisation if len(pair) == 2]
    bad = line.kind == "goods" and line.sku_id is None
    money_cells = [Cell(text="above")] * 3
    if amounts:
        money_cells = [
            Cell(text=money(value, order.currency, sign=False))
            for value in (line.net_minor, line.tax_minor, line.gross_minor)
        ]
    off = f"{MINUS}{money(line.discount_minor, order.currency, sign=False)}" if line.discount_minor else ""
    href = f"/stock/{line.sku_id}" if line.sku_id else ""
    return Row(
        cells=[
            Cell(text=line.title or code or line.sku_text, note=" · ".join(notes), href=href),
            Cell(text=str(line.quantity - line.cancelled)),
            Cell(text=goods, tone="bad" if bad else "warn" if "short" in goods else ""),
            Cell(text=_unit_price(line)),
            Cell(text=off),
            *money_cells,
        ]
    )


def _unit_price(line: LineFacts) -> str:
    """Two decimals at least, more where the price has more."""
    whole, _, part = f"{line.unit_price.normalize():f}".partition(".")
    return f"{whole}.{part.ljust(2, '0')}"


def _cost(line: LineFacts, title: str, order: OrderFacts) -> Row:
    amounts = (line.net_minor, line.tax_minor, line.gross_minor)
    return _sum_row(title, "", amounts, order)


def _total(order: OrderFacts) -> Row:
    rate = f"{percent(order.tax_minor / order.net_minor, 1)} of net" if order.net_minor > 0 else ""
    kind = "prices with tax" if order.prices_include_tax else "prices without tax"
    note = " · ".join(part for part in (counted(order.units, "unit"), kind, rate) if part)
    return _sum_row("Total", note, (order.net_minor, order.tax_minor, order.total_minor), order)


def _sum_row(title: str, note: str, amounts: tuple[int, int, int], order: OrderFacts) -> Row:
    cells = [Cell(text=money(value, order.currency, sign=False)) for value in amounts]
    return Row(cells=[Cell(text=title, note=note), Cell(), Cell(), Cell(), Cell(), *cells])
