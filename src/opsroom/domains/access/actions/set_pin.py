"""Sets one's own PIN on one's own device; refuses people with other roles than the warehouse's, and easy PINs."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadPin, PinNotForYou
from opsroom.domains.access.models import DevicePin
from opsroom.domains.access.queries.pins import may_have_pin
from opsroom.domains.access.rules import device_hash, fits_as_pin, require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PIN_DIGITS_MAX, PIN_DIGITS_MIN


@transaction.atomic
def set_pin(actor: Actor, device_token: str, pin: str) -> None:
    """Replaces the PIN this person has on this device. Raises PinNotForYou, BadPin.

    `device_token`: 256 random bits that only the device knows. The caller has just asked for password and factor.
    """
    require(actor, "access.own_account")
    if actor.user_id is None or not may_have_pin(actor.user_id):
        raise PinNotForYou()
    if not fits_as_pin(pin):
        raise BadPin(least=PIN_DIGITS_MIN, most=PIN_DIGITS_MAX)
    device = device_hash(device_token)
    DevicePin.objects.filter(user_id=actor.user_id, device_sha256=device).delete()
    DevicePin.objects.create(user_id=actor.user_id, device_sha256=device, pin=make_password(pin))
    records.record(events.PIN_SET, events.USER, [actor.user_id], actor)
