"""A small shop with orders on the floor, for the tests of picking, packing and shipping."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.catalog.models import SkuBarcode
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Pick, Wave
from opsroom.domains.fulfilment.rules import ScanEvent
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders

_scans = itertools.count(1)


@dataclass(slots=True)
class Floor:
    """One company with one site; `demo` may do everything, `picker` is a warehouse person bound to the site."""

    company: int
    channel: int
    site: int
    demo: Actor
    picker: Actor
    skus: dict[str, int]

    def take_in(self, *orders: object) -> list[int]:
        done = accept_orders(self.demo, self.channel, orders, mode="live")
        return [one.order_id or 0 for one in done]

    def release(self, *order_ids: int) -> Wave:
        released = release_orders(self.demo, self.company, list(order_ids))
        assert released.skipped == ()
        return Wave.objects.get(pk=released.wave_ids[0])


def floor(profile: str, *, totes: int = 0, **stock: int) -> Floor:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, profile=profile, channels=(channel,))
    demo = factories.system("system.demo", company)
    if totes:
        setup = factories.system("system.setup", company)
        rows = tuple(LocationRow(code=f"T-{n}", kind="tote", zone="") for n in range(1, totes + 1))
        create_locations(setup, company, site, rows)
    skus = put(demo, company, site, **stock)
    picker = factories.actor("warehouse", company, sites=[site])
    return Floor(company, channel, site, demo, picker, skus)


def mugs(number: int, count: int = 2):
    """An order for mugs at 23.80 with shipping of 4.90."""
    return order(number, line("MUG", count, "23.80", 380 * count), total=2380 * count + 490)


def mug_and_lamp(number: int):
    return order(
        number, line("MUG", 1, "23.80", 380), line("LAMP", 1, "11.90", 190, "2"), total=2380 + 1190 + 490
    )


def barcode(shop: Floor, sku: str, code: str, pieces: int = 1) -> None:
    SkuBarcode.objects.create(company_id=shop.company, sku_id=shop.skus[sku], code=code, quantity=pieces)


def scan(line_id: int, code: str, key: str = "") -> ScanEvent:
    return ScanEvent(id=key or f"scan-{next(_scans)}", kind="item", line_id=line_id, code=code)


def undo(line_id: int, of: ScanEvent) -> ScanEvent:
    return ScanEvent(id=f"scan-{next(_scans)}", kind="undo", line_id=line_id, of=of.id)


def stop(wave: Wave, sku: str) -> Pick:
    return Pick.objects.get(wave=wave, sku__code=sku)


def sent(wave: Wave) -> FulfilmentOrder:
    return FulfilmentOrder.objects.get(wave=wave)


def packing_line(row: FulfilmentOrder, sku: str) -> FulfilmentLine:
    return FulfilmentLine.objects.get(fulfilment_order=row, sku__code=sku)


def axis(order_id: int) -> str:
    return Order.objects.get(pk=order_id).fulfilment_state
