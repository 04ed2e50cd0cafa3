"""Ends tasks by hand where that is true: their cause is gone, or their kind lets a person say why; else it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.kinds import END_REASONS, kind_of
from opsroom.domains.access.queries.tasks import TaskFacts
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.sweep_tasks import standing

NO_REASON = "Choose why it ends first."


@dataclass(frozen=True, slots=True)
class Ending:
    """What may be ended, and the rest as (task id, sentence)."""

    fit: tuple[TaskFacts, ...]
    skipped: tuple[tuple[int, str], ...]


def judge_ending(actor: Actor, company_id: int, tasks: Sequence[TaskFacts], reason: str) -> Ending:
    """The dry run. `tasks` are open ones the actor may see, `reason` a key of END_REASONS or empty."""
    access.require(
        actor, "access.tasks", company_id=company_id, site_id=min(actor.site_ids or [], default=None)
    )
    stands = standing(company_id, [task.id for task in tasks])
    fit, skipped = [], []
    for task in tasks:
        kind = kind_of(task.kind)
        if task.id not in stands or (kind.by_hand and reason in END_REASONS):
            fit.append(task)
        elif kind.by_hand:
            skipped.append((task.id, NO_REASON))
        else:
            skipped.append((task.id, f"It ends by itself when {kind.ends}."))
    return Ending(tuple(fit), tuple(skipped))


@in_one_piece
def end_tasks(actor: Actor, company_id: int, tasks: Sequence[TaskFacts], reason: str) -> Ending:
    """Ends what may be ended."""
    done = judge_ending(actor, company_id, tasks, reason)
    why = reason if reason in END_REASONS else "cause_gone"
    close_tasks(actor, [task.cause_key for task in done.fit], reason=why)
    return done
