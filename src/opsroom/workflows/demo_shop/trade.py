"""A year of plausible trade, seeded: who bought when, what, how much and where; pure, one seed gives one year."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random

from opsroom.workflows.demo_shop import house, people, seasons, steps
from opsroom.workflows.demo_shop.people import Person, person_of
from opsroom.workflows.demo_shop.steps import Way

SEED = 7
TAX_RATE = Decimal("0.19")
FREE_SHIPPING_FROM_MINOR, SHIPPING_MINOR = 6_000, 490
# Channel -> its share of the orders.
_SHARES = {house.SHOP: 52, house.DAILY: 18, house.MARKET: 17, house.TILL: 9, house.DESK: 4}
_CODE_USED = 0.62  # of the orders while a promotion is on
_REPEAT = 0.38  # of the orders come from somebody who bought before
_BUSINESSES = 40  # buy at the wholesale desk, again and again
_CANCELLED, _RETURNED, _WHOLE = 0.021, 0.075, 0.45  # of all; of what was sent; of what came back
_HOSTILE_EVERY = 1_500
_HOURS = (3, 2, 1, 1, 1, 2, 4, 7, 9, 10, 11, 11, 12, 11, 10, 10, 10, 11, 13, 16, 18, 17, 12, 6)
_HOURS_TILL = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 9, 11, 9, 8, 9, 11, 13, 10, 3, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Goods:
    """A SKU that the shop sells; `price_minor` with tax."""

    sku_id: int
    code: str
    title: str
    price_minor: int


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of goods; `discount_minor` is off the whole line, `back` so many pieces were returned."""

    goods: Goods
    quantity: int
    price_minor: int
    discount_minor: int
    back: int = 0


@dataclass(frozen=True, slots=True)
class Trade:
    """One order as it happened, on the shop's own clock; `person` None is somebody at the till.

    `way` None: it was not ours to send, or cancelled. `refunded_at`: when the money of what came back, or of what was
    cancelled, went out.
    """

    place: int
    channel: str
    number: str
    placed_at: datetime
    ended_at: datetime
    way: Way | None
    cancelled: bool
    refunded_at: datetime | None
    person: Person | None
    lines: tuple[Bought, ...]
    shipping_minor: int
    tags: tuple[str, ...]
    note: str = ""
    gift: str = ""

    @property
    def whole_back(self) -> bool:
        """Whether nothing of it was kept."""
        return self.cancelled or all(line.back == line.quantity for line in self.lines)


