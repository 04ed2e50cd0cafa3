"""Says why a difference is none to worry about, or takes that back; refuses a reason that is not among the chosen."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.channels.events import CHANNEL, EXPLAINED
from opsroom.domains.channels.models import Difference, Explanation
from opsroom.domains.channels.parallel_rules import REASONS
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def explain_difference(actor: Actor, company_id: int, difference_id: int, reason: str) -> None:
    """`reason` "": it is unexplained again. Holds for later days too, as long as both sides say the same."""
    require(actor, "imports.upload", company_id=company_id)
    row = (
        Difference.objects.select_related("parallel_day")
        .filter(pk=difference_id, parallel_day__company_id=company_id)
        .first()
    )
    if row is None or (reason and reason not in REASONS):
        raise CannotListen(channel="This difference", why="choose one of the reasons offered.")
    channel_id = int(row.parallel_day.channel_id)
    mine = Explanation.objects.filter(channel_id=channel_id, fingerprint=row.fingerprint)
    if not reason:
        mine.delete()
    else:
        Explanation.objects.update_or_create(
            channel_id=channel_id,
            fingerprint=row.fingerprint,
            defaults={"reason": reason, "made_by_id": actor.user_id},
        )
    events.record(
        EXPLAINED, CHANNEL, [channel_id], actor, company_id=company_id,
        data={"difference": difference_id, "reason": reason},
    )  # fmt: skip
    wake.notify("channels")
