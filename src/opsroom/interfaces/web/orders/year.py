"""Draws how the year went: months, tags, and where orders waited; every number opens to the list it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import require
from opsroom.insight.metrics.past_year import WAIT_DAYS, Month, PastYear, Tagged, Weekday, past_year
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Blank, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import counted, percent, quantity

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NONE_YET = Blank(
    title="No orders in this year.", text="They appear here as they come, and with an import of history."
)


@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """/orders/year"""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "orders.view")
    year = past_year(actor, now=datetime.now(UTC), time_zone=company.timezone if company else "UTC")
    return render(
        request,
        "orders/year.html",
        {
            "head": Head(eyebrow="Orders", title=_title(year), lead=_lead(year)),
            "months": _months(year),
            "tags": _tags(year),
            "waits": _waits(year),
            "wait_days": WAIT_DAYS,
        },
    )


def _title(year: PastYear) -> str:
    slow = year.slowest
    if slow is None or slow.before_packing < 1:
        return f"{counted(year.orders, 'order')} in a year"
    return f"On {DAYS[slow.day - 1]}s orders wait {_hours(slow.before_packing)} for packing"


def _lead(year: PastYear) -> str:
    return (
        f"{counted(year.orders, 'order')} since {date_format(year.since, 'j F Y')}, live ones and history. "
        "Hours are the middle of all orders."
    )


def _months(year: PastYear) -> Table:
    most = max((month.orders for month in year.months), default=1)
    return Table(
        label="Month by month",
        columns=(
            Column(name="Month", phone="1"),
            Column(name="Orders", number=True, phone="1 end", label="Orders"),
            Column(name="Of the best month", number=True, phone="no"),
            Column(name="Refunded", number=True, phone="3", label="Refunded"),
            Column(name="Cancelled", number=True, phone="3", label="Cancelled"),
            Column(name="Order to carrier", number=True, phone="3 end", label="To the carrier"),
        ),
        rows=[_month(month, most) for month in year.months],
        empty=NONE_YET,
    )


def _month(month: Month, most: int) -> Row:
    return Row(
        id=f"{month.first:%Y-%m}",
        name=date_format(month.first, "F Y"),
        cells=(
            Cell(text=date_format(month.first, "F Y"), href=_list(month)),
            Cell(text=quantity(month.orders)),
            Cell(text=percent(month.orders / most)),
            Cell(text=quantity(month.refunded), href=_list(month, payment=("refunded", "part_refunded"))),
            Cell(text=quantity(month.cancelled), href=_list(month, view="cancelled")),
            Cell(text=_hours(month.hours)),
        ),
    )


def _tags(year: PastYear) -> Table:
    return Table(
        label="Tags of the year",
        columns=(
            Column(name="Tag", phone="1", wrap=True),
            Column(name="Orders", number=True, phone="1 end", label="Orders"),
            Column(name="First", phone="3", label="from"),
            Column(name="Last", phone="3", label="to"),
        ),
        rows=[_tag(one, year.since) for one in year.tags],
        empty=Blank(title="No order of this year carries a tag."),
    )


def _tag(one: Tagged, since: date) -> Row:
    href = "/orders?" + urlencode({"view": "all", "tag": one.tag, "placed_from": str(since)})
    return Row(
        id=one.tag,
        name=one.tag,
        cells=(
            Cell(text=one.tag, href=href),
            Cell(text=quantity(one.orders)),
            Cell(text=date_format(one.first, "j M Y")),
            Cell(text=date_format(one.last, "j M Y")),
        ),
    )


def _waits(year: PastYear) -> Table:
    slow = year.slowest
    return Table(
        label="Where orders waited",
        columns=(
            Column(name="Picked on", phone="1"),
            Column(name="Orders", number=True, phone="1 end", label="Orders"),
            Column(name="To pick", number=True, phone="3", label="to pick"),
            Column(name="Before packing", number=True, phone="3", label="before packing"),
            Column(name="Before the carrier", number=True, phone="3", label="before the carrier"),
        ),
        rows=[_weekday(one, worst=one is slow) for one in year.weekdays],
        empty=Blank(title="No order went through the house in these weeks."),
    )


def _weekday(one: Weekday, *, worst: bool) -> Row:
    return Row(
        id=str(one.day),
        name=DAYS[one.day - 1],
        cells=(
            Cell(text=DAYS[one.day - 1]),
            Cell(text=quantity(one.orders)),
            Cell(text=_hours(one.picking)),
            Cell(text=_hours(one.before_packing), tone="warn" if worst and one.before_packing >= 1 else ""),
            Cell(text=_hours(one.before_leaving)),
        ),
    )


def _hours(hours: float | None) -> str:
    return "-" if hours is None else f"{hours:,.1f} h"


def _list(month: Month, view: str = "all", payment: tuple[str, ...] = ()) -> str:
    words = [("view", view), ("placed_from", str(month.first)), ("placed_to", str(month.last))]
    return "/orders?" + urlencode(words + [("payment", one) for one in payment])
