"""The demo shop's past year: plausible, one year for one seed, written once to its end, and true by our own rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
import typer
from django.db.models import Count, F, Q, Sum
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.workflows.races.room import broken
from typer.testing import CliRunner

from opsroom.domains.access.errors import Refused
from opsroom.domains.access.queries import all_company_ids
from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.orders.models import Demand, Order, OrderLine, OrderTag
from opsroom.interfaces.cli import demo as demo_command
from opsroom.kernel.records import events, jobs
from opsroom.kernel.records.errors import JobBusy
from opsroom.kernel.records.models import Event, Job
from opsroom.kernel.records.states import TOLD
from opsroom.workflows import load_demo_year as year
from opsroom.workflows.bring_back_demo_shop import NoDemoShop, bring_back_demo_shop
from opsroom.workflows.demo_shop import house, people, seasons, steps, trade
from opsroom.workflows.demo_shop.past import Past
from opsroom.workflows.remove_demo_shop import StillLoading, remove_demo_shop

CODES = ("MUG-BLU", "TH-OAT", "STAR-RED", "RUG-SHEEP", "TEA-MINT", "LAMP-FLOOR", "POT-12", "HOOK-BRS")
GOODS = [trade.Goods(number, code, f"Thing {code}", 1_990) for number, code in enumerate(CODES, 1)]
END = date(2026, 11, 23)
DEMO = factories.system("system.demo", way="cli")


def bought(orders: int = 4_000, end: date = END) -> list[trade.Trade]:
    return trade.Year(GOODS, end, orders).part(0, orders)


def test_one_seed_gives_one_year_however_it_is_cut_and_another_seed_another() -> None:
    whole = bought(300)
    again = trade.Year(GOODS, END, 300)
    assert again.part(250, 300) + again.part(0, 250) == whole[250:] + whole[:250]
    assert trade.Year(GOODS, END, 300, seed=8).part(0, 300) != whole


@given(st.dates(date(2020, 1, 1), date(2039, 1, 1)))
def test_whatever_day_is_today_the_year_ends_before_it_and_came_in_order(end: date) -> None:
    rows = trade.Year(GOODS, end, 60).part(0, 60)
    first = datetime.combine(end - timedelta(days=seasons.DAYS), datetime.min.time())
    assert all(first <= one.placed_at < datetime.combine(end, datetime.min.time()) for one in rows)
    assert all(one.placed_at <= one.ended_at < datetime.combine(end, datetime.min.time()) for one in rows)
    days = [one.placed_at.date() for one in rows]
    assert days == sorted(days)


@given(
    st.integers(),
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001  # the site's own clock
    st.floats(0, 80),
    st.integers(0, 40),
)
def test_an_order_goes_its_way_in_working_hours_and_in_turn(
    seed: int, ready: datetime, bench: float, days: int
) -> None:
    end = ready + timedelta(days=days)
    way = steps.way(Random(seed), ready, bench, end)  # noqa: S311  # no secret
    moments = (way.released, way.picking, way.picked, way.packing, way.packed, way.shipped)
    assert all(before <= after for before, after in pairwise(moments))
    assert all(moment <= end for moment in moments)
    for moment in moments:
        if moment < end:
            assert moment.weekday() < 5
            assert steps.OPENS <= moment.time() <= steps.CLOSES


def test_the_year_has_seasons_promotions_returns_and_a_bench_that_is_behind_after_weekends() -> None:
    rows = bought()
    months = Counter(one.placed_at.month for one in rows)
    assert months[11] > 2 * months[6]
    black = [one for one in rows if "BLACK20" in one.tags]
    assert black
    assert {(one.placed_at.month, one.placed_at.day >= 21) for one in black} == {(11, True)}
    assert all(line.discount_minor > 0 for one in black for line in one.lines)
    thanked = [one for one in rows if "THANKS10" in one.tags]
    assert {one.placed_at.date() >= END - timedelta(days=seasons.THANKS_DAYS) for one in thanked} == {True}
    shipped = [one for one in rows if one.way]
    back = [one for one in shipped if one.refunded_at]
    assert 0.04 < len(back) / len(shipped) < 0.09
    assert all(one.refunded_at is None or one.refunded_at > one.ended_at for one in shipped)
    waits: dict[int, list[float]] = {}
    for one in shipped:
        assert one.way is not None
        if "backorder" not in one.tags:
            hours = (one.way.packing - one.way.picked).total_seconds() / 3600
            waits.setdefault(one.way.picked.weekday(), []).append(hours)
    usual = {day: sorted(hours)[len(hours) // 2] for day, hours in waits.items()}
    assert usual[0] > 3 * usual[3], "Mondays wait for the bench, Thursdays hardly"
    shares = Counter(one.channel for one in rows)
    assert set(shares) == {house.SHOP, house.DAILY, house.MARKET, house.TILL, house.DESK}
    assert any(trade.sent_by_market(one.channel, one.place) and one.way is None for one in rows)


def test_a_late_supplier_lets_orders_wait_and_then_the_goods_sell_out() -> None:
    late = next(delay for delay in seasons.DELAYS if delay.beginning == "RUG-")
    days = seasons.days_before(END)
    sold = [
        (days.index(one.placed_at.date()), one)
        for one in bought(8_000)
        if any(line.goods.code == "RUG-SHEEP" for line in one.lines)
    ]
    waited = [one for at, one in sold if late.first <= at < late.first + late.sold_days and one.way]
    assert waited
    came = datetime.combine(days[0] + timedelta(days=late.came), datetime.min.time())
    for one in waited:
        assert one.way is not None
        assert one.way.released > came
        assert "backorder" in one.tags
    assert [at for at, _ in sold if late.first + late.sold_days <= at < late.came] == []
    assert [at for at, _ in sold if at > late.came]


class Demo:
    """The demo's company with its sites, channels and some goods, as far as a year needs them."""

    def __init__(self) -> None:
        self.company, job = house.make_house(DEMO, email="owner@example.com", steps=1)
        self.own = factories.system("system.demo", self.company)
        jobs.finish(job, {}, actor=self.own, fence=jobs.FIRST_FENCE)
        for code in CODES:
            product = Product.objects.create(
                company_id=self.company, handle=code.lower(), title=f"Thing {code}"
            )
            Sku.objects.create(
                company_id=self.company, product=product, code=code, currency="EUR", price=Decimal("19.90")
            )

    @property
    def orders(self) -> int:
        return Order.objects.filter(company=self.company).count()


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> Demo:
    monkeypatch.setattr(year, "CHUNK_ORDERS", 100)
    return Demo()


