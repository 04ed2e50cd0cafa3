"""Empties what buyers and the team wrote on orders of a person to be erased; refuses while such an order is open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.errors import OpenOrdersOfPerson
from opsroom.domains.orders.models import Draft, DraftLine, Hold, Order, OrderLine, OrderNote, QuotePaper
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def erase_words(actor: Actor, company_id: int, customer_id: int, *, approved: bool = False) -> list[int]:
    """Part of erasing a person (P4); returns the ids of their orders. Erasing twice changes nothing.

    Notes, gift messages, personalised texts and what people wrote on holds go; numbers, amounts and tags stay. An
    order under way needs its address: raises OpenOrdersOfPerson, which names the first of them.
    """
    access.require(actor, "customers.erase", company_id=company_id, approved=approved)
    rows: Sequence[tuple[int, str, str]] = list(
        Order.objects.select_for_update(no_key=True)
        .filter(company_id=company_id, customer_id=customer_id)
        .order_by("id")
        .values_list("id", "number", "state")
    )
    under_way = [number for _, number, state in rows if state == "open"]
    if under_way:
        raise OpenOrdersOfPerson(number=under_way[0], count=len(under_way))
    ids = [order_id for order_id, _, _ in rows]
    Order.objects.filter(id__in=ids).update(customer_note="", gift_message="")
    OrderLine.objects.filter(order_id__in=ids).exclude(personalisation=[]).update(personalisation=[])
    OrderNote.objects.filter(order_id__in=ids).update(text="")
    Hold.objects.filter(order_id__in=ids, placed_by_id__isnull=False).update(detail="")
    _erase_drafts(actor, company_id, customer_id)
    return ids


def _erase_drafts(actor: Actor, company_id: int, customer_id: int) -> None:
    """What was typed on their drafts goes; those that are no order are withdrawn: nobody is left to place them for."""
    rows = Draft.objects.filter(company_id=company_id, customer_id=customer_id)
    ids = list(rows.select_for_update(no_key=True).order_by("id").values_list("id", flat=True))
    Draft.objects.filter(id__in=ids).update(note="", tags=[])
    DraftLine.objects.filter(draft_id__in=ids).update(override_words="")
    QuotePaper.objects.filter(draft_id__in=ids).delete()
    transition.move(DRAFT, Draft, "state", ids, "withdraw", actor, reason="The buyer was erased")
