"""Rows of orders as the verbs above need them: locked in one order, lines and demand by order; no actor's view.

Whoever calls has asked for the verb and knows the company; pages read `queries`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Sum

from opsroom.domains.orders.models import Demand, Hold, Order, OrderLine, OrderNote, OrderTag
from opsroom.kernel.records.questions import Question


def locked(company_id: int, order_ids: Collection[int]) -> list[Order]:
    """These orders under a row lock, in id order, so that two verbs over one set take turns."""
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=order_ids, company_id=company_id)
    return list(rows.order_by("id"))


def locked_of_import(
    company_id: int, import_id: int, order_ids: Collection[int] | None = None
) -> list[Order]:
    """The orders an import brought, locked in id order; `order_ids` narrows it."""
    rows = Order.objects.select_for_update(no_key=True).filter(
        imported_in_id=import_id, company_id=company_id
    )
    if order_ids is not None:
        rows = rows.filter(pk__in=order_ids)
    return list(rows.order_by("id"))


def lock(order_ids: Iterable[int]) -> None:
    """A row lock on these orders, in id order, for who needs no more of them than that they stand still."""
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=list(order_ids)).order_by("id")
    list(rows.values_list("id", flat=True))


def locked_by_external(channel_id: int, external_ids: Collection[str]) -> dict[str, Order]:
    """Orders of a channel by the channel's own id, locked in id order."""
    rows = Order.objects.select_for_update(no_key=True).filter(
        channel_id=channel_id, external_id__in=external_ids
    )
    return {row.external_id: row for row in rows.order_by("id")}


def question_of_standing(
    company_id: int, channel_id: int, external_ids: Collection[str], numbers: Collection[str]
) -> Question[tuple[set[str], set[str]]]:
    """Which of these ids of the channel stand here already, and which of these numbers of ours are taken."""
    return Question(
        "SELECT true, external_id FROM orders_order WHERE channel_id = %s AND external_id = ANY(%s::text[])"
        " UNION ALL SELECT false, number FROM orders_order WHERE company_id = %s AND number = ANY(%s::text[])",
        [channel_id, list(external_ids), company_id, list(numbers)],
        lambda rows: ({one for is_id, one in rows if is_id}, {one for is_id, one in rows if not is_id}),
    )


def in_order(order_ids: Sequence[int]) -> list[Order]:
    """These orders, in the order given."""
    found = Order.objects.in_bulk(list(order_ids))
    return [found[pk] for pk in order_ids]


def notes_of(order_ids: Collection[int]) -> dict[int, list[tuple[str, int | None, datetime]]]:
    """What the team wrote on orders, by order id, the first one first: text, author, when."""
    found: dict[int, list[tuple[str, int | None, datetime]]] = {}
    for note in OrderNote.objects.filter(order_id__in=order_ids).order_by("id"):
        found.setdefault(int(note.order_id), []).append((note.text, note.author_id, note.written_at))
    return found


def tags_of(order_ids: Collection[int]) -> dict[int, list[str]]:
    """Tags by order id."""
    found: dict[int, list[str]] = {}
    for tag in OrderTag.objects.filter(order_id__in=order_ids).order_by("id"):
        found.setdefault(int(tag.order_id), []).append(tag.tag)
    return found


def invoiced_by_us(company_id: int, order_ids: Collection[int]) -> dict[int, Order]:
    """Orders whose invoice is ours to write, by id; test orders and those their channel invoices are left out."""
    rows = Order.objects.filter(pk__in=order_ids, company_id=company_id, invoice_issuer="us", is_test=False)
    return {int(row.pk): row for row in rows}


