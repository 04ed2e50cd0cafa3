"""A draft as a quote, revised, over, renewed, placed; and any order ordered again at today's prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, furnish
from tests.workflows.test_from_order_to_invoice import line as line_of_shop
from tests.workflows.test_from_order_to_invoice import sku
from tests.workflows.test_orders_by_hand import TODAY, call, mug, priced_shop, quote

from opsroom.domains.access.errors import NotFound, Refused
from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Channel
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.expire_quotes import expire_quotes
from opsroom.domains.orders.actions.override_price import NewPrice, override_price
from opsroom.domains.orders.actions.quote_draft import quote_draft
from opsroom.domains.orders.actions.renew_quote import renew_quote
from opsroom.domains.orders.actions.revise_quote import revise_quote
from opsroom.domains.orders.errors import (
    BadDraft,
    DraftChanged,
    DraftFixed,
    DraftNotFound,
    DraftUnfinished,
    OrderNotFound,
    QuotePast,
)
from opsroom.domains.orders.models import Draft, Order
from opsroom.kernel.records.events import timeline
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._hand_channel import hand_channel
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.copy_order import copy_order
from opsroom.workflows.erase_person import erase_person
from opsroom.workflows.place_draft import place_draft
from opsroom.workflows.tasks import end_quotes

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return priced_shop()


@pytest.fixture
def desk(shop: Shop) -> Actor:
    return factories.actor("desk", shop.company)


def test_a_quote_has_its_own_numbers_is_fixed_and_revised_under_the_same_number(
    shop: Shop, desk: Actor
) -> None:
    draft = call(shop, desk)
    with pytest.raises(BadDraft, match="That day is past"):
        quote(shop, desk, draft.id, days=-1)
    with pytest.raises(DraftChanged):
        quote_draft(desk, shop.company, draft.id, valid_until=TODAY, today=TODAY, seen_minor=1)
    with pytest.raises(DraftUnfinished):
        quote(shop, desk, begin_draft(desk, shop.company))
    assert quote(shop, desk, draft.id) == "Q-00001"
    with pytest.raises(DraftFixed, match="It is a quote the buyer may hold in hands"):
        add_draft_lines(desk, shop.company, draft.id, [WantedGoods(mug(shop))])
    with pytest.raises(DraftFixed):
        quote(shop, desk, draft.id)
    first = drafts.paper_of(desk, draft.id, 1)
    revise_quote(desk, shop.company, draft.id)
    assert drafts.draft_of(desk, draft.id).state == "draft"
    add_draft_lines(desk, shop.company, draft.id, [WantedGoods(mug(shop), 1)])
    assert quote(shop, desk, draft.id) == "Q-00001/2"
    assert quote(shop, desk, call(shop, desk).id) == "Q-00002", "no number is lost by what was refused"
    assert [one.name for one in drafts.papers_of(draft.id)] == ["Q-00001/2", "Q-00001"]
    assert drafts.paper_of(desk, draft.id, 1) == first, "the paper given out stays as it was"
    assert drafts.paper_of(desk, draft.id, 2).total_minor == 11900
    with pytest.raises(DraftNotFound):
        drafts.paper_of(factories.actor("manager", furnish(1).company), draft.id, 1)
    order = Order.objects.get(pk=place_draft(desk, shop.company, draft.id, seen_minor=11900))
    assert order.total_minor == 11900
    assert Draft.objects.get(pk=draft.id).state == "accepted"


def test_a_quote_holds_to_the_end_of_the_companys_day_whatever_zone_its_channel_has(
    shop: Shop, desk: Actor
) -> None:
    draft = call(shop, desk)
    quote(shop, desk, draft.id, days=0)
    channel = hand_channel(desk, shop.company)
    Channel.objects.filter(pk=channel.id).update(
        timezone="Pacific/Kiritimati"
    )  # where the day after has begun
    with time_machine.travel(datetime.combine(TODAY, time(23, 30), ZoneInfo("Europe/Berlin")), tick=False):
        end_quotes(0)
        assert drafts.draft_of(desk, draft.id).state == "quoted"
        assert place_draft(desk, shop.company, draft.id)
    late = call(shop, desk)
    quote(shop, desk, late.id, days=0)
    Channel.objects.filter(pk=channel.id).update(
        timezone="Pacific/Honolulu"
    )  # where it is still the same day
    after = datetime.combine(TODAY + timedelta(days=1), time(0, 30), ZoneInfo("Europe/Berlin"))
    with time_machine.travel(after, tick=False):
        with pytest.raises(QuotePast):
            place_draft(desk, shop.company, late.id)
        end_quotes(0)
        assert drafts.draft_of(desk, late.id).state == "expired"


def test_a_quote_that_is_over_is_placed_only_at_prices_a_person_confirms(shop: Shop, desk: Actor) -> None:
    kept, now, renewed = (call(shop, desk) for _ in range(3))
    (line,) = drafts.lines_of([now.id])
    boss = factories.actor("manager", shop.company)
    lamp = sku(shop.company, "LAMP")
    Sku.objects.filter(pk=lamp).update(price=Decimal("50"))
    add_draft_lines(desk, shop.company, now.id, [WantedGoods(lamp)])
    override_price(boss, shop.company, now.id, line.id, NewPrice(Decimal("20"), reason="agreed"))
    for one in (kept, now, renewed):
        quote(shop, desk, one.id)
    Sku.objects.filter(company_id=shop.company).update(price=Decimal("30"))
    Draft.objects.filter(company_id=shop.company).update(valid_until=TODAY - timedelta(days=1))
    with pytest.raises(QuotePast, match="Say which prices it is placed at"):
        place_draft(desk, shop.company, kept.id)
    done = expire_quotes(factories.system("system.worker", shop.company), shop.company, TODAY)
    assert done == [kept.id, now.id, renewed.id]
    assert expire_quotes(factories.system("system.worker", shop.company), shop.company, TODAY) == []
    with pytest.raises(QuotePast):
        place_draft(desk, shop.company, kept.id, prices="")
    assert not Order.objects.filter(external_id__startswith="draft-").exists(), "nothing half-done"
    order = Order.objects.get(pk=place_draft(desk, shop.company, kept.id, seen_minor=9520, prices="kept"))
    assert order.total_minor == 9520
    shown = drafts.todays(drafts.draft_of(desk, now.id), drafts.lines_of([now.id]))
    assert shown.changes == (("LAMP", Decimal("50.000000"), Decimal("30.000000")),), "what was agreed stays"
    assert shown.gross == 8000 + 3000
    with pytest.raises(DraftChanged):
        place_draft(desk, shop.company, now.id, seen_minor=13000, prices="today")
    assert drafts.draft_of(desk, now.id).total_minor == 13000, "nothing of today's prices was written"
    order = Order.objects.get(pk=place_draft(desk, shop.company, now.id, seen_minor=11000, prices="today"))
    assert order.total_minor == 11000
    with pytest.raises(BadDraft, match="Say which prices hold"):
        renew_quote(desk, shop.company, renewed.id, valid_until=TODAY, today=TODAY, prices="")
    name = renew_quote(
        desk, shop.company, renewed.id, valid_until=TODAY, today=TODAY, prices="today", seen_minor=12000
    )
    assert name == "Q-00003/2"
    assert (drafts.draft_of(desk, renewed.id).state, drafts.draft_of(desk, renewed.id).total_minor) == (
        "quoted", 12000,
    )  # fmt: skip
    assert Order.objects.get(pk=place_draft(desk, shop.company, renewed.id)).total_minor == 12000
    kinds = [one.kind for one in timeline("orders.draft", renewed.id)]
    assert kinds == [
        "orders.draft.created", "orders.draft.quoted", "orders.draft.expired", "orders.draft.prices_renewed",
        "orders.draft.renewed", "orders.draft.accepted",
    ]  # fmt: skip


def test_the_same_again_takes_goods_buyer_and_delivery_at_todays_prices(shop: Shop, desk: Actor) -> None:
    draft = call(
        shop, desk, delivery_method="DHL Paket", delivery_minor=490, note="Ring twice", tags=("phone",)
    )
    order = Order.objects.get(pk=place_draft(desk, shop.company, draft.id))
    Sku.objects.filter(pk=mug(shop)).update(price=Decimal("25"))
    done = copy_order(desk, shop.company, order.pk)
    again = drafts.draft_of(desk, done.draft_id)
    (line,) = drafts.lines_of([again.id])
    assert done.left_out == ()
    assert (line.sku_id, line.quantity, line.unit_price, line.old_price) == (
        mug(shop), 4, Decimal(25), Decimal("23.8"),
    )  # fmt: skip
    assert (again.delivery_method, again.delivery_minor, again.total_minor) == ("DHL Paket", 490, 10490)
    assert (again.customer_id, again.ship_to_id, again.copied_from_id) == (
        order.customer_id, order.ship_to_id, order.pk,
    )  # fmt: skip
    assert (again.purchase_order, again.note, again.tags, again.ship_by) == ("", "", [], None)
    assert Order.objects.filter(external_id__startswith="draft-").count() == 1, (
        "nothing is ordered by copying"
    )
    erase = factories.actor("admin", shop.company)
    cancel_orders(desk, shop.company, [order.pk], reason="The customer asked")
    erase_person(erase, shop.company, order.customer_id or 0, approved=True)
    bare = drafts.draft_of(desk, copy_order(desk, shop.company, order.pk).draft_id)
    assert (bare.customer_id, bare.ship_to_id) == (None, None), "an erased buyer is not woken"


def test_an_order_of_a_shop_that_sells_without_tax_is_copied_with_its_unknown_goods_named(
    shop: Shop, desk: Actor
) -> None:
    net = replace(line_of_shop("MUG", 2, "20.00", 760), external_id="1")
    ghost = replace(line_of_shop("GHOST", 1, "5.00", 95), external_id="2")
    row = shop.take_in(7, net, ghost, total=4760 + 595 + 490 + 78, prices_include_tax=False, payments=())
    done = copy_order(desk, shop.company, row.pk)
    assert done.left_out == ("GHOST",)
    (line,) = drafts.lines_of([done.draft_id])
    assert (line.quantity, line.old_price, line.unit_price) == (2, Decimal("23.8"), Decimal("23.8"))
    other = furnish(1).company
    with pytest.raises(OrderNotFound):
        copy_order(factories.actor("manager", other), other, row.pk)
    with pytest.raises(NotFound):
        copy_order(factories.actor("manager", other), shop.company, row.pk)
    with pytest.raises(Refused):
        copy_order(factories.actor("bookkeeper", shop.company), shop.company, row.pk)
