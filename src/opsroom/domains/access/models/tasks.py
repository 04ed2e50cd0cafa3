"""Exceptions and to-dos that close themselves, and whose they are; refuses two open ones for the same cause."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opsroom.domains.access.matrix import ROLES
from opsroom.domains.access.states import TASK
from opsroom.kernel.records.constraints import state_check


class Task(models.Model):
    """One thing for a person to do. `cause_key` names the cause ("short:order:12"); facts hold no personal data."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    kind = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField()
    cause_key = models.TextField()
    role = models.TextField()
    site_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    facts = models.JSONField(db_default={})
    state = models.TextField(db_default="open")
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(db_default="")
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "cause_key"],
                condition=models.Q(state="open"),
                name="access_task_cause_once_open",
            ),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="access_task_role_known"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | models.Q(state="closed", closed_at__isnull=False),
                name="access_task_closed_has_time",
            ),
            state_check(TASK, "state", "access_task_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["company", "kind", "id"],
                condition=models.Q(state="open"),
                name="access_task_open_kind",
            ),
            models.Index(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(state="open"),
                name="access_task_open_subject",
            ),
        ]


class TaskRoute(models.Model):
    """Whose the tasks of a kind are from the start, at one site or (`site_id` null) at every other."""

    company = models.ForeignKey("access.Company", on_delete=models.CASCADE, db_index=False)
    kind = models.TextField()
    site_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey("access.User", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "site_id"], nulls_distinct=False, name="access_taskroute_once"
            )
        ]