def tax_kept_by_channel(order_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """(tax, total) of those of these orders whose channel keeps the tax back and remits it itself, by id."""
    rows = Order.objects.filter(pk__in=list(order_ids), tax_remitter="channel", tax_minor__gt=0)
    return {pk: (tax, total) for pk, tax, total in rows.values_list("id", "tax_minor", "total_minor")}


def channel_invoiced(company_id: int, order_ids: Collection[int]) -> list[Order]:
    """Those of these live orders that we sent or served to the end and that their channel invoices."""
    rows = Order.objects.filter(
        pk__in=list(order_ids),
        company_id=company_id,
        mode="live",
        state="closed",
        fulfilled_by="us",
        invoice_issuer="channel",
        is_test=False,
    )
    return list(rows.select_related("channel", "ship_to").order_by("id"))


def nothing_to_ship(company_id: int, order_ids: Collection[int]) -> list[Order]:
    """Those of these live orders that were sold without goods to send: open until they are paid, then closed.

    One whose sums do not agree waits until a person says what was charged: its invoice would carry the difference.
    """
    doubt = Hold.objects.filter(order_id=OuterRef("pk"), state="placed", reason="amounts")
    rows = Order.objects.filter(
        ~Exists(doubt),
        pk__in=order_ids,
        company_id=company_id,
        mode="live",
        fulfilment_state="nothing",
        state__in=["open", "closed"],
        is_test=False,
    )
    return list(rows.order_by("id"))


def lines_of(order_ids: Collection[int]) -> dict[int, list[OrderLine]]:
    """Lines by order id, in the order of their positions."""
    out: dict[int, list[OrderLine]] = {}
    for line in OrderLine.objects.filter(order_id__in=order_ids).order_by("order_id", "position"):
        out.setdefault(int(line.order_id), []).append(line)
    return out


def lines_sent_before(order_ids: Collection[int]) -> dict[int, list[OrderLine]]:
    """All lines of those of our orders of which an earlier tool shipped something, by order id."""
    begun = OrderLine.objects.filter(
        order_id__in=list(order_ids), shipped_before__gt=0, order__fulfilled_by="us"
    )
    found = set(begun.values_list("order_id", flat=True))
    return lines_of(found) if found else {}


def untracked_demands(order_ids: Collection[int]) -> list[Demand]:
    """What these orders want of SKUs whose stock nobody tracks."""
    rows = Demand.objects.filter(order_id__in=order_ids, sku__tracked=False, quantity__gt=0)
    return list(rows.order_by("id"))


def begun_before(order_ids: Collection[int]) -> set[int]:
    """Those of these orders of which the old tool shipped a part before the cut-over."""
    rows = OrderLine.objects.filter(order_id__in=order_ids, shipped_before__gt=0)
    return set(rows.values_list("order_id", flat=True))


def sku_ids(order_ids: Collection[int]) -> set[int]:
    """The SKUs these orders take from the shelf."""
    return set(Demand.objects.filter(order_id__in=order_ids).values_list("sku_id", flat=True))


@dataclass(frozen=True, slots=True)
class OpenDemand:
    """All pieces of one SKU that one open order takes from us, sent or not."""

    demand_id: int
    order_id: int
    sku_id: int
    channel_id: int
    placed_at: datetime
    pieces: int


def demands_open(
    company_id: int, *, order_ids: Collection[int] | None = None, sku_ids: Collection[int] | None = None
) -> list[OpenDemand]:
    """What live open orders take of tracked SKUs, in the order they were placed."""
    rows = Demand.objects.filter(
        order__company_id=company_id,
        order__state="open",
        order__mode="live",
        sku__tracked=True,
        quantity__gt=0,
    )
    if order_ids is not None:
        rows = rows.filter(order_id__in=list(order_ids))
    if sku_ids is not None:
        rows = rows.filter(sku_id__in=list(sku_ids))
    fields = ("id", "order_id", "sku_id", "order__channel_id", "order__placed_at", "quantity")
    return [OpenDemand(*row) for row in rows.order_by("order__placed_at", "id").values_list(*fields)]


def open_wanting(company_id: int, sku_id: int) -> list[str]:
    """Our numbers of live open orders that take this SKU from us, the oldest first."""
    rows = Demand.objects.filter(
        sku_id=sku_id, order__company_id=company_id, order__state="open", order__mode="live", quantity__gt=0
    )
    return list(rows.order_by("order_id").values_list("order__number", flat=True).distinct())


def first_wanted(order_ids: Collection[int]) -> dict[int, datetime]:
    """SKU id -> when the first of these orders that takes it was placed."""
    rows = Demand.objects.filter(order_id__in=list(order_ids)).values_list("sku_id")
    return dict(rows.annotate(at=Min("order__placed_at")))


def wanted_pieces(order_ids: Collection[int]) -> dict[int, int]:
    """All pieces each order wants from us, by order id."""
    rows = Demand.objects.filter(order_id__in=order_ids).values_list("order_id")
    return dict(rows.annotate(pieces=Sum("quantity")))


def lock_waiting_for(company_id: int, sku_ids: Collection[int]) -> None:
    """Locks the open orders that want these SKUs, also those on the floor (they may be stopped), in id order."""
    wanting = Demand.objects.filter(sku_id__in=list(sku_ids), order__company_id=company_id, quantity__gt=0)
    rows = Order.objects.select_for_update(no_key=True).filter(
        pk__in=wanting.values("order_id"),
        company_id=company_id,
        state="open",
        mode="live",
    )
    list(rows.order_by("id").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class OnTerms:
    """One order that its buyer pays later; minor units of `currency`. `held`: it waits for credit."""

    id: int
    customer_id: int
    total_minor: int
    currency: str
    held: bool


def on_terms(company_id: int, customer_ids: Collection[int]) -> list[OnTerms]:
    """Live orders of these buyers that are on terms and not paid yet, shipped or not, by id."""
    held = Hold.objects.filter(order_id=OuterRef("pk"), state="placed", reason="credit")
    rows = Order.objects.filter(
        company_id=company_id,
        customer_id__in=list(customer_ids),
        payment_state="terms",
        mode="live",
        is_test=False,
    ).exclude(state="cancelled")
    found = rows.annotate(held=Exists(held)).order_by("id")
    return [
        OnTerms(*row) for row in found.values_list("id", "customer_id", "total_minor", "currency", "held")
    ]


def numbers_of(company_id: int, order_ids: Collection[int]) -> dict[int, str]:
    """Order id -> our number."""
    rows = Order.objects.filter(pk__in=list(order_ids), company_id=company_id)
    return dict(rows.values_list("id", "number"))


def holds_standing(order_ids: Collection[int]) -> list[int]:
    """Ids of the holds that stand on these orders and that a release by hand ends; those for credit stay."""
    rows = Hold.objects.filter(order_id__in=list(order_ids), state="placed").exclude(reason="credit")
    return list(rows.order_by("id").values_list("id", flat=True))


def holds_by_reason(company_id: int, hold_ids: Collection[int]) -> dict[str, dict[int, str]]:
    """Reason -> order id -> what was said of the hold; for putting back what was released."""
    rows = Hold.objects.filter(order__company_id=company_id, id__in=list(hold_ids)).order_by("id")
    found: dict[str, dict[int, str]] = {}
    for reason, order_id, detail in rows.values_list("reason", "order_id", "detail"):
        found.setdefault(reason, {})[order_id] = detail
    return found
