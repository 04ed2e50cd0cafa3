"""Lets a person in by the PIN of their device; refuses wrong and old ones alike, and ends a PIN that is guessed at."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.errors import PinRefused
from opsroom.domains.access.models import DevicePin
from opsroom.domains.access.queries.pins import may_have_pin
from opsroom.domains.access.rules import device_hash, require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PIN_SECONDS_MAX, PIN_TRIES_COUNT


def use_pin(actor: Actor, device_token: str, user_id: int, pin: str) -> None:
    """Returns when the person may come in, else raises PinRefused; a wrong try is counted either way."""
    require(actor, "access.sign_in")
    if not _try(actor, device_hash(device_token), user_id, pin):
        raise PinRefused(tries=PIN_TRIES_COUNT)


@transaction.atomic
def _try(actor: Actor, device: str, user_id: int, pin: str) -> bool:
    # Locked, so that many guesses at once are counted one after the other.
    row = (
        DevicePin.objects.select_for_update(of=("self",))
        .filter(user_id=user_id, device_sha256=device)
        .select_related("user")
        .first()
    )
    if row is None:
        return False
    if not _stands(row):
        _end(actor, row)
        return False
    if check_password(pin, row.pin):
        DevicePin.objects.filter(pk=row.pk).update(tries=0)
        return True
    records.record(events.SIGN_IN_FAILED, events.USER, [user_id], actor, data={"method": "pin"})
    if row.tries + 1 >= PIN_TRIES_COUNT:
        _end(actor, row)
    else:
        DevicePin.objects.filter(pk=row.pk).update(tries=row.tries + 1)
    return False


def _stands(row: DevicePin) -> bool:
    """A change of roles, factors or account ends PINs with the sessions, as does switching the person off."""
    young = row.made_at + timedelta(seconds=PIN_SECONDS_MAX) > timezone.now()
    standing = young and row.user.is_active and row.made_at >= row.user.sessions_since
    return standing and may_have_pin(row.user_id)


def _end(actor: Actor, row: DevicePin) -> None:
    records.record(events.PIN_ENDED, events.USER, [row.user_id], actor)
    row.delete()
