"""Invented rows that show every component in every state; none of it is read from or written to a table."""

from __future__ import annotations

from datetime import datetime, timedelta

from opsroom.interfaces.web.charts.spark import spark
from opsroom.interfaces.web.parts import (
    Action,
    Alert,
    Arithmetic,
    Blank,
    Choice,
    Due,
    Event,
    Fact,
    Field,
    Head,
    Item,
    Items,
    Job,
    Pair,
    Pairs,
    Posting,
    Postings,
    Status,
    Steps,
    Strip,
    Term,
    Tile,
    Tiles,
    Timeline,
    Track,
    TrackStep,
)

HEAD = Head(
    crumbs=(),
    eyebrow="Style guide",
    title="One colour, one meaning. One component, one place.",
    lead="Every part of every page, in each of its states: the target of the visual tests, light and dark.",
    actions=(
        Action(label="A sheet of paper", href="/styleguide/paper", icon="printer", keep=True),
        Action(label="Open a drawer", href="/styleguide/drawer", drawer=True, key="d", keep=True),
    ),
)

TILES = Tiles(
    columns=4,
    label="Tiles",
    tiles=(
        Tile(
            name="On target",
            value="31.4%",
            sub="target 30%",
            delta="+0.9 pt",
            tone="ok",
            href="#tiles",
            spark=spark([3, 4, 5, 4, 6, 5, 7, 6.4], target=5),
        ),
        Tile(
            name="Drifting",
            value="22",
            sub="SKUs in lead time",
            delta="+3 wk",
            tone="warn",
            href="#tiles",
            spark=spark([3, 4, 6, 5, 8, 7, 10, 11]),
        ),
        Tile(
            name="Broken",
            value="94.1%",
            sub="target 97%",
            delta="−1.8 pt",
            tone="bad",
            href="#tiles",
            spark=spark([97, 96.6, 97.4, 96, 95.4, 95, 94.6, 94.1], target=97),
        ),
        Tile(
            name="Unknown",
            value=None,
            sub="last seen 11:41",
            delta="stale",
            spark=spark([3, None, None, 3, 4, 4]),
        ),
    ),
)

STRIP = Strip(
    label="State, ship-by and money",
    facts=(
        Fact(
            key="State",
            wide=True,
            status=Status(text="Packing queue", tone="warn"),
            track=Track(
                steps=(
                    TrackStep(text="Paid", state="done"),
                    TrackStep(text="Allocated", state="done"),
                    TrackStep(text="Released", state="done"),
                    TrackStep(text="Picked", state="done"),
                    TrackStep(text="Packing", state="late"),
                    TrackStep(text="Labelled"),
                    TrackStep(text="Shipped"),
                )
            ),
        ),
        Fact(key="Ship by", value="15:00", sub="DHL pick-up in 2 h 41 min, deliver by 26 Nov", tone="bad"),
        Fact(key="Money", value="€189.30", sub="captured 08:42 · margin €51.36, 32.6% of net"),
    ),
)

TRACK = Track(
    steps=(
        TrackStep(text="Paid", state="done"),
        TrackStep(text="Picked", state="done"),
        TrackStep(text="Packing", state="now"),
        TrackStep(text="Labelled"),
        TrackStep(text="Shipped"),
    )
)
STEPS = Steps(names=("File", "Columns", "Check", "Import"), at=3)

STATES = tuple(
    Status(text=text, tone=tone)  # type: ignore[arg-type]
    for text, tone in (
        ("New", ""),
        ("Picking", "info"),
        ("Shipped", "ok"),
        ("Packing queue", "warn"),
        ("On hold", "bad"),
        ("With 3PL", "alt"),
        ("Planned", "todo"),
    )
)
DUES = (Due(text="21 min", tone="bad"), Due(text="2 h", tone="warn"), Due(text="17:30", tone="ok"))

FIELDS = (
    Field(name="rest", label="Rest", value="217", help="Help says what it changes."),
    Field(name="wrong", label="Error", value="1,5", kind="number", error="Whole units only. Use 1 or 2."),
    Field(
        name="carrier",
        label="Carrier",
        kind="select",
        value="b",
        choices=(Choice(value="a", text="GLS"), Choice(value="b", text="DHL")),
    ),
    Field(name="note", label="Note", kind="textarea", placeholder="Shown on the timeline"),
    Field(name="off", label="Not now", value="set by the channel", off=True),
    Field(name="file", label="File", kind="file", accept=".csv,.xlsx", help="CSV, up to 512 MB."),
    Field(name="gift", label="Gift wrapping", kind="switch", on=True, help="No prices on the slip."),
)

