"""Puts a stop aside for later, or takes it up again; refuses a stop that is done."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.actions import _scans
from opsroom.domains.fulfilment.errors import NothingToPick
from opsroom.domains.fulfilment.models import Pick
from opsroom.kernel.records import wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def skip_pick(actor: Actor, company_id: int, pick_id: int, *, resume: bool = False) -> None:
    """The stop keeps its place in the walk; `resume` brings it back."""
    _scans.lock_order_of_stop(company_id, pick_id)
    pick = Pick.objects.select_related("wave").filter(pk=pick_id, wave__company_id=company_id).first()
    if pick is None:
        raise NothingToPick()
    access.require(actor, "fulfilment.pick", company_id=company_id, site_id=int(pick.wave.site_id))
    if not _scans.finish_stops(actor, pick.wave, [int(pick.pk)], "resume" if resume else "skip"):
        raise NothingToPick()
    wake.notify("fulfil")
