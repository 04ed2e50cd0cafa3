"""Notes that a wave's papers were printed; the first time stays on the wave, each one in its timeline."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment import events
from opsroom.domains.fulfilment.errors import WaveNotFound
from opsroom.domains.fulfilment.models import Wave
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def mark_printed(actor: Actor, company_id: int, wave_id: int) -> None:
    """Raises WaveNotFound for a wave of another company."""
    wave = Wave.objects.filter(pk=wave_id, company_id=company_id).first()
    if wave is None:
        raise WaveNotFound()
    access.require(actor, "fulfilment.print", company_id=company_id, site_id=int(wave.site_id))
    Wave.objects.filter(pk=wave_id, printed_at__isnull=True).update(printed_at=timezone.now())
    records.record(events.WAVE_PRINTED, events.WAVE, [wave_id], actor, company_id=company_id)
    wake.notify("fulfil")
