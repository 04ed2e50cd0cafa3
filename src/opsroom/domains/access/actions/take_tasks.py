"""Gives open tasks to a colleague, or to nobody; refuses people who do not work here, or not any more."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction as database

from opsroom.domains.access import events
from opsroom.domains.access.errors import ColleagueOff, NotFound
from opsroom.domains.access.models import RoleGrant, User
from opsroom.domains.access.queries.tasks import overtaken, visible_to
from opsroom.domains.access.rules import require, who_may
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def take_tasks(
    actor: Actor, company_id: int, task_ids: Sequence[int], owner_id: int | None, *, seen: int | None = None
) -> list[int]:
    """Returns the ids of the tasks that have a new owner; `owner_id` None gives them back to everybody.

    With `seen`, the latest event the actor knew of, what a colleague took or snoozed since stays as it is.
    Raises NotFound, ColleagueOff."""
    require(actor, "access.tasks", company_id=company_id, site_id=min(actor.site_ids or [], default=None))
    if owner_id is not None:
        _refuse_absent(actor, company_id, owner_id)
    rows = visible_to(actor).filter(pk__in=list(task_ids), company_id=company_id, state="open")
    # Locked before anybody looks who was quicker: of two at once the second waits here, then sees the first.
    locked = list(rows.order_by("id").select_for_update().values_list("id", "owner_id"))
    later = overtaken([pk for pk, _ in locked], actor, seen)
    changed = [pk for pk, owner in locked if owner != owner_id and pk not in later]
    rows.filter(pk__in=changed).update(owner_id=owner_id)
    records.record(
        events.TASK_TAKEN, events.TASK, changed, actor, data={"owner": owner_id}, company_id=company_id
    )
    if changed:
        wake.notify("tasks")
    return changed


def _refuse_absent(actor: Actor, company_id: int, owner_id: int) -> None:
    """The account stays locked: whoever is switched off in this moment would keep the tasks."""
    if not RoleGrant.objects.filter(user_id=owner_id, company_id=company_id).exists():
        raise NotFound(verb="access.tasks", way=actor.way, who=who_may("access.tasks"))
    owner = User.objects.select_for_update(no_key=True).get(pk=owner_id)
    if not owner.is_active:
        raise ColleagueOff(name=owner.name or owner.email.partition("@")[0])
