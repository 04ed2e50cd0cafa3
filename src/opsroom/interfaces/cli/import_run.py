"""Does what `opsroom import` was asked: opens, runs and reports each file; refuses to guess what a person must say."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight import rows_to_fix
from opsroom.insight.remarks import Remarks, remarks_of
from opsroom.interfaces.cli.actor import terminal_actor
from opsroom.interfaces.cli.exit_codes import CUT_OFF, gravest
from opsroom.interfaces.cli.faults import BadOption, CannotBegin, Ending, ending_of
from opsroom.interfaces.cli.import_report import REMARKS_SHOWN, ROWS_SHOWN, Outcome, print_json, print_words
from opsroom.interfaces.cli.templates_run import template_told
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.escaping import csv_line
from opsroom.ports import registry
from opsroom.workflows.importing.uploads import drop_upload, keep_upload
from opsroom.workflows.open_import import Wish, open_import
from opsroom.workflows.read_again import read_with_template
from opsroom.workflows.run_import import run_import
from opsroom.workflows.swap_columns import swap_columns

Json = dict[str, Any]
READ_BYTES = 1024 * 1024
OTHER_BINS = ("empty", "keep")
MEANINGS = ("available", "on_hand", "not_tracked")


class BothModes(CannotBegin):
    """History and live at once."""

    code = "terminal.both_modes"
    sentence = (
        "--history and --live were both given, and a file is one of them: --history only fills reports, "
        "--live takes stock and is picked. Give one of the two."
    )
    retry = Retry.AFTER_FIX


class FileNotThere(CodedError):
    """A file that cannot be opened. Facts: path, why."""

    code = "terminal.file_not_opened"
    sentence = "“{path}” cannot be opened: {why}. Check its name and that this account may read it."
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class Asked:
    """The command line as given."""

    files: tuple[Path, ...]
    format: str | None
    history: bool
    live: bool
    channel: str | None
    site: str | None
    quantity: str | None
    same_case: bool
    yes: bool
    dry_run: bool
    as_json: bool
    company: str | None
    other_bins: str | None = None
    error_file: Path | None = None
    template: str | None = None
    swapped: str | None = None


def bring_in(asked: Asked) -> int:
    """Imports the files, reports, and returns the exit code."""
    actor, own = terminal_actor(asked.company)
    wish = _wish(actor, own, asked)
    _refuse_error_file(asked.error_file)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), disable=asked.as_json or not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        outcomes = _all(actor, own, asked, wish, progress)
    if asked.as_json:
        print_json(outcomes, asked.dry_run)
    else:
        print_words(outcomes, asked.dry_run)
    return gravest(one.exit_code for one in outcomes)


def _all(actor: Actor, own: CompanyFacts, asked: Asked, wish: Wish, progress: Progress) -> list[Outcome]:
    """One outcome a file. Where the database or the disk gave way, the rest is not tried, and says so."""
    outcomes: list[Outcome] = []
    cut_off: Ending | None = None
    for file in asked.files:
        if cut_off is not None:
            outcomes.append(
                Outcome(file.name, error=replace(cut_off, message=f"Not begun. {cut_off.message}"))
            )
            continue
        try:
            outcomes.append(_one(actor, own, file, wish, asked, progress))
        except Exception as error:
            ending = ending_of(error)
            outcomes.append(Outcome(file.name, error=ending))
            cut_off = ending if ending.exit_code == CUT_OFF else None
    if asked.error_file is not None and cut_off is None:
        _write_error_file(actor, asked.error_file, outcomes)
    return outcomes


def _refuse_error_file(path: Path | None) -> None:
    """Before anything is imported: a place that cannot be written would be noticed too late."""
    if path is None:
        return
    if path.exists():
        raise BadOption(option="--error-file", found=str(path), usual="It exists already; name a new file.")
    if not path.absolute().parent.is_dir():
        raise BadOption(
            option="--error-file", found=str(path), usual="Its folder is not there; make it first."
        )


def _write_error_file(actor: Actor, path: Path, outcomes: list[Outcome]) -> None:
    """All files' rows that are left, each under its file's name; none where no row is left."""
    left = [one for one in outcomes if one.run and one.run.counts["fix"] + one.run.counts["questions"]]
    if not left:
        return
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write("\ufeff" + csv_line(("File", *rows_to_fix.TITLES)))
        for one in left:
            assert one.run is not None  # noqa: S101 - asked for above
            for row in rows_to_fix.rows_to_fix(actor, one.run.import_id):
                file.write(csv_line((one.file, row.row, row.key, row.field, row.found, row.sentence)))


def _wish(actor: Actor, own: CompanyFacts, asked: Asked) -> Wish:
    if asked.history and asked.live:
        raise BothModes()
    codes = [one.code for one in registry.all_formats()]
    if asked.format is not None and asked.format not in codes:
        raise BadOption(option="--as", found=asked.format, usual=f"Use one of {', '.join(codes)}.")
    meaning = asked.quantity.replace("-", "_") if asked.quantity else None
    if meaning is not None and meaning not in MEANINGS:
        raise BadOption(option="--quantity", found=meaning, usual=f"Use one of {', '.join(MEANINGS)}.")
    if asked.other_bins is not None and asked.other_bins not in OTHER_BINS:
        raise BadOption(option="--other-bins", found=asked.other_bins, usual="Use empty or keep.")
    if asked.swapped not in (None, "swap", "right"):
        raise BadOption(option="--swapped", found=asked.swapped or "", usual="Use swap or right.")
    channel_id = None
    if asked.channel is not None:
        found = channels.channel_by_code(actor, own.id, asked.channel)
        known = ", ".join(one.code for one in channels.channels_of(actor, own.id))
        if found is None:
            raise BadOption(
                option="--channel", found=asked.channel, usual=f"There are: {known or 'none yet'}."
            )
        channel_id = found.id
    site_id = None
    if asked.site is not None:
        sites = {one.code: int(one.pk) for one in warehouse.sites(actor)}
        if asked.site not in sites:
            raise BadOption(
                option="--site", found=asked.site, usual=f"There are: {', '.join(sites) or 'none yet'}."
            )
        site_id = sites[asked.site]
    answers = {
        "quantity_meaning": meaning,
        "case_aliases": "same" if asked.same_case else None,
        "guard": "yes" if asked.yes else None,
        "swapped": "right" if asked.swapped == "right" else None,
        "unbalanced": "yes" if asked.yes else None,
        "other_bins": asked.other_bins,
    }
    if asked.history or asked.live:
        answers["history"] = "history" if asked.history else "live"
    given = tuple((name, answer) for name, answer in answers.items() if answer is not None)
    chosen = template_told(actor, own, asked.template) if asked.template else None
    if chosen is not None and asked.format not in (None, chosen.draft.format):
        usual = f"The template reads {chosen.draft.format}: leave --as out, or choose another template."
        raise BadOption(option="--as", found=asked.format, usual=usual)
    return Wish(asked.format, "history" if asked.history else "live", channel_id, site_id, given, chosen)


def _one(
    actor: Actor,
    own: CompanyFacts,
    file: Path,
    wish: Wish,
    asked: Asked,
    progress: Progress,
) -> Outcome:
    tasks: dict[str, TaskID] = {}

    def on_progress(what: str, done: int, total: int) -> None:
        task = tasks.get(what)
        if task is None:
            task = tasks[what] = progress.add_task(f"{what} {file.name}", total=total)
        progress.update(task, completed=done, total=max(total, 1))

    import_id, known = _import_of(actor, own, file, wish)
    run = run_import(actor, import_id, dry_run=asked.dry_run, on_progress=on_progress)
    if asked.swapped == "swap" and any(one["code"] == "swapped" for one in run.questions):
        swap_columns(actor, import_id)
        run = run_import(actor, import_id, dry_run=asked.dry_run, on_progress=on_progress)
    left = tuple(islice(rows_to_fix.rows_to_fix(actor, import_id, chunk=ROWS_SHOWN), ROWS_SHOWN))
    already = known and not run.written
    # What was noticed when the file came in may be settled by now: of a file that is in already it is not told again.
    remarks = Remarks() if already else remarks_of(actor, import_id, most=REMARKS_SHOWN)
    return Outcome(
        file.name, run, resumed=known and run.written > 0, already=already, left=left, remarks=remarks
    )


def _import_of(actor: Actor, own: CompanyFacts, file: Path, wish: Wish) -> tuple[int, bool]:
    """The import of this file, and whether it was there before: the same bytes go on where they stopped."""
    try:
        stream = file.open("rb")
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise FileNotThere(path=str(file), why=why) from error
    with stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    same = channels.find_same_file(own.id, sha256, format_code=wish.format, channel_id=wish.channel_id)
    if same is not None:
        answers = dict(wish.answers)
        waits = same.state in {"uploaded", "checking", "staged"}
        sets: Json = {"mode": wish.mode} if waits and "history" in answers else {}
        if waits and wish.site_id is not None:
            sets["site_id"] = wish.site_id
        if answers or sets:
            answer_import(actor, same.id, answers=answers, sets=sets)
        if wish.template is not None and same.state == "staged":
            read_with_template(actor, same.id, wish.template)
        return same.id, True
    upload = keep_upload(_chunks(file), owner="cli")
    try:
        return open_import(actor, own.id, upload, file.name, wish), False
    except CodedError:
        drop_upload(upload.file_key)
        raise


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(READ_BYTES):
            yield chunk
