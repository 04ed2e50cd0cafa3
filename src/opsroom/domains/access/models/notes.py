"""What colleagues write to each other: comments on things, and the note at the end of a shift; both may name people."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opsroom.domains.access.states import HAND_OVER
from opsroom.kernel.records.constraints import state_check

SHIFTS = ("day", "early", "late", "night")


class Comment(models.Model):
    """One comment. Its text may name people, so it is erasable and never copied into events."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField()
    author = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    text = models.TextField()
    written_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="access_comment_not_empty"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="access_comment_subject")]


class HandOver(models.Model):
    """The note of one shift at one site (`site_id` null: the whole company). `facts` are counts of that moment."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    site_id = models.BigIntegerField(null=True)
    day = models.DateField()
    shift = models.TextField(db_default="day")
    text = models.TextField(db_default="")
    facts = models.JSONField(db_default={})
    written_by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(db_default=Now())
    state = models.TextField(db_default="written")
    taken_by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "site_id", "day", "shift"],
                nulls_distinct=False,
                name="access_handover_once",
            ),
            models.CheckConstraint(condition=models.Q(shift__in=SHIFTS), name="access_handover_shift_known"),
            models.CheckConstraint(
                condition=models.Q(state="written", taken_at__isnull=True)
                | models.Q(state="acknowledged", taken_at__isnull=False),
                name="access_handover_taken_has_time",
            ),
            state_check(HAND_OVER, "state", "access_handover_state_known"),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="access_handover_newest")]
