"""Notes that quotes are over whose last day is past; pages and placing go by the day itself and wait for nobody."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BULK_ROWS_MAX


@transaction.atomic
def expire_quotes(actor: Actor, company_id: int, today: date) -> list[int]:
    """Returns the ids of those that expired, BULK_ROWS_MAX at most; repeating it changes nothing."""
    access.require(actor, "orders.draft", company_id=company_id)
    rows = Draft.objects.filter(company_id=company_id, state="quoted", valid_until__lt=today)
    ids = list(rows.order_by("id").values_list("id", flat=True)[:BULK_ROWS_MAX])
    done = transition.move(DRAFT, Draft, "state", ids, "expire", actor)
    if done:
        wake.notify("orders")
    return done
