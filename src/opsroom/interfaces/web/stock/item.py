"""Draws one SKU: how its free stock comes about, where it lies, for whom it is kept, and every move of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import person_names
from opsroom.domains.access.rules import may, may_see, require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.orders import rows as orders
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.holds import Held, kept_at_checkout
from opsroom.domains.warehouse.queries import BinContent, SetAside
from opsroom.insight.lists.stock_moves import kind_words
from opsroom.insight.lists.subjects import SKU
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import (
    Action,
    Arithmetic,
    Blank,
    Crumb,
    Fact,
    Head,
    Status,
    Strip,
    Term,
)
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.stock.item_cards import coming_card, facts_card, listings_card, parts_card
from opsroom.interfaces.web.stock.moves import place_words, who
from opsroom.interfaces.web.talk.parts import talk_on
from opsroom.interfaces.web.wording import UNKNOWN, counted, money, quantity
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.ledgers.stock.queries import MoveLine, moves_of_item

if TYPE_CHECKING:
    from opsroom.domains.warehouse.models import Stock

STATE_WORDS = {"soft": "Set aside", "hard": "To pick", "picked": "Picked"}


def sku_of(request: HttpRequest, sku_id: int) -> SkuFacts:
    """The SKU of the person's company; any other is as good as missing."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "warehouse.view")
    found = catalog.skus_by_id(company.id, [sku_id]).get(sku_id) if company else None
    if found is None:
        raise Http404
    return found


def company_id_of(request: HttpRequest) -> int:
    """The company of whoever asks; sku_of found the item in it."""
    company = company_of_request(request)
    return company.id if company else 0


@require_safe
def item(request: HttpRequest, sku_id: int) -> HttpResponse:
    """/stock/<sku>: one SKU, all its sites that the person works for."""
    sku, actor = sku_of(request, sku_id), actor_of(request)
    company_id = company_id_of(request)
    rows = list(warehouse.stock(actor).filter(sku_id=sku_id).select_related("site"))
    position = (
        (sum(r.on_hand for r in rows), sum(r.unsellable for r in rows), sum(r.allocated for r in rows))
        if rows and sku.tracked
        else None
    )
    bins = warehouse.bins_holding(actor, company_id, sku_id)
    kept = warehouse.set_aside_for(actor, sku_id, PAGE_ROWS_USUAL)
    held = kept_at_checkout(sku_id, [int(row.site_id) for row in rows])
    lacking = warehouse.open_demands(company_id, sku_ids=[sku_id]) if sku.tracked else []
    numbers = orders.numbers_of(company_id, [d.order_id for d in lacking])
    short = [(numbers[d.order_id], d.order_id, d.pieces) for d in lacking]
    places = list(warehouse.locations(actor).values_list("place_id", flat=True))
    moves = moves_of_item(company_id, sku_id, place_ids=places, limit=PAGE_ROWS_USUAL)
    context = {
        "sku": sku,
        "head": _head(actor, sku, position, sum(pieces for _, _, pieces in short), bool(bins)),
        "strip": _strip(actor, sku, position, bins, kept, held, sum(pieces for _, _, pieces in short)),
        "sum": _arithmetic(position),
        "sites": _sites(rows) if len(rows) > 1 else None,
        "bins": _bins(actor, sku, bins) if sku.tracked else None,
        "kept": _kept(actor, kept, held),
        "short": _short(actor, short),
        "moves": _moves(actor, moves, sku_id),
        "moves_href": f"/stock/moves?q={sku.code}",
        "facts": facts_card(sku),
        "parts": parts_card(actor, company_id, sku),
        "listings": listings_card(actor, sku_id),
        "coming": coming_card(actor, company_id, sku_id),
        "barcodes": catalog.barcodes_of([sku_id]).get(sku_id, []),
        "aliases": [(pk, alias) for pk, _, alias in catalog.aliases_of(company_id, [sku_id])],
        "may_edit": may(actor, "catalog.edit"),
        "talk": talk_on(actor, SKU, sku_id),
    }
    return render(request, "stock/item.html", context)


def free_of(position: tuple[int, int, int]) -> int:
    """Pieces that can be promised."""
    return position[0] - position[1] - position[2]


