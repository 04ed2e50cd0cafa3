"""What happens in the demo shop before a person looks: waves released, some picked, packed, shipped and invoiced.

Every step goes through the verbs of the product and chooses its orders by what stands in the tables, so that a step
whose transaction was lost is simply done again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from opsroom.domains.access.queries import company
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.channels import queries as channels
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.insight.lists.orders import page
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.demo_shop import house
from opsroom.workflows.release_orders import Released, release_orders
from opsroom.workflows.ship_orders import ship_orders

Step = Callable[[Actor, int], object]


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


def _wave(actor: Actor, company_id: int, *, orders: int) -> None:
    """A wave for the main site."""
    _release(actor, company_id, house.SHOP, orders)


def _invoice(actor: Actor, company_id: int) -> None:
    """Numbers what was drafted, on the company's day."""
    today = datetime.now(ZoneInfo(company(actor, company_id).timezone)).date()
    while number_invoices(actor, company_id, today):
        pass


def _site(actor: Actor, code: str) -> int:
    return int(next(site.pk for site in warehouse.sites(actor) if site.code == code))


STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("Potsdam prints slips and ships", partial(_paper, slips=26, shipped=14)),
    ("A first wave for Berlin", partial(_wave, orders=24)),
    ("A second wave for Berlin", partial(_wave, orders=18)),
    ("Invoices", _invoice),
)