def test_the_year_is_history_with_its_way_through_the_house_and_every_book_is_whole(demo: Demo) -> None:
    assert year.load_demo_year(DEMO, demo.company, 300) == 300
    assert broken() == []
    rows = Order.objects.filter(company=demo.company)
    assert (rows.count(), rows.exclude(mode="history").count(), rows.filter(state="open").count()) == (
        300,
        0,
        0,
    )
    assert rows.exclude(allocation_state="not_needed").count() == 0
    sums = rows.annotate(
        gross=Sum("lines__gross_minor"), pieces=Sum("lines__quantity", filter=Q(lines__kind="goods"))
    )
    assert [o.number for o in sums if (o.gross, o.pieces) != (o.total_minor, o.units)] == []
    assert OrderLine.objects.filter(gross_minor__lte=0).count() == 0
    wanted = Demand.objects.filter(order__company=demo.company).aggregate(n=Sum("quantity"))["n"]
    goods = OrderLine.objects.filter(order__company=demo.company, kind="goods")
    assert wanted == goods.aggregate(n=Sum(F("quantity") - F("cancelled")))["n"] > 300
    ours = rows.filter(fulfilment_state="shipped")
    told = events.timelines("orders.order", [o.pk for o in rows])
    for one in rows:
        at = [event.at for event in told[one.pk]]
        assert at == sorted(at)
        assert at[0] == one.placed_at == one.accepted_at
    for one in ours:
        kinds = [event.kind.rpartition(".")[2] for event in told[one.pk]]
        way = ["accepted", "captured", "released", "started_picking", "finished_picking", "started_packing",
               "finished_packing", "shipped", "closed"]  # fmt: skip
        assert kinds[: len(way)] == way
        shipped = next(event for event in told[one.pk] if event.to_state == "shipped")
        assert shipped.at == one.shipped_at
    assert Event.objects.filter(subject_kind="orders.order").exclude(way=TOLD).count() == 0
    assert rows.filter(payment_state__in=["refunded", "part_refunded"]).count() > 5
    assert rows.filter(fulfilled_by="marketplace", fulfilment_state="elsewhere").exists()
    assert rows.filter(channel__code=house.TILL).exclude(customer=None).count() == 0
    assert Party.objects.filter(company=demo.company).count() == rows.exclude(ship_to=None).count()
    again = Customer.objects.filter(company=demo.company).annotate(n=Count("order")).filter(n__gt=1)
    assert again.exists(), "people come back"


