"""What happens in the demo shop before a person looks: waves released, some picked, packed, shipped, one in part.

Every step goes through the verbs of the product and chooses its orders by what stands in the tables, so that a step
whose transaction was lost is simply done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from opsroom.domains.access.queries import company
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.channels import queries as channels
from opsroom.domains.fulfilment.actions.pack_scan import pack_scan
from opsroom.domains.fulfilment.actions.pick_scan import pick_scan
from opsroom.domains.fulfilment.actions.pick_short import pick_short
from opsroom.domains.fulfilment.queries import floor
from opsroom.domains.fulfilment.rules import ScanEvent, ScanResult
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.insight.lists.orders import page
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.demo_shop import house
from opsroom.workflows.release_orders import Released, release_orders
from opsroom.workflows.ship_orders import ship_orders

Step = Callable[[Actor, int], object]
EVERY = 1_000  # stops: more than any wave has


def _release(actor: Actor, company_id: int, channel: str, orders: int) -> Released:
    """Releases the orders of a channel that are due first."""
    account = channels.channel_by_code(actor, company_id, channel)
    wanted = OrderFilter(view="ready", chosen={"channel": (str(account.id if account else 0),)}, sort="due")
    zone = company(actor, company_id).timezone
    rows = page(actor, wanted, now=datetime.now(UTC), time_zone=zone, size=orders)
    return release_orders(actor, company_id, [row.id for row in rows])


def _paper(actor: Actor, company_id: int, *, slips: int, shipped: int) -> None:
    """Slips for the small site; the first of them have left already."""
    released = _release(actor, company_id, house.DAILY, slips)
    ship_orders(actor, company_id, _site(actor, house.SMALL.code), released.fulfilment_order_ids[:shipped])


def _wave(
    actor: Actor,
    company_id: int,
    *,
    orders: int,
    stops: int = 0,
    packed: int = 0,
    shipped: int = 0,
    gap: bool = False,
) -> None:
    """A wave for the main site: the first stops of its walk are done, so many orders packed, of these shipped.

    With `gap` one piece is not in its bin: the rest of its order leaves, and the piece is set aside anew.
    """
    released = _release(actor, company_id, house.SHOP, orders)
    for wave_id in released.wave_ids:
        if gap:
            _not_found(actor, company_id, wave_id)
        for stop in floor.stops(actor, wave_id)[:stops]:
            for piece in range(stop.need):
                event = ScanEvent(f"demo:pick:{stop.id}:{piece}", "item", stop.id, stop.sku)
                _taken(pick_scan(actor, company_id, wave_id, event))
    for sending_id in released.fulfilment_order_ids[:packed]:
        _pack(actor, company_id, sending_id)
    if packed > shipped:  # whoever packs is in the middle of the next one
        _begin_packing(actor, company_id, released.fulfilment_order_ids[packed:])
    if shipped:
        done = released.fulfilment_order_ids[:shipped]
        ship_orders(actor, company_id, _site(actor, house.MAIN.code), done)
    if gap:
        allocate_orders(actor, company_id, order_ids=released.order_ids)


def _not_found(actor: Actor, company_id: int, wave_id: int) -> None:
    """Ends the first stop that is one piece of an order with more, of goods that lie elsewhere too."""
    stops = floor.stops(actor, wave_id)
    several = Counter(stop.order for stop in stops)
    main = warehouse.stock(actor).filter(site__code=house.MAIN.code)
    free = dict(main.values_list("sku__code", "free"))  # type: ignore[misc]  # free is annotated by the query
    for stop in stops:
        if stop.need == 1 and several[stop.order] > 1 and free.get(stop.sku, 0) > 0:
            pick_short(actor, company_id, stop.id, "not_there")
            return


def _begin_packing(actor: Actor, company_id: int, sending_ids: Sequence[int]) -> None:
    """Verifies one piece of the first order that has more than one."""
    for sending_id in sending_ids:
        lines = floor.bench(actor, sending_id).lines
        if sum(line.need for line in lines) > 1:
            event = ScanEvent(f"demo:pack:{lines[0].id}:0", "item", lines[0].id, lines[0].sku)
            _taken(pack_scan(actor, company_id, sending_id, event))
            return


def _pack(actor: Actor, company_id: int, sending_id: int) -> None:
    """Verifies every piece of one order at the bench; the last one makes parcel and label."""
    for line in floor.bench(actor, sending_id).lines:
        for piece in range(line.need):
            event = ScanEvent(f"demo:pack:{line.id}:{piece}", "item", line.id, line.sku)
            _taken(pack_scan(actor, company_id, sending_id, event))


def _taken(result: ScanResult) -> None:
    """A scan of the demo cannot be wrong: if it is, the shop on the shelves is not the one in the files."""
    if result.outcome != "accepted":
        raise RuntimeError(result.say)


def _invoice(actor: Actor, company_id: int) -> None:
    """Numbers what was drafted, on the company's day."""
    today = datetime.now(ZoneInfo(company(actor, company_id).timezone)).date()
    while number_invoices(actor, company_id, today):
        pass


def _site(actor: Actor, code: str) -> int:
    return int(next(site.pk for site in warehouse.sites(actor) if site.code == code))


STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("Potsdam prints slips and ships", partial(_paper, slips=26, shipped=14)),
    ("A first wave leaves Berlin", partial(_wave, orders=14, stops=EVERY, packed=14, shipped=14, gap=True)),
    ("A second wave is at the bench", partial(_wave, orders=16, stops=EVERY, packed=7)),
    ("A third wave is being picked", partial(_wave, orders=14, stops=11)),
    ("A fourth wave waits", partial(_wave, orders=18)),
    ("Invoices", _invoice),
)
