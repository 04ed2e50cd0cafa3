"""Gives an order a corrected address: checked at once, its hold released and its task closed when it is clean.

Undo: fix it again with the former lines; the row as it was given is never changed. Refuses orders with the warehouse.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.errors import OrderNotFound
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.intake.send_to import Sent, send_to
from opsroom.workflows.ruling.one_pass import pass_over


@transaction.atomic
def fix_address(actor: Actor, company_id: int, order_id: int, draft: PartyDraft) -> Sent:
    """Stores the address as a new row and sends the order there. What was left out (VAT number) stays as given."""
    access.require(actor, "orders.edit", company_id=company_id)
    found = order_rows.locked(company_id, [order_id])
    if not found:
        raise OrderNotFound()
    order = found[0]
    given = customers.parties(company_id, [order.ship_to_id] if order.ship_to_id else [])
    former = given.get(order.ship_to_id or 0)
    draft = replace(
        draft,
        customer_id=order.customer_id,
        vat_number=draft.vat_number or (former.vat_number if former else ""),
        email=draft.email or (former.email if former else ""),
        phone=draft.phone or (former.phone if former else ""),
    )
    done = send_to(actor, company_id, order_id, draft, told=False)
    pass_over(company_id, [order_id], "changed")
    return done
