"""Places a draft or a quote as an order of the channel of orders by hand, once; all that holds orders holds it too.

It goes the way of every order: stock, rules, holds and credit as usual. Undo: cancel_orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.queries import PartyFacts
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions._drafts import refuse_newer
from opsroom.domains.orders.actions._quotes import refuse_unfinished, refuse_unseen, take_todays_prices
from opsroom.domains.orders.actions.accept_draft import accept_draft
from opsroom.domains.orders.actions.write_note import write_note
from opsroom.domains.orders.draft_rules import (
    FIXED_WHY,
    KEPT,
    PLACEABLE,
    TODAYS,
    checkout_of,
    off_price_minor,
)
from opsroom.domains.orders.drafts import DraftFacts, DraftLineFacts
from opsroom.domains.orders.errors import DraftFixed, DraftUnfinished, QuotePast
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.ports.incoming import (
    IncomingAddress,
    IncomingCustomer,
    IncomingLine,
    IncomingOrder,
    IncomingShippingLine,
    IncomingTax,
    IncomingTotals,
    PaymentCondition,
)
from opsroom.workflows._hand_channel import hand_channel
from opsroom.workflows.accept_orders import accept_orders

TAX = "VAT"
PAYMENT = {"prepaid": PaymentCondition.PENDING, "terms": PaymentCondition.TERMS}


@in_one_piece
def place_draft(
    actor: Actor,
    company_id: int,
    draft_id: int,
    *,
    seen_minor: int | None = None,
    version: int | None = None,
    prices: str = "",
) -> int:
    """Returns the order's id; placed a second time it is the same order, whoever does it.

    `seen_minor`: the total the person saw and said to the buyer; `version`: the draft they saw, address and all.
    `prices`: KEPT or TODAYS, which a quote that is over wants to hear. Raises DraftNotFound, DraftFixed, QuotePast,
    DraftChanged, DraftUnfinished.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = drafts.locked(company_id, draft_id)
    draft = drafts.facts(row)
    if draft.state == "accepted" and draft.order_id is not None:
        return draft.order_id
    if draft.state not in PLACEABLE:
        raise DraftFixed(number=draft.name, why=FIXED_WHY[draft.state])
    refuse_newer(row, version)
    channel = hand_channel(actor, company_id)
    if draft.is_over(business_day(datetime.now(UTC), timezone_of(company_id))):
        if prices not in (KEPT, TODAYS):
            raise QuotePast(number=draft.name, day=f"{draft.valid_until:%d %b %Y}")
        if prices == TODAYS:
            row = take_todays_prices(actor, row)
            draft = drafts.facts(row)
    refuse_unfinished(row)
    refuse_unseen(row, seen_minor)
    lines = drafts.lines_of([draft_id])
    order = _as_order(draft, lines, channel)
    (accepted,) = accept_orders(
        actor, channel.id, [order], mode="live", buyers={order.external_id: draft.customer_id or 0}
    )
    if accepted.order_id is None:
        raise DraftUnfinished(number=draft.name, why=accepted.note)
    accept_draft(actor, company_id, draft_id, accepted.order_id, prices=prices)
    if draft.note:
        write_note(actor, company_id, accepted.order_id, draft.note)
    return accepted.order_id


def _as_order(draft: DraftFacts, lines: Sequence[DraftLineFacts], channel: ChannelFacts) -> IncomingOrder:
    """The draft in the words every channel uses."""
    skus = catalog.skus_by_id(draft.company_id, [line.sku_id for line in lines])
    buyer = customers.customers_by_id(draft.company_id, [draft.customer_id or 0])[draft.customer_id or 0]
    wanted = [pk for pk in (draft.ship_to_id, draft.bill_to_id) if pk is not None]
    parties = customers.parties(draft.company_id, wanted)
    bill_to = parties.get(draft.bill_to_id or 0)
    return IncomingOrder(
        external_id=f"draft-{draft.id}",
        name=str(draft.number),
        placed_at=datetime.now(UTC),
        currency=draft.currency,
        lines=tuple(_line(draft, one, skus[one.sku_id].code, skus[one.sku_id].name) for one in lines),
        prices_include_tax=draft.prices_include_tax,
        totals=IncomingTotals(total_minor=draft.total_minor),
        payment=PAYMENT[draft.payment],
        shipping_lines=_delivery(draft),
        tags=tuple(draft.tags),
        ship_by=draft.ship_by,
        delivery_method=draft.delivery_method,
        customer=IncomingCustomer(
            external_id=None,
            name=buyer.name,
            email=buyer.email,
            phone=buyer.phone,
            tax_number=bill_to.vat_number if bill_to else "",
        ),
        ship_to=_address(parties.get(draft.ship_to_id or 0)),
        bill_to=_address(bill_to),
        purchase_order=draft.purchase_order,
        checkout=checkout_of(draft.id),
    )


def _line(draft: DraftFacts, line: DraftLineFacts, code: str, title: str) -> IncomingLine:
    gross, tax, net = line.gross_minor or 0, line.tax_minor or 0, line.net_minor or 0
    charged = gross if draft.prices_include_tax else net
    return IncomingLine(
        external_id=str(line.id),
        sku=code,
        variant_external_id=None,
        title=title,
        quantity=Decimal(line.quantity),
        unit_price=line.unit_price or Decimal(0),
        discount_minor=off_price_minor(line.priced, charged, draft.currency),
        total_minor=charged,
        taxes=(IncomingTax(TAX, line.tax_rate, tax),),
    )


def _delivery(draft: DraftFacts) -> tuple[IncomingShippingLine, ...]:
    if not draft.delivery_minor:
        return ()
    tax = (IncomingTax(TAX, draft.delivery_rate, draft.delivery_tax_minor),)
    return (
        IncomingShippingLine(
            "delivery", draft.delivery_method or "Delivery", "", draft.delivery_minor, taxes=tax
        ),
    )


def _address(party: PartyFacts | None) -> IncomingAddress | None:
    if party is None:
        return None
    return IncomingAddress(
        name=party.name,
        company=party.organisation,
        line1=party.line1,
        line2=party.line2,
        postcode=party.postcode,
        city=party.city,
        region=party.region,
        country=party.country,
        country_code=code_of(party.country),
        phone=party.phone,
        email=party.email,
    )
