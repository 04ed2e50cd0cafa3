"""Starts a step of an import for a person: a small one while they wait, a long one as a job of the worker."""

from __future__ import annotations

from typing import Literal

from django.db import transaction

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.queries import ImportFacts
from opsroom.kernel.records import jobs
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_INLINE_BYTES_MAX, IMPORT_INLINE_ROWS_MAX
from opsroom.workflows.commit_import import KIND as COMMIT
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import unended
from opsroom.workflows.run_import import run_import
from opsroom.workflows.tasks import read_import, take_back_import, write_import
from opsroom.workflows.undo_import import undo_import, undo_run

Step = Literal["read", "write", "undo", "go_on"]


def step_import(actor: Actor, import_id: int, step: Step) -> None:
    """Reads and checks the file, imports its ready rows, takes the import back, or goes on with what was left."""
    facts = channels.import_of(actor, import_id)
    require_file(
        actor, "imports.undo" if step == "undo" else "imports.upload", facts.company_id, facts.format
    )
    if step != "go_on" and _is_small(facts, step):
        _now(actor, facts, step)
        return
    with transaction.atomic():
        if step == "write":
            _queue(actor, facts)
        task = {"read": read_import, "write": write_import, "undo": take_back_import}[
            _left(actor, facts, step)
        ]
        task.defer(import_id=import_id, company_id=facts.company_id, user_id=actor.user_id)


def _is_small(facts: ImportFacts, step: Step) -> bool:
    if step == "read":
        return facts.file_bytes <= IMPORT_INLINE_BYTES_MAX
    verdicts = ["ready"] if step == "write" else ["imported", "kept"]
    return channels.count_rows(facts.id, verdicts) <= IMPORT_INLINE_ROWS_MAX


def _now(actor: Actor, facts: ImportFacts, step: Step) -> None:
    if step == "undo":
        setting = setting_of(actor, facts.id)
        undo_import(actor, facts.id, undo_run(setting))
    else:
        run_import(actor, facts.id, dry_run=step == "read")


def _queue(actor: Actor, facts: ImportFacts) -> None:
    """A job that shows at once, though the worker first looks at every row once more; pressed twice, one job."""
    require_file(actor, "imports.commit", facts.company_id, facts.format)
    if unended(actor, facts.job_id, COMMIT) is None:
        ready = channels.count_rows(facts.id, ["ready"])
        title = f"Importing {facts.file_name}"
        job_id = jobs.start(COMMIT, title, actor, ready, company_id=facts.company_id, queued=True)
        answer_import(actor, facts.id, sets={"job_id": job_id})


def _left(actor: Actor, facts: ImportFacts, step: Step) -> Step:
    """What going on means: the step that stands open."""
    if step != "go_on":
        return step
    if facts.state == "undoing":
        return "undo"
    if facts.state == "committing" or unended(actor, facts.job_id, COMMIT) is not None:
        return "write"
    return "read"
