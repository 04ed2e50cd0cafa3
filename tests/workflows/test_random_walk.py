"""70 steps a seed of a shop's day in an order nobody planned, from a fixed seed; every figure is true all the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from tests import factories
from tests.workflows.races.room import Room, broken, wish

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.fulfilment.models import FulfilmentOrder
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.errors import NotThere, StillHandled
from opsroom.ledgers.money import queries as money
from opsroom.ports.incoming import PaymentCondition
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.move_stock import move_stock
from opsroom.workflows.take_back_orders import take_back_orders
from opsroom.workflows.tasks import serve_waiting_orders
from opsroom.workflows.undo_orders import undo_orders

STEPS = 70
LOOK_EVERY = 10
CODES = ("MUG", "LAMP", "VASE")
PAYMENTS = (PaymentCondition.CAPTURED, PaymentCondition.TERMS, PaymentCondition.PENDING)


class Walk:
    """The shop, its dice and what a step may be."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
        self.room = Room(sites=2)
        for code in CODES:
            for site in (0, 1):
                self.room.put(code, 12, site=site)
        self.batch = factories.import_row(self.room.company, self.room.channel)
        self.number = 0
        self.sold: dict[int, tuple[tuple[str, int], ...]] = {}

    def some(self, most: int = 3, **facts: object) -> list[Order]:
        found = list(Order.objects.filter(**facts).order_by("id"))
        return self.dice.sample(found, min(most, len(found)))

    def take(self) -> None:
        wants = []
        for _ in range(self.dice.randint(1, 3)):
            self.number += 1
            codes = self.dice.choices(CODES, k=self.dice.randint(1, 2))
            self.sold[self.number] = tuple((code, self.dice.randint(1, 2)) for code in codes)
            wants.append(wish(self.number, *self.sold[self.number], payment=self.dice.choice(PAYMENTS)))
        self.room.take(*wants, import_id=self.batch)

    def newer(self) -> None:
        """The channel sends an order again: paid, or cancelled."""
        for row in self.some(1):
            number = int(row.external_id)
            more = {"cancelled_at": row.placed_at} if self.dice.random() < 0.2 else {}
            self.room.take(wish(number, *self.sold[number], payment=PaymentCondition.CAPTURED, **more))

    def hold(self) -> None:
        place_hold(self.room.demo, self.room.company, [o.pk for o in self.some(1, state="open")], "by_hand")

    def let_go(self) -> None:
        release_hold(self.room.demo, self.room.company, [o.pk for o in self.some(9, on_hold=True)])

    def count(self) -> None:
        code, site = self.dice.choice(CODES), self.dice.choice((0, 1))
        place = self.dice.choice(("A-01-1", "A-01-2"))
        with suppress(StillHandled):
            self.room.put(code, self.dice.randint(2, 15), site=site, at=place)

    def move(self) -> None:
        room, site = self.room, self.dice.choice((0, 1))
        sku = room.skus[self.dice.choice(CODES)]
        ends = self.dice.choice((("A-01-1", "A-01-2"), ("A-01-1", "QUARANTINE"), ("QUARANTINE", "A-01-1")))
        room.counts += 1
        with suppress(NotThere, StillHandled):
            move_stock(room.demo, room.company, room.sites[site], sku, *ends, 2, f"m{room.counts}")

    def release(self) -> None:
        self.room.release(*self.some(4, state="open"), *self.some(8, allocation_state="allocated"))

    def take_back(self) -> None:
        ids = [o.pk for o in self.some(2, fulfilment_state="released")]
        take_back_orders(self.room.demo, self.room.company, ids, reason="not today")

    def ship(self) -> None:
        site = self.dice.choice((0, 1))
        rows = FulfilmentOrder.objects.filter(site_id=self.room.sites[site]).order_by("id")
        open_ids = list(rows.exclude(state__in=["shipped", "cancelled"]).values_list("id", flat=True))
        self.room.ship(self.dice.sample(open_ids, min(6, len(open_ids))), site)

    def cancel(self) -> None:
        cancel_orders(self.room.demo, self.room.company, [o.pk for o in self.some(1)], reason="by hand")

    def undo(self) -> None:
        ids = [o.pk for o in self.some(2)]
        undo_orders(self.room.demo, self.batch, company_id=self.room.company, order_ids=ids)

    def serve(self) -> None:
        serve_waiting_orders(self.room.company, list(self.room.skus.values()))

    def number_them(self) -> None:
        number_invoices(self.room.demo, self.room.company, date(2026, 11, 23))

    def steps(self) -> list[Callable[[], None]]:
        often = [self.take, self.release, self.release, self.ship, self.ship, self.count]
        return [*often, self.newer, self.hold, self.let_go, self.move, self.take_back, self.cancel,
                self.undo, self.serve, self.number_them]  # fmt: skip

    def wrong(self) -> list[str]:
        """What no invariant may say, and what the two books and the invoices must say of each other."""
        company = self.room.company
        numbered = sum(Invoice.objects.filter(number__isnull=False).values_list("gross_minor", flat=True))
        sales = ("revenue", "shipping_revenue", "tax_payable:DE", "discounts")
        booked = -sum(money.balance(company, account, "EUR") for account in sales)
        said = [] if booked == numbered else [f"{numbered} is invoiced and {booked} booked."]
        for row in Order.objects.filter(state="closed", fulfilment_state="shipped"):
            billed = sum(row.invoices.values_list("gross_minor", flat=True))
            if billed != row.total_minor:
                said.append(f"{row.number} came to {row.total_minor} and {billed} is invoiced.")
        return said + broken()


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("seed", [11, 23, 1126])
def test_a_walk_through_the_shop_keeps_every_figure_true(seed: int) -> None:
    walk = Walk(seed)
    steps = walk.steps()
    told: list[str] = []
    for number in range(1, STEPS + 1):
        step = walk.dice.choice(steps)
        told.append(step.__name__)
        step()
        if number % LOOK_EVERY == 0:
            assert walk.wrong() == [], f"seed {seed}, step {number}: {told[-LOOK_EVERY:]}"
    assert Order.objects.filter(fulfilment_state="shipped").exists(), "the walk must get somewhere"