class Year:
    """The trade of the year that ended before the day `end`, `orders` in all, in the order in which they came."""

    def __init__(self, goods: Sequence[Goods], end: date, orders: int, seed: int = SEED) -> None:
        self._goods = sorted(goods, key=lambda one: one.code)
        self._days = seasons.days_before(end)
        self._by_day = list(accumulate(seasons.busy(day, at) for at, day in enumerate(self._days)))
        self._bench = seasons.bench_waits(self._days)
        self._orders, self._seed = orders, seed
        self._end = datetime.combine(end, time(0)) - timedelta(seconds=1)
        self._usual = [self._popularity(one) for one in self._goods]
        self._shelves: dict[int, list[float]] = {}

    def part(self, first: int, upto: int) -> list[Trade]:
        """Orders number `first` to `upto` - 1 of the year, counted from 0."""
        return [self._trade(place) for place in range(first, upto)]

    def _dice(self, *words: object) -> Random:
        return Random(":".join(map(str, (self._seed, *words))))  # noqa: S311  # a plausible shop, no secret

    def _trade(self, place: int) -> Trade:
        dice = self._dice(place)
        at = self._day_of(place, dice)
        day = self._days[at]
        hostile = place % _HOSTILE_EVERY == _HOSTILE_EVERY // 2
        buyer = place if dice.random() >= _REPEAT else int(place * dice.random() ** 0.6)
        channel = house.SHOP if hostile else self._channel(buyer)
        hour = dice.choices(range(24), _HOURS_TILL if channel == house.TILL else _HOURS)[0]
        placed = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)))
        on = None if channel in (house.TILL, house.DESK) else seasons.promotion(day, at)
        if on and dice.random() >= _CODE_USED:
            on = None
        lines = self._basket(dice, at, channel, on.percent if on else 0)
        came = max(
            (late.came for one in lines if (late := seasons.delayed(one.goods.code, at))), default=None
        )
        way = self._way(dice, channel, place, at, placed, came)
        cancelled = way is not None and dice.random() < _CANCELLED
        ended = placed if way is None else placed + timedelta(hours=2) if cancelled else way.shipped
        refunded = min(ended, self._end) if cancelled else None
        if way and not cancelled and dice.random() < _RETURNED:
            back = ended + timedelta(days=dice.randrange(6, 24), hours=dice.randrange(1, 6))
            if back < self._end:
                refunded, lines = back, self._returned(dice, lines)
        worth = sum(line.price_minor * line.quantity - line.discount_minor for line in lines)
        tags = (
            on.code if on else "",
            "backorder" if came and way else "",
            "returned" if refunded and not cancelled else "",
            "<i>tag</i>" if hostile else "",
        )
        return Trade(
            place=place,
            channel=channel,
            number=f"{day:%y}{place + 1:06d}",
            placed_at=placed,
            ended_at=min(ended, self._end),
            way=None if cancelled else way,
            cancelled=cancelled,
            refunded_at=refunded,
            person=people.HOSTILE if hostile else self._person(channel, buyer),
            lines=lines,
            shipping_minor=SHIPPING_MINOR
            if channel not in (house.TILL, house.MARKET) and worth < FREE_SHIPPING_FROM_MINOR
            else 0,
            tags=tuple(tag for tag in tags if tag),
            note=people.HOSTILE_NOTE if hostile else "",
            gift=people.HOSTILE_GIFT if hostile else "",
        )

    def _day_of(self, place: int, dice: Random) -> int:
        share = (place + dice.random()) / self._orders
        return min(bisect_left(self._by_day, share * self._by_day[-1]), seasons.DAYS - 1)

    def _channel(self, buyer: int) -> str:
        """Where this buyer buys: always at the same place."""
        return self._dice("buyer", buyer).choices(list(_SHARES), list(_SHARES.values()))[0]

    def _person(self, channel: str, buyer: int) -> Person | None:
        if channel == house.TILL:
            return None
        business = channel == house.DESK
        return person_of(channel, buyer % _BUSINESSES if business else buyer, self._seed, business=business)

    def _way(
        self, dice: Random, channel: str, place: int, at: int, placed: datetime, came: int | None
    ) -> Way | None:
        """None where it was not ours to send: at the till, and what the marketplace ships itself."""
        if channel == house.TILL or sent_by_market(channel, place):
            return None
        ready = placed
        if came is not None:  # it waits for the supplier, and stands behind those who waited as well
            ready = datetime.combine(self._days[0] + timedelta(days=came), time(10))
        wait = self._bench[min((ready.date() - self._days[0]).days, seasons.DAYS - 1)]
        if (
            not wait and steps.at_work(ready).date() != ready.date()
        ):  # the bench's queue of the next working day
            opens = (steps.at_work(ready).date() - self._days[0]).days
            wait = self._bench[min(opens, seasons.DAYS - 1)]
        return steps.way(dice, ready, wait, self._end)

    def _basket(self, dice: Random, at: int, channel: str, percent: int) -> tuple[Bought, ...]:
        business = channel == house.DESK
        many = dice.choices((1, 2, 3, 4, 6), (8, 20, 30, 26, 16) if business else (46, 29, 15, 7, 3))[0]
        chosen = {one.code: one for one in dice.choices(self._goods, cum_weights=self._shelf(at), k=many)}
        lines = []
        for one in chosen.values():
            many = (
                dice.choice((6, 6, 12, 12, 24, 36)) if business else dice.choices((1, 2, 4), (78, 17, 5))[0]
            )
            price = one.price_minor * 60 // 100 if business else one.price_minor
            lines.append(Bought(one, many, price, price * many * percent // 100))
        return tuple(lines)

    def _returned(self, dice: Random, lines: tuple[Bought, ...]) -> tuple[Bought, ...]:
        """The whole order comes back, or one line of it."""
        whole, one = dice.random() < _WHOLE, dice.randrange(len(lines))
        return tuple(
            Bought(line.goods, line.quantity, line.price_minor, line.discount_minor, line.quantity)
            if whole or number == one
            else line
            for number, line in enumerate(lines)
        )

    def _shelf(self, at: int) -> list[float]:
        """Running sums of how well each SKU sells on a day."""
        if at not in self._shelves:
            day = self._days[at]
            pairs = zip(self._goods, self._usual, strict=True)
            self._shelves[at] = list(
                accumulate(usual * seasons.liking(one.code, day, at) for one, usual in pairs)
            )
        return self._shelves[at]

    def _popularity(self, goods: Goods) -> float:
        liked: float = (1 + self._dice("sku", goods.code).randrange(len(self._goods))) ** -0.7
        cheap: float = (2_000 / max(goods.price_minor, 500)) ** 0.4  # dear goods sell less often
        return liked * cheap


def sent_by_market(channel: str, place: int) -> bool:
    """The marketplace ships a third of its orders itself."""
    return channel == house.MARKET and place % 3 == 0
