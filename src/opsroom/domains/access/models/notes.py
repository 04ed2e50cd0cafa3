"""What one shift leaves to the next: a note of a site and a day, with its numbers; refuses to be taken by its giver."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opsroom.domains.access.states import SHIFT_NOTE
from opsroom.kernel.records.constraints import state_check

SHIFTS = ("early", "late", "night", "day")


class ShiftNote(models.Model):
    """`facts`: what was open at that time, number by key; `day`: the business day of the site."""

    append_only = True
    append_only_except = ("state", "words", "facts", "given_at", "taken_by_id", "taken_at", "erased_at")

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    site_id = models.BigIntegerField()
    day = models.DateField()
    shift = models.TextField()
    state = models.TextField(db_default="given")
    words = models.TextField(db_default="")
    facts = models.JSONField(db_default={})
    given_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    taken_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "site_id", "day", "shift"],
                condition=~models.Q(state="withdrawn"),
                name="access_shiftnote_once",
            ),
            models.CheckConstraint(condition=models.Q(shift__in=SHIFTS), name="access_shiftnote_shift_known"),
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=True) | ~models.Q(taken_by=models.F("given_by")),
                name="access_shiftnote_taken_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state="taken", taken_by__isnull=False, taken_at__isnull=False)
                | ~models.Q(state="taken") & models.Q(taken_by__isnull=True, taken_at__isnull=True),
                name="access_shiftnote_taken_has_who",
            ),
            state_check(SHIFT_NOTE, "state", "access_shiftnote_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["company", "site_id"],
                condition=models.Q(state="given"),
                name="access_shiftnote_waiting",
            )
        ]