def _head(actor: Actor, sku: SkuFacts, position: tuple[int, int, int] | None, short: int, lies: bool) -> Head:
    if not sku.tracked:
        title, lead = f"{sku.name} is not tracked", "Its stock is not known. Orders for it are never short."
    elif sku.is_kit:
        title, lead = f"{sku.name} is made of other items", "What can be sold follows from its scarcest part."
    elif position is None:
        title, lead = (
            f"{sku.name} was never counted",
            "Count a bin, or import stock, and waiting orders are served.",
        )
    else:
        free = free_of(position)
        title = f"{sku.name}: {short} short" if short else f"{sku.name}: {quantity(free)} free"
        lead = f"{quantity(position[0])} on hand, {quantity(position[2])} set aside."
    actions = []
    if sku.tracked and not sku.is_kit:
        base = f"/stock/{sku.id}"
        if may(actor, "warehouse.post_stock") and lies:
            actions.append(Action(label="Move", href=f"{base}/move", icon="move", desk_only=True))
            actions.append(
                Action(label="Take out of sale", href=f"{base}/quarantine", icon="ban", desk_only=True)
            )
        if may(actor, "warehouse.adjust"):
            actions.append(Action(label="Correct", href=f"{base}/adjust", icon="pencil"))
        if may(actor, "warehouse.count"):
            actions.append(
                Action(
                    label="Count a bin", href=f"{base}/count", icon="clipboard-check", look="pri", keep=True
                )
            )
    return Head(
        crumbs=[Crumb(text="Stock", href="/stock"), Crumb(text=sku.code)],
        title=title,
        lead=lead,
        actions=actions,
    )


def _strip(
    actor: Actor,
    sku: SkuFacts,
    position: tuple[int, int, int] | None,
    bins: Sequence[BinContent],
    kept: Sequence[SetAside],
    held: Sequence[Held],
    short: int,
) -> Strip:
    said = quantity(position[0]) if position else "not tracked" if not sku.tracked else UNKNOWN
    facts = [
        Fact(key="On hand", value=said, sub=f"in {counted(len(bins), 'place')}" if position else ""),
        Fact(key="Not for sale", value=quantity(position[1]) if position else UNKNOWN, sub="in quarantine"),
        Fact(
            key="Set aside",
            value=quantity(position[2]) if position else UNKNOWN,
            sub=f"for {counted(len({k.order_id for k in kept}), 'order')}"
            + (f" and {counted(len(held), 'checkout')}" if held else ""),
        ),
        Fact(
            key="Free",
            value=quantity(free_of(position)) if position else UNKNOWN,
            tone="bad" if position and short else "",
            sub="can be promised",
        ),
        Fact(key="Short", value=quantity(short), tone="bad" if short else "", sub="wanted but not there"),
    ]
    if may_see(actor, "cost"):
        cost = unit_price(sku.cost, sku.currency)
        facts.append(Fact(key="Unit cost", value=cost, sub=f"price {unit_price(sku.price, sku.currency)}"))
    return Strip(facts=facts)


def unit_price(amount: object, currency: str) -> str:
    """A unit price or cost in the currency's minor digits; unknown is a dash."""
    return (
        money(round(amount.scaleb(minor_digits(currency))), currency)
        if hasattr(amount, "scaleb")
        else UNKNOWN
    )


def _arithmetic(position: tuple[int, int, int] | None) -> Arithmetic | None:
    if position is None:
        return None
    return Arithmetic(
        terms=[
            Term(text="On hand", number=quantity(position[0]), note="every place inside the sites"),
            Term(text="Not for sale", number=quantity(position[1]), sign="−", note="quarantine"),
            Term(
                text="Set aside",
                number=quantity(position[2]),
                sign="−",
                note="for orders and checkouts, not shipped",
            ),
            Term(text="Free to promise", number=quantity(free_of(position)), sign="=", big=True),
        ]
    )


def _sites(rows: Sequence[Stock]) -> Table:
    heads = ("On hand", "Set aside", "Free")
    return Table(
        label="Sites",
        tight=True,
        columns=[Column(name="Site"), *(Column(name=name, number=True, label=name) for name in heads)],
        rows=[
            Row(
                cells=[
                    Cell(text=row.site.name),
                    Cell(text=quantity(row.on_hand)),
                    Cell(text=quantity(row.allocated)),
                    Cell(text=quantity(row.on_hand - row.unsellable - row.allocated)),
                ]
            )
            for row in rows
        ],
    )


