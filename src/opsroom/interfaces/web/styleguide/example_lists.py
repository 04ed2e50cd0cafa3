"""An invented list in every state: views, filters, rows, bulk bar; none of it is read from a table."""

from __future__ import annotations

from opsroom.interfaces.web.parts import Action, Channel, Choice, Due, Status
from opsroom.interfaces.web.parts_list import (
    Bulk,
    Cell,
    Column,
    Filter,
    FilterField,
    Filters,
    Find,
    FindGroup,
    Finds,
    Pager,
    Row,
    Table,
    View,
    Views,
)

VIEWS = Views(
    label="Views example",
    views=(
        View(name="All open", href="#views", count=386),
        View(name="Late", href="#views", count=72, current=True),
        View(name="On hold", href="#views", count=28),
        View(name="Ready to pick", href="#views", count=84),
    ),
)
FILTERS = Filters(
    action="/styleguide",
    fields=(
        FilterField(name="q", label="Order, customer or SKU", slash=True),
        FilterField(name="site", label="Any site", value="1", choices=(Choice(value="1", text="Rotterdam"),)),
    ),
    chips=(
        Filter(field="Channel is", value="Shopify", without="#views"),
        Filter(field="Ship by", value="today 15:00", without="#views", on=True),
    ),
    shown=55,
    of=72,
    noun="order",
    save=Action(label="Save view", icon="save", small=True),
)

_ROWS = (
    (
        "50590",
        "Zoe Lind",
        "Shopify",
        Status(text="On hold", tone="bad"),
        "Address not found",
        "15:00",
        "€43.71",
    ),
    (
        "50543",
        "Mateo Silva",
        "Shopify",
        Status(text="Packing queue", tone="warn"),
        "112th in queue",
        "15:00",
        "€26.91",
    ),
    (
        "50500",
        "Leila Berg",
        "Amazon",
        Status(text="Short", tone="warn"),
        "Waits for 2 mugs",
        "15:00",
        "€106.79",
    ),
    (
        "50478",
        "<b>Sven & Co</b>",
        "Woo Commerce",
        Status(text="Picking", tone="info"),
        "Zone B",
        "17:30",
        "€1,114.48",
    ),
)
TABLE = Table(
    label="Orders",
    select=True,
    list_keys=True,
    columns=(
        Column(name="Order", sort="#table", sorted="descending"),
        Column(name="Channel", phone="no"),
        Column(name="Customer", phone="3"),
        Column(name="State", phone="2"),
        Column(name="Why", phone="no"),
        Column(name="Ship by", phone="4", sort="#table"),
        Column(name="Total", number=True, phone="1 end"),
    ),
    rows=(
        Row(group="Due today", group_part=Status(text="3 orders", tone="warn")),
        *(
            Row(
                id=number,
                name=f"order SH-{number}",
                off=number == "50500",
                cells=(
                    Cell(text=f"SH-{number}", href="/styleguide"),
                    Cell(part=Channel(name=channel)),
                    Cell(text=who),
                    Cell(part=state),
                    Cell(text=why),
                    Cell(part=Due(text=due, tone="bad" if due == "15:00" else "ok")),
                    Cell(text=total),
                ),
            )
            for number, who, channel, state, why, due, total in _ROWS
        ),
    ),
    totals=(Row(cells=(Cell(text="Together"), *(Cell() for _ in range(5)), Cell(text="€1,291.89"))),),
)
BULK = Bulk(
    total=55,
    actions=(
        Action(label="Move to front", name="action", value="front", small=True, look="pri", dry=True),
        Action(label="Release hold", name="action", value="release", small=True, dry=True),
    ),
)
PAGER = Pager(first=1, last=25, total=55, after="#table")


FINDS = Finds(
    groups=(
        FindGroup(
            name="Go to",
            items=(Find(text="Pick station", href="/styleguide", icon="scan-barcode", keys="G F"),),
        ),
        FindGroup(
            name="Orders",
            items=(
                Find(text="SH-50217 · Clara Moreau", href="/styleguide", icon="inbox", note="Packing queue"),
            ),
        ),
    )
)
