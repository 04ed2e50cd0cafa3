"""A shop for rivals: sites, stock, orders, and every invariant in one question; refuses to hide what a rival met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection, connections
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, sku

from opsroom.domains.billing.models import Invoice
from opsroom.domains.catalog.models import KitComponent, Sku
from opsroom.domains.orders import invariants as orders_invariants
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse import invariants as warehouse_invariants
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.domains.warehouse.models import Stock
from opsroom.insight.invariants import drifted_states
from opsroom.ledgers.money import invariants as money_invariants
from opsroom.ledgers.stock import invariants as stock_invariants
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows.accept_orders import Accepted, accept_orders
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.release_orders import Released, release_orders
from opsroom.workflows.ship_orders import Shipped, ship_orders

HANDS = 8
WAIT_SECONDS = 30


class Room:
    """One company, one channel, so many sites; SKUs come into being when they are first stocked."""

    def __init__(self, sites: int = 1) -> None:
        self.company = factories.company()
        self.channel = factories.channel(self.company)
        self.sites = [factories.site(self.company, channels=(self.channel,)) for _ in range(sites)]
        self.site = self.sites[0]
        self.demo = factories.system("system.demo", self.company)
        self.skus: dict[str, int] = {}
        self.counts = 0

    def put(self, code: str, pieces: int, *, site: int = 0, at: str = "A-01-1") -> int:
        """Counts so many pieces there."""
        if code not in self.skus:
            self.skus[code] = sku(self.company, code)
        self.counts += 1
        self.count(code, pieces, f"put-{self.counts}", site=site, at=at)
        return self.skus[code]

    def kit(self, code: str, **parts: int) -> int:
        """An article that is made of so many pieces of others."""
        self.skus[code] = sku(self.company, code)
        Sku.objects.filter(pk=self.skus[code]).update(is_kit=True)
        KitComponent.objects.bulk_create(
            KitComponent(kit_id=self.skus[code], component_id=self.skus[part], quantity=many)
            for part, many in parts.items()
        )
        return self.skus[code]

    def untracked(self, code: str) -> int:
        """An article whose pieces nobody counts."""
        self.skus[code] = sku(self.company, code)
        Sku.objects.filter(pk=self.skus[code]).update(tracked=False)
        return self.skus[code]

    def count(self, code: str, pieces: int, key: str, *, site: int = 0, at: str = "A-01-1") -> None:
        place = self.sites[site]
        count_stock(
            self.demo,
            place,
            [StockRow(self.skus[code], at, pieces)],
            f"{key}-{place}",
            company_id=self.company,
            ref=("warehouse.site", place),
        )

    def take(self, *orders: IncomingOrder, import_id: int | None = None) -> list[Accepted]:
        return accept_orders(self.demo, self.channel, orders, mode="live", import_id=import_id)

    def sell(self, number: int, *wants: tuple[str, int], **more: Any) -> Order:
        """One paid order of these (code, pieces), 10.00 a piece and 4.90 to send; returns its row."""
        (done,) = self.take(wish(number, *wants, **more))
        return Order.objects.get(pk=done.order_id)

    def release(self, *orders: Order) -> Released:
        return release_orders(self.demo, self.company, [o.pk for o in orders])

    def ship(self, ids: Sequence[int], site: int = 0) -> Shipped:
        return ship_orders(self.demo, self.company, self.sites[site], ids)

    def stock(self, code: str, site: int = 0) -> tuple[int, int]:
        row = Stock.objects.get(site=self.sites[site], sku=self.skus[code])
        return row.on_hand, row.allocated


def wish(number: int, *wants: tuple[str, int], **more: Any) -> IncomingOrder:
    """An incoming order of these (code, pieces)."""
    lines = [line(code, pieces, "10.00", 160 * pieces, str(n)) for n, (code, pieces) in enumerate(wants, 1)]
    return order(number, *lines, total=sum(1000 * p for _, p in wants) + 490, **more)


def broken() -> list[str]:
    """Every sentence that any invariant has to say."""
    return [
        *stock_invariants.broken(),
        *money_invariants.broken(),
        *warehouse_invariants.broken(),
        *orders_invariants.broken(),
        *drifted_states(),
        *closed_with_goods(),
        *gaps(),
    ]


def closed_with_goods() -> list[str]:
    """Orders that ended and still keep goods from others."""
    rows = Order.objects.filter(allocations__state__in=["soft", "hard", "picked"]).exclude(state="open")
    return [f"Order {number} has ended and keeps goods." for number in rows.values_list("number", flat=True)]


def gaps() -> list[str]:
    """Number series that are not 1, 2, 3 and so on."""
    out = []
    for company in Invoice.objects.values_list("company_id", flat=True).distinct():
        rows = Invoice.objects.filter(company_id=company, number__isnull=False)
        numbers = sorted(rows.values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            out.append(f"Invoice numbers of company {company} have a gap: {numbers}.")
    return out


def together(work: Callable[[int], Any], hands: int = HANDS) -> list[Any]:
    """The answers, or what was raised, of so many threads that start at once, each on its own connection."""
    ready = Barrier(hands)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            ready.wait(timeout=WAIT_SECONDS)
            return work(number)
        except Exception as met:
            return met
        finally:
            connections.close_all()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))


def faults(answers: Sequence[Any]) -> list[Any]:
    return [one for one in answers if isinstance(one, Exception)]


@contextmanager
def rival(work: Callable[[], Any]) -> Iterator[Callable[[], Future[Any]]]:
    """Gives a function that starts the work on another connection and returns once it waits for us or has ended."""

    def one() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:

        def start() -> Future[Any]:
            future = pool.submit(one)
            while not future.done():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[0]:
                        break
            return future

        yield start
