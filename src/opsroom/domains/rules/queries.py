"""Reads of rules: rules in their order, their versions, what they said of orders; refuses other companies' rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, Func, Max, QuerySet
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.rules.errors import RuleNotFound
from opsroom.domains.rules.models import Evaluation, Rule, Run, Version
from opsroom.domains.rules.rules import (
    Content,
    Facts,
    Ruled,
    Verdict,
    Want,
    content_from_json,
    facts_from_json,
)
from opsroom.kernel.records.questions import Question
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_COUNTED_DAYS


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """One rule with the version in force; `position` is its place in the order, lower is judged first."""

    id: int
    company_id: int
    state: str
    position: int
    number: int
    version_id: int
    content: Content
    switched_at: datetime | None

    @property
    def ruled(self) -> Ruled:
        """The rule as it is judged."""
        return Ruled(self.id, self.version_id, self.content)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What the rule said from `made_at` on."""

    id: int
    rule_id: int
    number: int
    content: Content
    made_by_id: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """One pass over one order; `verdicts` in the order judged, `wants` with what became of them."""

    id: int
    order_id: int
    at: datetime
    cause: str
    run_id: int | None
    facts: Facts
    verdicts: tuple[Verdict, ...]
    wants: tuple[Want, ...]
    acted: frozenset[int]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A rule applied to orders that were there already."""

    id: int
    rule_id: int
    at: datetime
    by_id: int | None
    orders: int
    undone_at: datetime | None


def visible_to(actor: Actor) -> QuerySet[Rule]:
    """Rules of the actor's companies, in the order they are judged, without the retired ones."""
    access.require(actor, "rules.view")
    rows = Rule.objects.exclude(state="retired")
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    return rows.order_by("company_id", "position")


def rules_of(actor: Actor) -> list[RuleFacts]:
    """All rules that are not retired, in their order."""
    return _facts(list(visible_to(actor)))


def rule_of(actor: Actor, rule_id: int) -> RuleFacts:
    """The rule, or the same answer for a foreign id as for a missing one."""
    found = _facts(list(visible_to(actor).filter(pk=rule_id)))
    if not found:
        raise RuleNotFound()
    return found[0]


def question_of_any(company_id: int) -> Question[bool]:
    """Whether any rule is on."""
    return Question(
        "SELECT EXISTS (SELECT FROM rules_rule WHERE company_id = %s AND state = 'on')",
        [company_id],
        lambda rows: bool(rows[0][0]),
    )


def rules_on(company_id: int) -> list[Ruled]:
    """The rules that are on, in their order; for verbs, which have asked for their right."""
    rows = Rule.objects.filter(company_id=company_id, state="on").order_by("position")
    return [one.ruled for one in _facts(list(rows))]


def _facts(rows: Sequence[Rule]) -> list[RuleFacts]:
    versions = {
        (int(v.rule_id), v.number): v
        for v in Version.objects.filter(rule__in=rows, number=F("rule__version"))
    }
    out = []
    for row in rows:
        version = versions[int(row.pk), row.version]
        out.append(
            RuleFacts(
                id=int(row.pk),
                company_id=int(row.company_id),
                state=row.state,
                position=row.position,
                number=row.version,
                version_id=int(version.pk),
                content=content_from_json(version.name, version.content),
                switched_at=row.switched_at,
            )
        )
    return out


def versions_of(rule_id: int) -> list[VersionFacts]:
    """All versions of a rule, the newest first; the caller has checked that the rule may be seen."""
    return [_version(row) for row in Version.objects.filter(rule_id=rule_id).order_by("-number")]


def versions(ids: Collection[int]) -> dict[int, VersionFacts]:
    """Versions by id, for those who read what was said of an order they may see."""
    return {int(row.pk): _version(row) for row in Version.objects.filter(pk__in=list(ids))}


def _version(row: Version) -> VersionFacts:
    content = content_from_json(row.name, row.content)
    return VersionFacts(int(row.pk), int(row.rule_id), row.number, content, row.made_by_id, row.made_at)


def latest_of(order_ids: Collection[int]) -> dict[int, EvaluationFacts]:
    """The last evaluation of each of these orders, by order id."""
    rows = Evaluation.objects.filter(order_id__in=list(order_ids)).order_by("order_id", "-id")
    return {int(row.order_id): _evaluation(row) for row in rows.distinct("order_id")}


def evaluations_of(order_id: int) -> list[EvaluationFacts]:
    """What rules said of an order, the newest first; the caller has checked that the order may be seen."""
    return [_evaluation(row) for row in Evaluation.objects.filter(order_id=order_id).order_by("-id")]


def evaluations_of_run(run_id: int) -> list[EvaluationFacts]:
    """What one run did, by order; for its undo."""
    return [_evaluation(row) for row in Evaluation.objects.filter(run_id=run_id).order_by("order_id", "id")]


def held_by_others(run_id: int, order_ids: Collection[int]) -> set[int]:
    """Those of a run's orders that another rule wants on hold too, and goes on matching; for the undo of the run."""
    mine = Run.objects.values_list("rule_id", flat=True).get(pk=run_id)
    standing = {pk: one.acted for pk, one in latest_of(order_ids).items()}
    out: set[int] = set()
    for row in Evaluation.objects.filter(order_id__in=list(order_ids)).order_by("order_id", "id"):
        for want in _evaluation(row).wants:
            joined = want.kind == "hold" and want.became in ("done", "already") and want.rule_id != mine
            if joined and want.rule_id in standing.get(int(row.order_id), frozenset()):
                out.add(int(row.order_id))
    return out


def _evaluation(row: Evaluation) -> EvaluationFacts:
    verdicts: Sequence[Sequence[Any]] = row.verdicts
    wants: Sequence[Sequence[Any]] = row.wants
    return EvaluationFacts(
        id=int(row.pk),
        order_id=int(row.order_id),
        at=row.at,
        cause=row.cause,
        run_id=row.run_id,
        facts=facts_from_json(row.facts),
        verdicts=tuple(Verdict(r, v, said, tuple(places), by) for r, v, said, places, by in verdicts),
        wants=tuple(Want(*one) for one in wants),
        acted=frozenset(row.acted),
    )


def matched_lately(company_id: int) -> dict[int, tuple[int, datetime]]:
    """Orders each rule matched in the last RULE_COUNTED_DAYS days and when last, by rule id."""
    since = timezone.now() - timedelta(days=RULE_COUNTED_DAYS)
    rows = (
        Evaluation.objects.filter(company_id=company_id, at__gte=since)
        .exclude(matched=[])
        .annotate(rule=Func(F("matched"), function="unnest", output_field=BigIntegerField()))
        .values("rule")
        .annotate(orders=Count("order_id", distinct=True), last=Max("at"))
    )
    return {row["rule"]: (row["orders"], row["last"]) for row in rows}


def runs_of(rule_id: int) -> list[RunFacts]:
    """Runs of a rule over existing orders, the newest first; the caller has checked that the rule may be seen."""
    rows = Run.objects.filter(rule_id=rule_id).order_by("-id")[:10]
    return [RunFacts(int(r.pk), int(r.rule_id), r.at, r.by_id, r.orders, r.undone_at) for r in rows]
