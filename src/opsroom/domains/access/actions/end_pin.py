"""Takes one's own PIN off a device; nobody else's."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.models import DevicePin
from opsroom.domains.access.rules import device_hash, require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def end_pin(actor: Actor, device_token: str) -> int:
    """Returns how many went."""
    require(actor, "access.own_account")
    rows = DevicePin.objects.filter(user_id=actor.user_id or 0, device_sha256=device_hash(device_token))
    gone, _ = rows.delete()
    if gone and actor.user_id is not None:
        records.record(events.PIN_ENDED, events.USER, [actor.user_id], actor)
    return gone
