"""Reads an uploaded file into staging, row by row, and judges it; refuses to write anything but staged rows.

Its undo is discarding the import. A file is read by a child process; what was staged before a crash stays, and
reading goes on at the next record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.move_import import move_import
from opsroom.domains.channels.actions.stage_lines import stage_lines
from opsroom.domains.channels.actions.stage_rows import stage_rows
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.rules import RowDraft
from opsroom.kernel.records import jobs
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards_in
from opsroom.kernel.values.limits import IMPORT_ROWS_MAX, IMPORT_STAGE_LINES_COUNT, IMPORT_STAGE_ROWS
from opsroom.ports.file_format import RecordKind
from opsroom.workflows.check_import import check_import
from opsroom.workflows.importing.context import Setting, setting_of
from opsroom.workflows.importing.findings import problem
from opsroom.workflows.importing.reading import FileUnreadable, read_records
from opsroom.workflows.importing.uploads import path_of

Json = dict[str, Any]
KIND = "imports.stage"
NO_ROWS = "This file holds no record: nothing stands under its titles. Export it again with its data, then upload it."
NO_ROWS_CODE = "file.no_rows"
# Errors of the file that a person mends by choosing columns: the import waits for it.
MAPPABLE = frozenset({"file.missing_column"})


def stage_import(
    actor: Actor,
    import_id: int,
    run: jobs.Run,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Stages what is not yet staged, then checks everything; the import ends staged, or failed with a sentence.

    `run`: the caller's right to the job; `on_progress`: bytes read and bytes in all. Raises JobPaused, JobTakenOver.
    """
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.upload", setting.facts.company_id, setting.facts.format)
    move_import(actor, import_id, "check", sets={"job_id": run.job_id})
    try:
        problems = _stage(setting, run, on_progress)
    except FileUnreadable as error:
        said = problem(0, "", "", error.message, "error", error.code)
        answer_import(actor, import_id, sets={"problems": [said]})
        move_import(actor, import_id, "fail", reason=error.message[:400])
        jobs.fail(run.job_id, error.message, actor=actor, fence=run.fence)
        return
    rows = channels.last_number(import_id) + 1
    if rows == 0 and not problems:
        problems.append(problem(0, "", "", NO_ROWS, "error", NO_ROWS_CODE))
    answer_import(actor, import_id, sets={"problems": problems})
    fatal = [one for one in problems if one["severity"] == "error" and one["code"] not in MAPPABLE]
    if rows == 0 and fatal:
        worst = fatal[0]
        move_import(actor, import_id, "fail", reason=worst["sentence"][:400])
        jobs.fail(run.job_id, worst["sentence"], actor=actor, fence=run.fence)
        return
    check_import(actor, import_id, beat=lambda done: _checked(run, setting.facts.file_bytes, done, rows))
    move_import(actor, import_id, "stage")
    jobs.finish(run.job_id, {"import_id": import_id, "rows": rows}, actor=actor, fence=run.fence)


def _stage(setting: Setting, run: jobs.Run, on_progress: Callable[[int, int], None]) -> list[Json]:
    """Stages record after record; returns the problems of the file as a whole."""
    facts = setting.facts
    following = channels.last_number(facts.id) + 1
    context = replace(setting.read_context(), start_record=following)
    problems: list[Json] = []
    waiting: list[RowDraft] = []
    lines: list[list[Any]] = []
    at = 0

    def put() -> None:
        with transaction.atomic():
            stage_rows(setting.actor, facts.id, waiting)
            stage_lines(setting.actor, facts.id, lines)
            # Checking takes about as long as reading: the bar is half full when all is read.
            jobs.advance(
                run.job_id, at, f"{following:,} records read", total=2 * facts.file_bytes, fence=run.fence
            )
        waiting.clear()
        lines.clear()
        on_progress(at, facts.file_bytes)

    for line in read_records(path_of(facts.file_key), facts.format, facts.mapping or None, context):
        if "file" in line:
            problems += [problem for problem in line["file"] if problem not in problems]
        elif "at" in line:
            at = min(line["at"], facts.file_bytes)
        else:
            if "lines" in line:
                lines += line["lines"]
                following = int(lines[-1][0]) + 1
            else:
                waiting.append(_row(line["record"]))
                following = waiting[-1].number + 1
            if following > IMPORT_ROWS_MAX:
                raise FileUnreadable(why=f"it has more than {IMPORT_ROWS_MAX:,} records. Split the file.")
            if len(waiting) >= IMPORT_STAGE_ROWS or len(lines) >= IMPORT_STAGE_LINES_COUNT:
                put()
    at = facts.file_bytes
    put()
    return problems


def _checked(run: jobs.Run, file_bytes: int, done: int, rows: int) -> None:
    """The second half of the bar, and a sign of life."""
    if done and rows:
        said = f"{done:,} of {rows:,} records checked"
        jobs.advance(run.job_id, file_bytes + file_bytes * min(done, rows) // rows, said, fence=run.fence)
    else:
        jobs.beat(run.job_id, fence=run.fence)


def _row(found: list[Any]) -> RowDraft:
    number, first_row, row_numbers, kind, natural_key, raw, value, problems = found
    if kind == RecordKind.ORDER:
        raw, value, problems = mask_cards_in(raw), mask_cards_in(value), mask_cards_in(problems)
    return RowDraft(
        number=number,
        first_row=first_row,
        kind=kind,
        natural_key=natural_key,
        raw=raw,
        value=value,
        problems=problems,
        row_numbers=row_numbers,
    )
