"""Lets orders over the credit limit go because a person says so, with their reason; closes the tasks they made."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.orders.actions.release_credit import release_credit
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def let_over_limit(actor: Actor, company_id: int, order_ids: Sequence[int], *, why: str) -> list[int]:
    """Returns the ids of orders that were held for credit and go now. Raises Refused, NoReason."""
    done = release_credit(actor, company_id, order_ids, why=why)
    close_tasks(actor, [f"credit:order:{pk}" for pk in done], reason="let go by a person")
    return done