def test_one_hostile_buyer_stands_in_the_year_as_they_wrote_themselves(demo: Demo) -> None:
    past = Past(demo.own, demo.company, END, 1_600)
    past.write(740, 760)
    order = Order.objects.get(mode="history", gift_message=people.HOSTILE_GIFT)
    assert order.customer_note == people.HOSTILE_NOTE
    assert order.ship_to is not None
    assert (order.ship_to.name, order.ship_to.line1) == (people.HOSTILE.name, people.HOSTILE.line1)
    assert OrderTag.objects.filter(order=order, tag="<i>tag</i>").exists()


def test_a_load_that_died_goes_on_and_a_second_one_adds_nothing(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = Past.write, 0

    def dies(self: Past, first: int, upto: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            write(self, first, upto - 50)
            raise ConnectionError("gone")
        write(self, first, upto)

    monkeypatch.setattr(Past, "write", dies)
    with pytest.raises(ConnectionError):
        year.load_demo_year(DEMO, demo.company, 250)
    assert demo.orders == 200, "the piece it died in is taken back"
    assert year.year_of(DEMO, demo.company).done == 200  # type: ignore[union-attr]
    monkeypatch.setattr(Past, "write", write)
    with pytest.raises(JobBusy):
        year.load_demo_year(DEMO, demo.company, 250, stale_seconds=60)
    assert year.load_demo_year(DEMO, demo.company, 99) == 250, "it ends the year that was begun"
    places = Order.objects.filter(company=demo.company).values_list("external_id", flat=True)
    assert sorted(places) == sorted(f"past-{n}" for n in range(250))
    with pytest.raises(year.YearStands, match="250 orders"):
        year.load_demo_year(DEMO, demo.company, 9_000)
    assert demo.orders == 250


def test_the_worker_writes_what_the_first_start_left_to_it_once(demo: Demo) -> None:
    year.write_demo_year(demo.company)
    assert demo.orders == 0, "nobody asked for a year"
    year.queue_demo_year(DEMO, demo.company, 120)
    year.queue_demo_year(DEMO, demo.company, 500)
    assert Job.objects.filter(kind=house.YEAR_JOB).count() == 1
    with pytest.raises(StillLoading):
        remove_demo_shop(factories.system("system.demo", demo.company), demo.company)
    year.write_demo_year(demo.company)
    assert demo.orders == 120
    year.write_demo_year(demo.company)
    assert demo.orders == 120
    before = list(Order.objects.order_by("id").values_list("number", "state", "total_minor"))
    removed = remove_demo_shop(factories.system("system.demo", demo.company), demo.company)
    assert removed.figures.orders == 120
    assert demo.company not in all_company_ids()
    with pytest.raises(NoDemoShop):
        year.load_demo_year(DEMO, demo.company, 10)
    bring_back_demo_shop(DEMO)
    assert list(Order.objects.order_by("id").values_list("number", "state", "total_minor")) == before
    assert broken() == []


def test_only_who_may_load_a_demo_does_and_never_into_a_shop_of_ones_own(demo: Demo) -> None:
    with pytest.raises(Refused):
        year.load_demo_year(factories.actor("desk", demo.company), demo.company, 10)
    with pytest.raises(NoDemoShop):
        year.load_demo_year(DEMO, factories.company(), 10)
    assert Order.objects.count() == 0


def test_the_terminal_gives_the_loaded_shop_its_year_and_says_when_it_has_one(demo: Demo) -> None:
    app = typer.Typer()
    demo_command.register(app)
    assert "Its past year has 130 orders." in CliRunner().invoke(app, ["--orders", "130"]).output
    again = CliRunner().invoke(app, ["--orders", "130"])
    assert isinstance(again.exception, year.YearStands)
    assert demo.orders == 130
