"""Changes what a person sets for themselves: name, e-mail, colours, single-key shortcuts; nobody else's."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from opsroom.domains.access import events
from opsroom.domains.access.actions._people import checked_email, checked_name
from opsroom.domains.access.errors import BadValue, EmailTaken
from opsroom.domains.access.models import User
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

THEMES = ("system", "light", "dark")


@transaction.atomic
def edit_account(actor: Actor, *, name: str, email: str, theme: str, keys_single: bool) -> list[str]:
    """Returns the names of the fields that changed. `theme`: system, light or dark. Raises BadValue, EmailTaken."""
    require(actor, "access.own_account")
    if theme not in THEMES:
        raise BadValue(field="The theme", found=theme, usual="Choose system, light or dark.")
    wanted = {
        "name": checked_name(name),
        "email": checked_email(email),
        "theme": theme,
        "keys_single": keys_single,
    }
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id or 0)
    changed = sorted(field for field, value in wanted.items() if getattr(user, field) != value)
    if not changed:
        return []
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(**{field: wanted[field] for field in changed})
    except IntegrityError as taken:
        raise EmailTaken() from taken
    records.record(events.CHANGED, events.USER, [user.pk], actor, data={"fields": changed})
    return changed
