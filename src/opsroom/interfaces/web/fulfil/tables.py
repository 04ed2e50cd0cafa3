"""Tables of fulfilment orders, one way for every page of Fulfil; shows no customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from opsroom.domains.fulfilment.queries.floor import Sending
from opsroom.interfaces.web.parts import Due, Part, Status
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import counted, deadline

WORDS = {
    "released": ("Released", "info"),
    "picking": ("Picking", "info"),
    "picked": ("Picked", "info"),
    "packing": ("Packing", "info"),
    "packed": ("Packed", "ok"),
    "shipped": ("Shipped", "ok"),
    "cancelled": ("Taken back", ""),
}


def status_of(row: Sending) -> Status:
    """The state as a word; a stop since release is said first."""
    if row.stopped and row.state not in ("shipped", "cancelled"):
        return Status(text="Stopped", tone="bad")
    text, tone = WORDS[row.state]
    return Status(text=text, tone=tone)  # type: ignore[arg-type]


def due_of(ship_by: datetime | None, *, still_open: bool) -> Part | None:
    """By when it has to leave, with its day when that is not today; red when that is past and it is still here."""
    if ship_by is None:
        return None
    now = timezone.now()
    late = still_open and ship_by < now
    return Due(text=deadline(ship_by, now, still_open=still_open), tone="bad" if late else "", exact=ship_by)


def sending_table(label: str, rows: Sequence[Sending], *, link: bool = True, tracking: bool = False) -> Table:
    """Order, number, delivery, pieces, due, state; with `tracking` also the number on the parcel."""
    columns = [
        Column(name="Order", phone="1 line"),
        Column(name="Number", phone="3"),
        Column(name="Delivery", phone="3", wrap=True),
        Column(name="Pieces", number=True, phone="3", label="Pieces"),
        Column(name="Ship by", phone="4", label="Ship by"),
    ]
    if tracking:
        columns.append(Column(name="Tracking", phone="4", label="Tracking"))
    columns.append(Column(name="State", phone="2 end"))
    out = []
    for row in rows:
        cells = [
            Cell(text=row.order, href=reverse("pack", args=[row.id]) if link else ""),
            Cell(text=row.number, mono=True),
            Cell(text=row.delivery or "–"),
            Cell(text=str(row.pieces)),
            Cell(part=due_of(row.ship_by, still_open=row.state not in ("shipped", "cancelled"))),
        ]
        if tracking:
            cells.append(Cell(text=row.tracking or "–", note=row.carrier, mono=bool(row.tracking)))
        out.append(Row(cells=[*cells, Cell(part=status_of(row))], id=str(row.id), name=row.order))
    return Table(label=f"{label}, {counted(len(rows), 'order')}", columns=columns, rows=out, tight=True)
