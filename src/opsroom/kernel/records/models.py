"""Tables that know no shop: events, claims, long jobs, settings and counters; private to kernel.records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now

from opsroom.kernel.records.constraints import state_check
from opsroom.kernel.records.states import CLAIM, JOB, TOLD
from opsroom.kernel.values.limits import (
    CLAIM_KEY_CHARS_MAX,
    JOB_NOTE_CHARS_MAX,
    JOB_TITLE_CHARS_MAX,
    REASON_CHARS_MAX,
)

_EMPTY_OBJECT = Value({}, output_field=models.JSONField())


class Event(models.Model):
    """One thing that happened to one object: the audit trail, the timeline, the feed and the process map at once.

    Append-only (triggers and revoked rights). No personal data. `id` orders events; `at` is the statement's time.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    from_state = models.CharField(max_length=40, db_default="")
    to_state = models.CharField(max_length=40, db_default="")
    at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    reason = models.CharField(max_length=REASON_CHARS_MAX, db_default="")
    data = models.JSONField(db_default=_EMPTY_OBJECT)
    company_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "records_event"
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "id"], name="records_event_subject"),
            models.Index(fields=["company_id", "id"], name="records_event_company"),
            # What happened here lately, without what was told of a past elsewhere.
            models.Index(
                fields=["company_id", "kind", "at"], condition=~Q(way=TOLD), name="records_event_of_kind"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__regex=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"),
                name="records_event_kind_form",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind__regex=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"),
                name="records_event_subject_form",
            ),
        )


class Claim(models.Model):
    """The right to cause one outside effect once; `attempt` fences out an older try after a known failure."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=CLAIM_KEY_CHARS_MAX)
    request_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, db_default="claimed")
    answer = models.JSONField(null=True)
    attempt = models.IntegerField(db_default=1)
    claimed_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_claim"
        constraints = (
            models.UniqueConstraint(fields=["key"], name="records_claim_key"),
            state_check(CLAIM, "state", "records_claim_state_known"),
        )
        indexes = (
            models.Index(
                fields=["claimed_at"],
                condition=Q(state__in=["claimed", "unknown"]),
                name="records_claim_open",
            ),
        )


class Job(models.Model):
    """One long job with its progress; `fence` grows whenever a worker takes it, so that older workers are refused."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=JOB_TITLE_CHARS_MAX)
    state = models.CharField(max_length=20, db_default="queued")
    done = models.BigIntegerField(db_default=0)
    total = models.BigIntegerField(null=True)
    note = models.CharField(max_length=JOB_NOTE_CHARS_MAX, db_default="")
    result = models.JSONField(db_default=_EMPTY_OBJECT)
    error_count = models.BigIntegerField(db_default=0)
    fence = models.IntegerField(db_default=0)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    company_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    heartbeat_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_job"
        indexes = (
            models.Index(fields=["company_id", "-id"], name="records_job_company"),
            models.Index(
                fields=["heartbeat_at"],
                condition=Q(state__in=["queued", "running"]),
                name="records_job_at_work",
            ),
        )
        constraints = (
            state_check(JOB, "state", "records_job_state_known"),
            models.CheckConstraint(condition=Q(done__gte=0), name="records_job_done_not_negative"),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")),
                name="records_job_done_within_total",
            ),
        )


class JobError(models.Model):
    """One bad row of a long job, as the person will read it: which row, which field, what was found, what to do."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+", db_index=False)
    row_number = models.BigIntegerField()
    field = models.CharField(max_length=200, db_default="")
    found = models.TextField(db_default="")
    sentence = models.TextField()

    class Meta:
        db_table = "records_job_error"
        indexes = (models.Index(fields=["job", "row_number", "id"], name="records_job_error_row"),)


class Setting(models.Model):
    """One changed setting of one company (or of the house, company_id null); what is unset has its default in code."""

    id = models.BigAutoField(primary_key=True)
    company_id = models.BigIntegerField(null=True)
    domain = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    value = models.JSONField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "records_setting"
        constraints = (
            models.UniqueConstraint(
                fields=["company_id", "domain", "key"], name="records_setting_key", nulls_distinct=False
            ),
        )


class Counter(models.Model):
    """The last number given out in a gap-free series; its row lock makes takers wait for each other."""

    id = models.BigAutoField(primary_key=True)
    series = models.CharField(max_length=120)
    last_number = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "records_counter"
        constraints = (
            models.UniqueConstraint(fields=["series"], name="records_counter_series"),
            models.CheckConstraint(condition=Q(last_number__gte=0), name="records_counter_not_negative"),
        )
