"""Tables of rules: rules, their unchangeable versions, every evaluation with its reasons, runs over existing orders."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from opsroom.domains.rules.states import RULE
from opsroom.kernel.records.constraints import state_check

CAUSES = ("accepted", "changed", "by_hand")


class Rule(models.Model):
    """A rule in its place of the order; what it says is its latest version."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    state = models.TextField(db_default="off")
    position = models.IntegerField()  # lower is judged first
    version = models.IntegerField(db_default=1)  # the number of the version in force
    switched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            state_check(RULE, "state", "rules_rule_state_known"),
            models.UniqueConstraint(
                fields=["company", "position"],
                name="rules_rule_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]


class Version(models.Model):
    """What a rule said from one edit to the next. Never changed, so that stored evaluations stay true."""

    append_only = True

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.IntegerField()
    name = models.TextField()
    content = models.JSONField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rules_version_number_once"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="rules_version_number_positive"),
        ]


class Run(models.Model):
    """One rule applied to orders that were there already, by a person; its undo reads the evaluations it wrote."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="runs", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    orders = models.IntegerField(db_default=0)  # in which it changed something
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["rule", "-id"], name="rules_run_latest")]


class Evaluation(models.Model):
    """One pass over one order: the facts as they were, what each version said and why, what came of it."""

    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, related_name="evaluations", db_index=False
    )
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    at = models.DateTimeField(db_default=Now())
    cause = models.TextField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="evaluations")
    facts = models.JSONField()  # rules.values.facts_to_json
    verdicts = models.JSONField()  # [[rule, version, said, [places], stopper], ...] in the order judged
    wants = models.JSONField(db_default=[])  # [[rule, version, kind, value, became, by, before], ...]
    matched = ArrayField(models.BigIntegerField(), db_default=[])  # ids of rules
    acted = ArrayField(models.BigIntegerField(), db_default=[])  # ids of rules that need not act again

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cause__in=CAUSES), name="rules_evaluation_cause_known"),
        ]
        indexes = [
            models.Index(fields=["order", "-id"], name="rules_evaluation_latest"),
            models.Index(
                fields=["company", "at"], condition=~models.Q(matched=[]), name="rules_evaluation_matched"
            ),
            models.Index(fields=["at"], condition=models.Q(matched=[]), name="rules_evaluation_unmatched"),
        ]
