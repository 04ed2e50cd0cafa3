"""Deletes a saved view, one's own or a shared one of the company; any other is as good as missing."""

from __future__ import annotations

from django.db import transaction as database
from django.db.models import Q

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.models import SavedView
from opsroom.domains.access.rules import require, who_may
from opsroom.kernel.values.actor import Actor


@database.atomic
def delete_view(actor: Actor, company_id: int, view_id: int) -> None:
    """Raises NotFound for a view of somebody else."""
    require(actor, "access.saved_views", company_id=company_id)
    own = Q(user_id=actor.user_id) | Q(user_id__isnull=True)
    gone, _ = SavedView.objects.filter(own, pk=view_id, company_id=company_id).delete()
    if not gone:
        raise NotFound(verb="access.saved_views", way=actor.way, who=who_may("access.saved_views"))
