"""Begins a draft with the goods of an order, for the same buyer at today's prices. Undo: withdraw_draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders import drafts
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.edit_draft import DraftWords, edit_draft
from opsroom.domains.orders.actions.name_buyer import name_buyer
from opsroom.domains.orders.actions.start_draft import start_draft
from opsroom.domains.orders.drafts import DraftFacts
from opsroom.domains.orders.queries import LineFacts, OrderFacts
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._hand_channel import hand_channel
from opsroom.workflows.begin_draft import last_addresses

SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Copied:
    """The draft, and what of the order is not on it: lines of goods that nobody knows, by their words."""

    draft_id: int
    left_out: tuple[str, ...]


@in_one_piece
def copy_order(actor: Actor, company_id: int, order_id: int) -> Copied:
    """The buyer's own order number and the day are not copied: they belong to the one order. Raises OrderNotFound."""
    access.require(actor, "orders.draft", company_id=company_id)
    order = orders.order_of(actor, order_id)
    channel = hand_channel(actor, company_id)
    draft_id = start_draft(
        actor, company_id,
        currency=channel.currency, prices_include_tax=channel.prices_include_tax, copied_from_id=order.id,
    )  # fmt: skip
    lines = orders.lines_of([order.id])
    goods = [line for line in lines if line.kind not in ("shipping", "difference", "fee", "tip", "discount")]
    wanted = [line for line in goods if line.sku_id is not None and line.quantity > line.cancelled]
    draft = drafts.draft_of(actor, draft_id)
    add_draft_lines(actor, company_id, draft_id, [_wanted(line, order, draft) for line in wanted])
    _name(actor, company_id, draft_id, order)
    draft = drafts.draft_of(actor, draft_id)
    words = DraftWords(
        payment=draft.payment,
        delivery_method=order.delivery_method,
        delivery_minor=_delivery(lines, order, draft),
    )
    edit_draft(actor, company_id, draft_id, words)
    return Copied(draft_id, tuple(line.sku_text or line.title for line in goods if line.sku_id is None))


def _wanted(line: LineFacts, order: OrderFacts, draft: DraftFacts) -> WantedGoods:
    """So many as are still ordered, with what one cost then, with or without tax as the draft says its prices."""
    old: Decimal | None = line.unit_price
    if order.currency != draft.currency:
        old = None
    elif order.prices_include_tax != draft.prices_include_tax:
        factor = 1 + line.tax_rate
        exact = line.unit_price * factor if draft.prices_include_tax else line.unit_price / factor
        old = exact.quantize(SIX_PLACES, rounding=ROUND_HALF_UP)
    return WantedGoods(line.sku_id or 0, line.quantity - line.cancelled, old)


def _name(actor: Actor, company_id: int, draft_id: int, order: OrderFacts) -> None:
    """The same buyer and the same addresses, as far as they are still there."""
    buyer = order.customer_id
    if buyer is None or buyer not in customers.terms_of(company_id, [buyer]):
        return
    theirs = {one.id for one in customers.parties_by_customer(company_id, [buyer]).get(buyer, ())}
    last, billed = last_addresses(actor, company_id, buyer)
    ship_to = order.ship_to_id if order.ship_to_id in theirs else last
    bill_to = order.bill_to_id if order.bill_to_id in theirs else billed
    name_buyer(actor, company_id, draft_id, customer_id=buyer, ship_to_id=ship_to, bill_to_id=bill_to)


def _delivery(lines: Sequence[LineFacts], order: OrderFacts, draft: DraftFacts) -> int:
    """What delivery cost, in the draft's own way; nothing where the currencies differ."""
    if order.currency != draft.currency:
        return 0
    sent = [line for line in lines if line.kind == "shipping"]
    return max(0, sum(line.gross_minor if draft.prices_include_tax else line.net_minor for line in sent))
