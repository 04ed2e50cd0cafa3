"""Who has a PIN on a device: names for the sign-in page of that device, and nobody for a stranger."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from opsroom.domains.access.models import DevicePin
from opsroom.domains.access.rules import device_hash
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PIN_SECONDS_MAX


def people_on(device_token: str) -> dict[int, str]:
    """User id -> name of those whose PIN stands on this device, by name. An unknown token knows nobody."""
    rows = DevicePin.objects.filter(
        device_sha256=device_hash(device_token),
        user__is_active=True,
        made_at__gte=F("user__sessions_since"),
        made_at__gt=timezone.now() - timedelta(seconds=PIN_SECONDS_MAX),
    )
    named = {
        pk: name or email.partition("@")[0]
        for pk, name, email in rows.values_list("user_id", "user__name", "user__email")
    }
    return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def devices_with_pin(actor: Actor) -> int:
    """On how many devices one has a PIN oneself."""
    return DevicePin.objects.filter(user_id=actor.user_id or 0).count()