def _bins(actor: Actor, sku: SkuFacts, bins: Sequence[BinContent]) -> Table:
    several = len({row.site_id for row in bins}) > 1
    rows = []
    for row in bins:
        count = f"/stock/{sku.id}/count?at={row.location_id}"
        offered = may(actor, "warehouse.count", site_id=row.site_id) and row.kind in ("bin", "quarantine")
        rows.append(
            Row(
                cells=[
                    Cell(text=row.code, mono=True, note=row.site if several else ""),
                    Cell(text=row.zone),
                    Cell(text=quantity(row.pieces)),
                    Cell(text=quantity(row.to_pick) if row.to_pick else ""),
                    Cell(part=_bin_status(row)),
                    Cell(
                        part=Action(label="Count", href=count, small=True, about=f"Count {row.code}")
                        if offered
                        else None
                    ),
                ]
            )
        )
    return Table(
        label="Bins",
        tight=True,
        columns=[
            Column(name="Bin", phone="1"),
            Column(name="Zone", phone="2", label="Zone"),
            Column(name="Pieces", number=True, phone="1 end", label="Pieces"),
            Column(name="Waiting for a picker", number=True, phone="2", label="To pick"),
            Column(name="State", phone="2"),
            Column(name="Act", phone="2 end"),
        ],
        rows=rows,
        empty=Blank(title="Nothing lies anywhere.", text="Count a bin to enter what is there.", icon="boxes"),
    )


def _bin_status(row: BinContent) -> Status | None:
    if not row.sellable:
        return Status(text="Not for sale", tone="warn")
    return Status(text=f"{quantity(row.picked)} picked for orders", tone="info") if row.picked else None


def _kept(actor: Actor, kept: Sequence[SetAside], held: Sequence[Held]) -> Table:
    opens = may(actor, "orders.view")
    today = timezone.localdate()
    return Table(
        label="Set aside",
        tight=True,
        columns=[
            Column(name="Order", phone="1"),
            Column(name="Pieces", number=True, phone="1 end", label="Pieces"),
            Column(name="State", phone="2"),
            Column(name="Bin", phone="2", label="Bin"),
            Column(name="Ship-by", phone="2 end"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(
                        text=row.number,
                        href=f"/orders/{row.order_id}" if opens else "",
                        note="Front" if row.priority > 0 else "",
                    ),
                    Cell(text=quantity(row.pieces)),
                    Cell(
                        part=Status(text=STATE_WORDS[row.state], tone="info" if row.state != "soft" else "")
                    ),
                    Cell(text=row.location, mono=True),
                    Cell(text=moment_words(row.ship_by, today) if row.ship_by else ""),
                ]
            )
            for row in kept
        ]
        + [
            Row(
                cells=[
                    Cell(text="A checkout", note=f"until {moment_words(row.until, today)}"),
                    Cell(text=quantity(row.pieces)),
                    Cell(part=Status(text="Kept")),
                    Cell(),
                    Cell(),
                ]
            )
            for row in held
        ],
        empty=Blank(title="It is set aside for nobody.", icon="circle-check"),
    )


def _short(actor: Actor, short: Sequence[tuple[str, int, int]]) -> Table | None:
    if not short:
        return None
    opens = may(actor, "orders.view")
    return Table(
        label="Short",
        tight=True,
        columns=[
            Column(name="Order", phone="1"),
            Column(name="Lacks", number=True, phone="1 end", label="Lacks"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=number, href=f"/orders/{pk}" if opens else ""),
                    Cell(text=quantity(pieces), tone="bad"),
                ]
            )
            for number, pk, pieces in short[:PAGE_ROWS_USUAL]
        ],
    )


def _moves(actor: Actor, moves: Sequence[MoveLine], sku_id: int) -> Table:
    names = person_names(actor, {m.actor_id for m in moves if m.actor_id is not None})
    today = timezone.localdate()
    return Table(
        label="History",
        tight=True,
        columns=[
            Column(name="When", phone="1"),
            Column(name="What", phone="2"),
            Column(name="From", phone="3", label="From"),
            Column(name="To", phone="3", label="To"),
            Column(name="Pieces", number=True, phone="1 end", label="Pieces"),
            Column(name="On hand after", number=True, phone="2 end", label="After"),
            Column(name="Who", phone="3 end"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=moment_words(m.at, today)),
                    Cell(text=kind_words(m.kind)),
                    Cell(text=place_words(m.source_code.rpartition("/")[2])),
                    Cell(text=place_words(m.target_code.rpartition("/")[2])),
                    Cell(text=quantity(m.quantity)),
                    Cell(text=quantity(m.running)),
                    Cell(text=who(m.actor_id, m.actor_name, names)),
                ]
            )
            for m in moves
        ],
        empty=Blank(title="It never moved.", icon="history"),
    )
