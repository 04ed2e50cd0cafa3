"""What one person asks and another approves; refuses to let one person do both."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opsroom.domains.access.states import APPROVAL
from opsroom.kernel.records.constraints import state_check


class Approval(models.Model):
    """Bound to the SHA-256 of exactly what is approved; used once, before it expires."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    verb = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    plan_sha256 = models.CharField(max_length=64)
    facts = models.JSONField(db_default={})  # numbers a person decides on; no personal data
    state = models.TextField(db_default="asked")
    requested_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("requested_by")),
                name="access_approval_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "expired"]) | models.Q(decided_by__isnull=False),
                name="access_approval_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["company", "verb", "plan_sha256"],
                condition=models.Q(state__in=["asked", "approved"]),
                name="access_approval_once_open",
            ),
            state_check(APPROVAL, "state", "access_approval_state_known"),
        ]
