"""PINs of people on devices they enrolled; a PIN opens nothing without its device, nor a device without a PIN (A3)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opsroom.domains.access.models.people import User


class DevicePin(models.Model):
    """One person's PIN on one device. Of the device's token only the SHA-256 is stored, of the PIN an Argon2 hash."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False)
    device_sha256 = models.CharField(max_length=64)
    pin = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    tries = models.IntegerField(db_default=0)  # wrong ones in a row; too many end the PIN

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "device_sha256"], name="access_devicepin_once"),
            models.CheckConstraint(
                condition=models.Q(tries__gte=0), name="access_devicepin_tries_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["device_sha256"], name="access_devicepin_device")]
