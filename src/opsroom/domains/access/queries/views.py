"""Saved views of one list: the person's own and the company's shared ones; nobody else's."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from opsroom.domains.access.models import SavedView
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """A name for a URL query; `shared` ones are everybody's in the company."""

    id: int
    name: str
    query: str
    position: int
    shared: bool


def saved_views(actor: Actor, list_name: str) -> list[ViewFacts]:
    """Shared views first, then the person's own, each by position."""
    rows = SavedView.objects.filter(
        Q(user_id__isnull=True) | Q(user_id=actor.user_id),
        company_id__in=actor.company_ids,
        list_name=list_name,
    )
    found = [
        ViewFacts(row.pk, row.name, row.query, row.position, row.user_id is None)
        for row in rows.order_by("position", "id")
    ]
    return sorted(found, key=lambda view: not view.shared)
