"""Takes orders out with all that their intake did: stock free, money reversed, tasks closed; refuses to judge which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.customers.actions.remove_parties import remove_parties
from opsroom.domains.orders.actions.remove_orders import remove_orders
from opsroom.domains.payments.actions.remove_payments import remove_payments
from opsroom.domains.warehouse.actions.remove_allocations import remove_allocations
from opsroom.domains.warehouse.actions.reverse_outside_sales import reverse_outside_sales
from opsroom.domains.warehouse.actions.unshare_openings import unshare_openings
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.free_orders import free_orders
from opsroom.workflows.intake.plan import TASK_OF_FLAG
from opsroom.workflows.raise_openings import move_openings
from opsroom.workflows.recheck_credit import recheck_credit

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order


def take_out(actor: Actor, company_id: int, orders: Sequence[Order], *, reason: str) -> None:
    """The caller holds the orders' rows and has made sure that nobody worked on them."""
    removed = [int(order.pk) for order in orders]
    free_orders(actor, company_id, removed, reason=reason)
    remove_allocations(actor, company_id, removed)
    opener = access.system_actor("system.opener", company_ids=frozenset({company_id}), way=actor.way)
    lowered = unshare_openings(opener, company_id, removed)
    reverse_outside_sales(actor, company_id, removed)
    remove_payments(actor, company_id, removed)
    close_tasks(
        actor, [f"{kind}:order:{pk}" for pk in removed for kind in (*TASK_OF_FLAG.values(), "credit")]
    )
    remove_parties(actor, company_id, remove_orders(actor, company_id, removed, reason=reason))
    move_openings(opener, company_id, lowered)
    buyers = {int(order.customer_id) for order in orders if order.customer_id}
    recheck_credit(actor, company_id, buyers, verb="imports.undo")
