"""Who has a PIN on a device and who may: names for the sign-in page of that device, and nobody for a stranger."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from opsroom.domains.access.models import DevicePin, RoleGrant
from opsroom.domains.access.rules import PIN_ROLES, device_hash
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


def may_have_pin(user_id: int | None) -> bool:
    """Whether a person has no other role than the warehouse's in any company that is open."""
    rows = RoleGrant.objects.filter(user_id=user_id or 0, company__closed_at=None)
    return set(rows.values_list("role", flat=True)) == PIN_ROLES
