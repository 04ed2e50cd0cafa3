"""Writes what happened at the door: in, out, failed, locked; names nobody but by id."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

KINDS: Final = {
    "in": events.SIGNED_IN,
    "out": events.SIGNED_OUT,
    "failed": events.SIGN_IN_FAILED,
    "locked": events.LOCKED_OUT,
}
NOBODY: Final = 0  # the typed e-mail belongs to nobody; what was typed is not kept


@transaction.atomic
def record_sign_in(actor: Actor, what: str, user_id: int | None, *, method: str = "") -> None:
    """`what`: in, out, failed or locked; `method`: password, link, passkey, totp, recovery_codes."""
    require(actor, "access.sign_in")
    records.record(
        KINDS[what], events.USER, [user_id or NOBODY], actor, data={"method": method} if method else None
    )
