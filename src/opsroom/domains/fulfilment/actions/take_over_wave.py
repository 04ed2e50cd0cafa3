"""Makes the actor a wave's owner, so that only this person's scans count; refuses a wave that is over."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment import events
from opsroom.domains.fulfilment.errors import WaveNotFound
from opsroom.domains.fulfilment.models import Wave
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def take_over_wave(actor: Actor, company_id: int, wave_id: int) -> bool:
    """Whether the owner changed."""
    rows = Wave.objects.select_for_update(no_key=True).filter(pk=wave_id, company_id=company_id)
    wave = rows.exclude(state__in=["done", "cancelled"]).first()
    if wave is None:
        raise WaveNotFound()
    access.require(actor, "fulfilment.pick", company_id=company_id, site_id=int(wave.site_id))
    if wave.owner_id == actor.user_id:
        return False
    Wave.objects.filter(pk=wave.pk).update(owner=actor.user_id)
    records.record(events.WAVE_TAKEN_OVER, events.WAVE, [int(wave.pk)], actor, company_id=company_id)
    wake.notify("fulfil")
    return True
