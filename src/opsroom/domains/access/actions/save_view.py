"""Saves a list's filters under a name, for oneself or for all; the same name again replaces it."""

from __future__ import annotations

from django.db import transaction as database

from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.models import SavedView
from opsroom.domains.access.rules import require
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import VIEW_NAME_CHARS_MAX, VIEW_QUERY_CHARS_MAX


@database.atomic
def save_view(
    actor: Actor, company_id: int, list_name: str, name: str, query: str, *, shared: bool = False
) -> int:
    """Returns the view's id. `query` is the URL query without the question mark."""
    require(actor, "access.saved_views", company_id=company_id)
    plain = " ".join(name.split())
    if not plain or len(plain) > VIEW_NAME_CHARS_MAX:
        raise BadValue(field="The name", found=plain, usual=f"Use 1 to {VIEW_NAME_CHARS_MAX} characters.")
    if len(query) > VIEW_QUERY_CHARS_MAX:
        raise BadValue(field="The view", found=f"{query[:40]}…", usual="Take some filters off before saving.")
    view = SavedView.objects.filter(
        company_id=company_id, list_name=list_name, user=None if shared else actor.user_id, name=plain
    ).first() or SavedView(
        company_id=company_id, list_name=list_name, user_id=None if shared else actor.user_id, name=plain
    )
    view.query = query
    view.save()
    return view.pk
