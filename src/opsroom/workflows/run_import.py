"""Takes one import as far as it can go: staged, checked, committed; goes on where a crash stopped it.

What it may not decide itself (open questions, rows to fix) it leaves, and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.queries import ImportFacts
from opsroom.kernel.records import jobs
from opsroom.kernel.values.actor import Actor
from opsroom.workflows import commit_import as committing
from opsroom.workflows import stage_import as staging
from opsroom.workflows.check_import import check_import
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import failing, run_for, waiting_run

Json = dict[str, Any]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ImportRun:
    """How far it came. `written`: rows that this very run imported; `questions`: blocking ones still open; `failure`:
    why nothing of it can be imported; `lost`: why a part of the file could not be read, beside the rows that could."""

    import_id: int
    state: str
    counts: Json
    effects: Json
    written: int
    questions: tuple[Json, ...]
    failure: str = ""
    failure_code: str = ""
    lost: tuple[str, ...] = ()


def run_import(
    actor: Actor,
    import_id: int,
    *,
    dry_run: bool = False,
    on_progress: Progress = lambda what, done, total: None,
) -> ImportRun:
    """Stages what is not staged, checks, and commits unless `dry_run` or a question is open.

    `on_progress`: what is being done ("Reading", "Importing"), how much of it, and how much in all.
    """
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.upload", setting.company.id, setting.facts.format)
    waiting: jobs.Run | None = None
    if setting.facts.state in {"uploaded", "checking"}:
        run = run_for(setting, staging.KIND, f"Reading {setting.facts.file_name}", None)
        with failing(run, actor):
            staging.stage_import(
                actor, import_id, run, on_progress=lambda done, total: on_progress("Reading", done, total)
            )
    elif setting.facts.state != "committing" and channels.count_rows(
        import_id, ["error", "question", "ready"]
    ):
        # What is begun is not judged anew: half of it is in, and its effect would be told of the rest alone.
        waiting = None if dry_run else waiting_run(setting, committing.KIND)
        check_import(actor, import_id, beat=lambda done: _say_checked(waiting, done))
    setting = setting_of(actor, import_id)
    if setting.facts.state == "failed":
        counts = channels.tab_counts(import_id)
        return ImportRun(import_id, "failed", counts, {}, 0, (), *_failure(setting.facts))
    resumed = setting.facts.state == "committing"
    questions = () if resumed else committing.open_questions(setting.facts.effects, setting.facts.answers)
    ready = channels.count_rows(import_id, ["ready"])
    before = channels.count_rows(import_id, ["imported"])
    if not dry_run and not questions and (ready or resumed):
        run = run_for(setting, committing.KIND, f"Importing {setting.facts.file_name}", ready)
        committing.commit_import(
            actor, import_id, run, on_progress=lambda done, total: on_progress("Importing", done, total)
        )
    elif waiting is not None:
        jobs.finish(waiting.job_id, {"rows": 0}, actor=actor, fence=waiting.fence)
    facts = channels.import_of(actor, import_id)
    counts = channels.tab_counts(import_id)
    errors = tuple(str(one["sentence"]) for one in facts.problems if one["severity"] == "error")
    written = channels.count_rows(import_id, ["imported"]) - before
    return ImportRun(
        import_id,
        facts.state,
        counts,
        facts.effects,
        written,
        tuple(questions),
        *(("", "") if counts["all"] else _failure(facts)),
        errors if counts["all"] else (),
    )


def _say_checked(waiting: jobs.Run | None, done: int) -> None:
    """Tells who waits for the rows to go in that they are being looked at once more."""
    if waiting is not None:
        said = f"{done:,} records checked once more" if done else "Checking it once more"
        jobs.advance(waiting.job_id, 0, said, fence=waiting.fence)


def _failure(facts: ImportFacts) -> tuple[str, str]:
    """Why nothing of the file can be imported: sentence and code, both empty where it can."""
    return next(
        ((str(one["sentence"]), str(one["code"])) for one in facts.problems if one["severity"] == "error"),
        ("", ""),
    )
