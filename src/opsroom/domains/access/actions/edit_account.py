"""Changes what a person sets for themselves: name, language, colours, single-key shortcuts; nobody else's."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.models import User
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PERSON_NAME_CHARS_MAX
from opsroom.kernel.values.printable import one_line

THEMES = ("system", "light", "dark")


@transaction.atomic
def edit_account(actor: Actor, *, name: str, theme: str, keys_single: bool) -> None:
    """`theme`: system, light or dark. Raises BadValue."""
    require(actor, "access.own_account")
    plain = one_line(name).strip()
    if len(plain) > PERSON_NAME_CHARS_MAX:
        raise BadValue(
            field="The name", found=plain[:40], usual=f"Use at most {PERSON_NAME_CHARS_MAX} characters."
        )
    if theme not in THEMES:
        raise BadValue(field="The theme", found=theme, usual="Choose system, light or dark.")
    if actor.user_id is None:
        return
    User.objects.filter(pk=actor.user_id).update(name=plain, theme=theme, keys_single=keys_single)
    records.record(events.CHANGED, events.USER, [actor.user_id], actor)