ARITHMETIC = Arithmetic(
    terms=(
        Term(text="On hand", number="46"),
        Term(text="Allocated", number="33", sign="−", note="21 orders"),
        Term(text="Available to promise", number="13", sign="=", big=True),
    )
)
PAIRS = Pairs(
    rows=(
        Pair(key="Clara Moreau", value="3rd order", note="since March 2025", href="#pairs"),
        Pair(key="Ships to", value="14 rue Sala, 69002 Lyon", note="confirmed 09:20"),
        Pair(key="Total", value="€189.30", total=True),
    )
)
STOCK_POSTINGS = Postings(
    title="Stock",
    rows=(
        Posting(
            source="B17-1",
            source_note="MUG-STN-350, lot L-2611",
            target="Tote 14",
            target_note="11:30",
            amount="4",
        ),
        Posting(source="Tote 14", target="Customer", target_note="when shipped", amount="4", later=True),
    ),
)
MONEY_POSTINGS = Postings(
    title="Money, €",
    heads=("Debit", "Credit", "Amount"),
    rows=(
        Posting(
            source="Shopify clearing", target="Customer prepayments", target_note="08:42", amount="189.30"
        ),
        Posting(
            source="Customer prepayments",
            target="Sales",
            target_note="when shipped",
            amount="157.75",
            later=True,
        ),
        Posting(source="Together", target="", amount="189.30", total=True),
    ),
)
ITEMS = Items(
    rows=(
        Item(
            icon="clock",
            title="Move to the front of packing",
            note="Proposed 12:04, because ship-by breaks at 15:00",
            action=Action(label="Do it", small=True),
        ),
        Item(
            icon="user-round",
            title="Check direct parcel tracking",
            note="Ines, due 25 Nov 17:00",
            href="#items",
            end="2 h",
        ),
        Item(
            icon="circle-check",
            title="Address hold, released",
            note="08:46 to 09:20 · cost 34 min",
            status=Status(text="Done", tone="ok"),
        ),
    )
)


def timeline(now: datetime) -> Timeline:
    """Six events over two days, ending at `now`."""
    return Timeline(
        more="#timeline",
        events=(
            Event(at=now, title="Forecast changed to 78% late", note="61st in queue", tone="warn"),
            Event(
                at=now - timedelta(minutes=32),
                title="Picked, tote 14",
                note="2 lines in 3 min 10 s",
                who="Jonas",
                tone="ok",
            ),
            Event(
                at=now - timedelta(minutes=50),
                title="Label refused",
                note="The postcode has 5 digits",
                tone="bad",
            ),
            Event(
                at=now - timedelta(minutes=70),
                title="Atelier Porto accepted the lamp",
                note="answer in 19 min",
                tone="alt",
            ),
            Event(at=now - timedelta(hours=26), title="Payment captured €189.30", note="card", tone="ok"),
            Event(
                at=now - timedelta(hours=26, minutes=1),
                title="Order received",
                note="Shopify webhook; read back, same",
            ),
        ),
    )


def jobs(now: datetime) -> list[Job]:
    """A job in each of its states."""
    begun = now - timedelta(minutes=4)
    pause = Action(label="Pause", icon="pause", small=True)
    return [
        Job(
            title="Import of orders-november.csv",
            done=812,
            total=1284,
            state="running",
            note="checking rows",
            started=begun,
            actions=(pause,),
        ),
        Job(title="Export of customers", done=3, total=None, state="running", note="counting"),
        Job(
            title="Import of stock.csv",
            done=400,
            total=800,
            state="paused",
            note="paused by Ines",
            actions=(Action(label="Go on", icon="play", small=True),),
        ),
        Job(
            title="Import of products.csv",
            done=96,
            total=96,
            state="done",
            note="96 rows, 4 with remarks",
            actions=(Action(label="Remarks", icon="download", small=True, href="#jobs"),),
        ),
        Job(
            title="Import of old-orders.json",
            done=51,
            total=700,
            state="failed",
            note="the file ends in the middle of row 52; 51 rows are kept",
        ),
        Job(title="Waves for 17:30", done=0, total=12, state="waiting"),
    ]


ALERTS = (
    Alert(
        tone="bad",
        strong="The label was not bought.",
        text="DHL refused the postcode 690002 for France; it has 5 digits. Nothing was charged.",
        actions=(Action(label="Fix address", small=True, look="pri"), Action(label="Try again", small=True)),
    ),
    Alert(
        tone="warn",
        icon="clock",
        strong="We do not know yet if the refund of €52.20 went through.",
        text="We ask again at 12:22 and never send it twice.",
        actions=(Action(label="Ask now", small=True),),
    ),
    Alert(tone="info", strong="Row 402 waits for you:", text="it would set an allocated item to 0."),
    Alert(
        tone="ok",
        icon="undo-2",
        strong="Undone: 3 orders are back in their old places.",
        text="Nothing else changed.",
    ),
)

BLANKS = (
    Blank(
        tone="ok",
        icon="circle-check",
        title="No order is late",
        text="All 233 orders due today fit the benches. Checked at 12:19, again in 5 min.",
        actions=(Action(label="See all due today", small=True),),
    ),
    Blank(
        icon="search",
        title="No order matches “Tanka”",
        text="Did you mean Tanaka? 3 open orders. The filter Channel is eBay hides 2 of them.",
        actions=(
            Action(label="Search Tanaka", small=True, look="pri"),
            Action(label="Clear filters", small=True),
        ),
    ),
    Blank(
        icon="lock",
        title="Margins are for the bookkeeper and the manager",
        text="Your role is order desk. Ines or Maya can open them for you; your question is logged.",
    ),
    Blank(
        tone="warn",
        icon="wifi-off",
        title="You are offline. 7 scans are safe on this device.",
        text="Go on scanning. They are sent when the connection is back; last seen 12:11.",
        actions=(Action(label="Try now", icon="refresh-cw", small=True),),
    ),
)
