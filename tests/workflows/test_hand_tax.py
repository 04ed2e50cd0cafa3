"""The tax and the channel of an order taken by hand: proposed where it is proved, asked for where nobody knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, furnish
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order, sku

from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Channel
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.edit_draft import DraftWords, edit_draft
from opsroom.domains.orders.models import Order, OrderLine
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.address_draft import address_draft
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.place_draft import place_draft

pytestmark = pytest.mark.django_db
SAND = PartyDraft(name="Jule Sand", line1="Kai 3", postcode="20457", city="Hamburg", country="Germany")
ZURICH = PartyDraft(name="Jule Sand", line1="Gasse 1", postcode="8001", city="Zürich", country="CH")


@pytest.fixture
def shop() -> Shop:
    made = furnish(50)
    Sku.objects.filter(company_id=made.company, code="MUG").update(price=Decimal("23.80"))
    made.take_in(1)  # to Berlin, at 19 %
    return made


@pytest.fixture
def desk(shop: Shop) -> Actor:
    return factories.actor("desk", shop.company)


def mug(shop: Shop) -> int:
    return Sku.objects.get(company_id=shop.company, code="MUG").pk


def rate(draft_id: int) -> Decimal | None:
    (one,) = drafts.lines_of([draft_id])
    return one.tax_rate


def test_untaxed_sales_foreign_sales_and_old_years_propose_no_rate(shop: Shop, desk: Actor) -> None:
    untaxed = replace(line("MUG", 1, "23.80", 0), taxes=())
    swiss = replace(BERLIN, line1="Gasse 1", postcode="8001", city="Zürich", country_code="CH")
    old = datetime(2019, 5, 1, 8, tzinfo=UTC)
    late = datetime(2026, 11, 27, 8, tzinfo=UTC)
    for number, ordered, more in (
        (2, untaxed, {"placed_at": late}),
        (3, line("MUG", 1, "23.80", 178), {"placed_at": late, "ship_to": swiss}),
        (4, line("MUG", 1, "23.80", 328), {"placed_at": old}),
    ):
        accept_orders(shop.demo, shop.channel, [order(number, ordered, total=2870, **more)], mode="live")
    OrderLine.objects.filter(order__placed_at=old).update(tax_rate=Decimal("0.16"))
    OrderLine.objects.filter(order__ship_to__country="CH", kind="goods").update(tax_rate=Decimal("0.081"))
    lamp = sku(shop.company, "LAMP")
    Sku.objects.filter(pk=lamp).update(price=Decimal("50"))
    draft_id = begin_draft(desk, shop.company, new_buyer=SAND)
    add_draft_lines(desk, shop.company, draft_id, [WantedGoods(mug(shop)), WantedGoods(lamp)])
    assert [one.tax_rate for one in drafts.lines_of([draft_id])] == [Decimal("0.19"), Decimal("0.19")]


def test_where_nobody_ever_was_taxed_the_page_asks_and_nothing_is_zero(shop: Shop, desk: Actor) -> None:
    OrderLine.objects.filter(order__company_id=shop.company).update(tax_rate=Decimal(0))
    draft_id = begin_draft(desk, shop.company, new_buyer=SAND)
    add_draft_lines(desk, shop.company, draft_id, [WantedGoods(mug(shop))])
    draft = drafts.draft_of(desk, draft_id)
    assert (rate(draft_id), draft.total_minor) == (None, None)
    assert drafts.lacks_of(draft, drafts.lines_of([draft_id])) == ["Say the tax rate of MUG."]


def test_a_proposed_rate_follows_the_address_and_a_typed_one_stays(shop: Shop, desk: Actor) -> None:
    draft_id = begin_draft(desk, shop.company)
    add_draft_lines(desk, shop.company, draft_id, [WantedGoods(mug(shop))])
    assert rate(draft_id) is None, "nobody has said where it goes"
    begin_draft(desk, shop.company, draft_id=draft_id, new_buyer=SAND)
    assert rate(draft_id) == Decimal("0.19")
    address_draft(desk, shop.company, draft_id, told=ZURICH)
    assert rate(draft_id) is None, "nothing was ever taxed there"
    (one,) = drafts.lines_of([draft_id])
    edit_draft(desk, shop.company, draft_id, DraftWords(), rates={one.id: Decimal("0.081")})
    address_draft(desk, shop.company, draft_id, told=SAND)
    assert rate(draft_id) == Decimal("0.081")


def test_a_country_that_is_no_code_stays_as_it_was_written(shop: Shop, desk: Actor) -> None:
    draft_id = begin_draft(desk, shop.company, new_buyer=replace(SAND, country="Freedonia"))
    add_draft_lines(desk, shop.company, draft_id, [WantedGoods(mug(shop))])
    (one,) = drafts.lines_of([draft_id])
    edit_draft(desk, shop.company, draft_id, DraftWords(), rates={one.id: Decimal("0.19")})
    placed = Order.objects.get(pk=place_draft(desk, shop.company, draft_id))
    assert placed.ship_to is not None
    assert placed.ship_to.country == "Freedonia"
    assert placed.on_hold, "no parcel goes there before somebody looked"


def test_the_channel_begins_as_most_channels_are_and_a_draft_without_goods_follows_it(
    shop: Shop, desk: Actor
) -> None:
    net, _, gone = (factories.channel(shop.company, currency=one) for one in ("CHF", "CHF", "USD"))
    Channel.objects.filter(company_id=shop.company, currency="CHF").update(prices_include_tax=False)
    Channel.objects.filter(pk=gone).update(active=False)
    first, second = (begin_draft(desk, shop.company, new_buyer=SAND) for _ in range(2))
    hand = Channel.objects.get(company_id=shop.company, connector="by_hand")
    assert (hand.currency, hand.prices_include_tax) == ("CHF", False)
    assert net != hand.pk
    Sku.objects.filter(pk=mug(shop)).update(price=Decimal("20"), currency="CHF")
    add_draft_lines(desk, shop.company, first, [WantedGoods(mug(shop))])
    assert drafts.draft_of(desk, first).total_minor == 2380
    Channel.objects.filter(pk=hand.pk).update(prices_include_tax=True)
    for draft_id in (first, second):
        add_draft_lines(desk, shop.company, draft_id, [WantedGoods(mug(shop))])
    assert drafts.draft_of(desk, first).prices_include_tax is False, "what stands keeps its prices"
    assert (drafts.draft_of(desk, second).prices_include_tax, drafts.draft_of(desk, second).total_minor) == (
        True, 2000,
    )  # fmt: skip
