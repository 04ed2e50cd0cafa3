"""Writes parts of the demo shop's year as history, set-wise; refuses to touch stock, money and today's orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from opsroom.domains.access.queries import company
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels import queries as channels
from opsroom.domains.customers.actions.copy_past_buyers import copy_past_buyers
from opsroom.domains.customers.rules import CustomerDraft, PartyDraft
from opsroom.domains.orders.actions.copy_past_orders import PastLine, PastOrder, copy_past_orders
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.tax import half_up
from opsroom.workflows.demo_shop import house, steps, trade
from opsroom.workflows.demo_shop.people import Person

CHUNK = 2_000  # orders a transaction
DELIVERY = {
    house.SHOP: "DHL Paket",
    house.DAILY: "DHL Paket",
    house.MARKET: "Marketplace delivery",
    house.DESK: "GLS",
}
_TAX_OF_GROSS = Fraction(trade.TAX_RATE) / (1 + Fraction(trade.TAX_RATE))
_PRICE_MINOR_MIN = 300  # below it stands a sample or a mistake


class Past:
    """The year before the day `end`, `orders` in all, ready to be written part by part."""

    def __init__(self, actor: Actor, company_id: int, end: date, orders: int) -> None:
        self._actor, self._company_id = actor, company_id
        self._channels = {
            draft.code: account
            for draft in house.drafts()
            if (account := channels.channel_by_code(actor, company_id, draft.code)) is not None
        }
        self._sites = {site.code: int(site.pk) for site in warehouse.sites(actor)}
        self._zone = ZoneInfo(company(actor, company_id).timezone)
        self._year = trade.Year(_goods(actor, company_id), end, orders)

    def write(self, first: int, upto: int) -> None:
        """Orders `first` to `upto` - 1 of the year; the caller holds the transaction."""
        trades = self._year.part(first, upto)
        buyers = self._buyers([one for one in trades if one.person is not None])
        rows = [self._order(one, *buyers.get(one.place, (None, None))) for one in trades]
        copy_past_orders(self._actor, self._company_id, rows)

    def _buyers(self, trades: Sequence[trade.Trade]) -> dict[int, tuple[int, int]]:
        """(customer, address) by the order's place in the year."""
        known = copy_past_buyers(
            self._actor, self._company_id, [_drafts(one.person) for one in trades if one.person is not None]
        )
        return {one.place: pair for one, pair in zip(trades, known, strict=True)}

    def _order(self, one: trade.Trade, customer: int | None, party: int | None) -> PastOrder:
        account, market = self._channels[one.channel], one.channel == house.MARKET
        fulfilled_by = "till" if one.channel == house.TILL else "us"
        if trade.sent_by_market(one.channel, one.place):
            fulfilled_by = "marketplace"
        ours = fulfilled_by == "us"
        lines = [
            _line("goods", line.goods.sku_id, line.goods.code, line.goods.title, line.quantity, line.price_minor,
                  line.discount_minor)
            for line in one.lines
        ]  # fmt: skip
        if one.shipping_minor:
            lines.append(_line("shipping", None, "", "Shipping", 1, one.shipping_minor, 0))
        way = one.way
        moments = (way.released, way.picking, way.picked, way.packing, way.packed, way.shipped) if way else ()
        refunded = "refunded" if one.whole_back else "part_refunded"
        site = house.SMALL.code if one.channel == house.DAILY else house.MAIN.code
        return PastOrder(
            channel_id=account.id,
            external_id=f"past-{one.place}",
            number=f"{account.prefix}-{one.number}",
            fulfilled_by=fulfilled_by,
            cancelled=one.cancelled,
            payment_state=refunded if one.refunded_at else "captured",
            placed_at=self._at(one.placed_at),
            ended_at=self._at(one.ended_at),
            ship_by=self._at(steps.ship_by(one.placed_at)) if ours else None,
            refunded_at=self._at(one.refunded_at) if one.refunded_at else None,
            way=tuple(self._at(moment) for moment in moments),
            site_id=self._sites[site] if ours else None,
            delivery_method=DELIVERY.get(one.channel, ""),
            invoice_issuer="channel" if one.channel in (house.MARKET, house.TILL) else "us",
            tax_remitter="channel" if market else "us",
            currency="EUR",
            customer_id=customer,
            party_id=party,
            customer_note=one.note,
            gift_message=one.gift,
            tags=one.tags,
            lines=tuple(lines),
        )

    def _at(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self._zone)


def _drafts(one: Person) -> tuple[CustomerDraft, PartyDraft]:
    return (
        CustomerDraft(external_key=one.key, name=one.name, email=one.email, locale=one.locale),
        PartyDraft(name=one.name, organisation=one.organisation, line1=one.line1, postcode=one.postcode,
                   city=one.city, country=one.country, email=one.email),
    )  # fmt: skip


def _line(
    kind: str, sku: int | None, code: str, title: str, quantity: int, price_minor: int, off_minor: int
) -> PastLine:
    gross = price_minor * quantity - off_minor
    tax = half_up(gross * _TAX_OF_GROSS)
    return PastLine(kind, sku, code, title, quantity, Decimal(price_minor) / 100, off_minor, trade.TAX_RATE,
                    gross - tax, tax)  # fmt: skip


def _goods(actor: Actor, company_id: int) -> list[trade.Goods]:
    """What the shop can sell and send; no kits, gift cards and mistakes of the files."""
    ids = list(catalog.visible_to(actor).values_list("id", flat=True))
    return [
        trade.Goods(one.id, one.code, one.name, int(one.price * 100))
        for one in catalog.skus_by_id(company_id, ids).values()
        if one.price is not None and one.price * 100 >= _PRICE_MINOR_MIN and one.shippable and not one.is_kit
        and one.kind == "goods" and one.active
    ]  # fmt: skip
