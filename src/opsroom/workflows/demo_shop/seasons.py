"""How busy each day of the demo shop's year was, and why: seasons, promotions, late suppliers, the bench. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 365
BENCH_HOURS = 8.0  # a working day at the packing bench
_WEEKDAY = (1.20, 1.10, 1.02, 1.00, 0.94, 0.80, 1.06)
_MONTH = (0.84, 0.80, 0.92, 0.96, 0.98, 0.88, 0.82, 0.84, 0.96, 1.08, 1.62, 1.95)
_GROWTH = 0.30  # of the year's end over its start
# Orders the bench packs on a weekday, in days' worth of orders: on Mondays the second packer has the week off.
_BENCH = (1.05, 1.75, 1.75, 1.60, 1.40, 0.0, 0.0)
_TEMPORARY = 0.9  # of what a season brings more is met by more packers
# Beginning of a SKU's code -> the months in which it sells better, and how much.
_SEASONS: dict[str, tuple[frozenset[int], float]] = {
    "STAR": (frozenset({11, 12}), 12.0),
    "CANDLE": (frozenset({10, 11, 12, 1}), 2.6),
    "TH-": (frozenset({10, 11, 12, 1, 2}), 2.4),
    "POT": (frozenset({3, 4, 5, 6}), 2.8),
    "LAMP": (frozenset({10, 11, 12, 1}), 1.5),
    "BT-": (frozenset({5, 6, 7}), 1.5),
}


@dataclass(frozen=True, slots=True)
class Promotion:
    """`percent` off everything for who enters the code, for some days."""

    code: str
    percent: int
    more: float  # times the orders of a day without it


@dataclass(frozen=True, slots=True)
class Delay:
    """A supplier who came late: goods whose code begins so were out from day `first` of the year to before `came`.

    For `sold_days` the shop still sold them, to be sent when they come; then it stopped.
    """

    beginning: str
    first: int
    came: int
    sold_days: int


BLACK, SPRING = Promotion("BLACK20", 20, 1.75), Promotion("SPRING15", 15, 1.45)
SUMMER, THANKS = Promotion("SUMMER10", 10, 1.35), Promotion("THANKS10", 10, 1.60)
THANKS_DAYS = 6  # the last days before today, whenever today is
DELAYS = (
    Delay("TEA-", 44, 60, 8),
    Delay("RUG-", 108, 133, 12),
    Delay("LAMP-", 226, 244, 9),
    Delay("BOARD-", 290, 303, 13),
    Delay("STAR-", DAYS - 16, DAYS, 0),  # not come yet: who wants one today waits
    Delay("LAMP-FLOOR", DAYS - 12, DAYS, 0),
    Delay("RUG-SHEEP", DAYS - 9, DAYS, 0),
)


def days_before(end: date) -> list[date]:
    """The days of the year that ends before `end`."""
    return [end - timedelta(days=DAYS - n) for n in range(DAYS)]


def promotion(day: date, at: int) -> Promotion | None:
    """What is on at day number `at` of the year."""
    if day.month == 11 and 21 <= day.day <= 30:
        return BLACK
    if day.month == 4 and day.day <= 12:
        return SPRING
    if day.month == 7 and day.day <= 10:
        return SUMMER
    return THANKS if at >= DAYS - THANKS_DAYS else None


def busy(day: date, at: int) -> float:
    """How many orders the day brings beside the others."""
    worth = _WEEKDAY[day.weekday()] * _MONTH[day.month - 1] * (1 + _GROWTH * at / DAYS)
    on = promotion(day, at)
    if on:
        worth *= on.more
    return worth * 0.35 if day.month == 12 and day.day > 21 else worth  # too late for the tree


def delayed(code: str, at: int) -> Delay | None:
    """The delay that a SKU suffers on day `at`."""
    return next((d for d in DELAYS if code.startswith(d.beginning) and d.first <= at < d.came), None)


def liking(code: str, day: date, at: int) -> float:
    """How much better than usual a SKU sells on a day; 0 while it cannot be bought."""
    late = delayed(code, at)
    if late and at >= late.first + late.sold_days:
        return 0.0
    worth = 1.0
    for beginning, (months, more) in _SEASONS.items():
        if code.startswith(beginning):
            worth *= more if day.month in months else 1 / more if more > 10 else 1.0
    return worth


def bench_waits(days: Sequence[date]) -> list[float]:
    """Working hours that an order waits for the packing bench, by the day it is picked.

    What a day brings more than the bench packs is still there the next day, so Monday's queue is felt until Wednesday.
    """
    usual = sum(busy(day, at) for at, day in enumerate(days)) / len(days)
    waits, queue = [], 0.0
    for at, day in enumerate(days):
        today = busy(day, at)
        season = max(1.0, 1 + _TEMPORARY * (today / usual - 1))
        packs = usual * season * _BENCH[day.weekday()]
        queue += today
        waits.append(BENCH_HOURS * max(0.0, queue - packs) / packs if packs else 0.0)
        queue = max(0.0, queue - packs)
    return waits
