"""Does what `opsroom import` was asked: opens, runs and reports each file; refuses to guess what a person must say."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.cli.actor import terminal_actor
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.ports import registry
from opsroom.workflows.importing.uploads import drop_upload, keep_upload
from opsroom.workflows.open_import import Wish, open_import
from opsroom.workflows.run_import import ImportRun, run_import

Json = dict[str, Any]
READ_BYTES = 1024 * 1024
EXIT_DONE, EXIT_FAILED, EXIT_ROWS_LEFT, EXIT_QUESTIONS = 0, 1, 3, 4
MEANINGS = ("available", "on_hand", "not_tracked")


class BadOption(CodedError):
    """An option that cannot be. Facts: option, found, usual."""

    code = "terminal.bad_option"
    sentence = "{option} cannot be “{found}”. {usual}"
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `error` is a sentence."""

    file: str
    run: ImportRun | None = None
    resumed: bool = False
    already: bool = False
    error: str = ""

    @property
    def exit_code(self) -> int:
        """The worst that is left to do."""
        if self.error or (self.run and self.run.failure):
            return EXIT_FAILED
        if self.run and self.run.questions:
            return EXIT_QUESTIONS
        if self.run and (self.run.counts["fix"] or self.run.counts["questions"]):
            return EXIT_ROWS_LEFT
        return EXIT_DONE


def bring_in(asked: Asked) -> int:
    """Imports the files, reports, and returns the exit code."""
    actor, own = terminal_actor(asked.company)
    wish = _wish(actor, own, asked)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), disable=asked.as_json or not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        outcomes = [_one(actor, own, file, wish, asked.dry_run, progress) for file in asked.files]
    if asked.as_json:
        _print_json(outcomes, asked.dry_run)
    else:
        _print_words(outcomes, asked.dry_run)
    return max((one.exit_code for one in outcomes), default=EXIT_DONE)


def _wish(actor: Actor, own: CompanyFacts, asked: Asked) -> Wish:
    if asked.history and asked.live:
        raise BadOption(option="--history", found="--live", usual="A file is one or the other.")
    codes = [one.code for one in registry.all_formats()]
    if asked.format is not None and asked.format not in codes:
        raise BadOption(option="--as", found=asked.format, usual=f"Use one of {', '.join(codes)}.")
    meaning = asked.quantity.replace("-", "_") if asked.quantity else None
    if meaning is not None and meaning not in MEANINGS:
        raise BadOption(option="--quantity", found=meaning, usual=f"Use one of {', '.join(MEANINGS)}.")
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
    }
    if asked.history or asked.live:
        answers["history"] = "history" if asked.history else "live"
    given = tuple((name, answer) for name, answer in answers.items() if answer is not None)
    return Wish(asked.format, "history" if asked.history else "live", channel_id, site_id, given)


def _one(
    actor: Actor,
    own: CompanyFacts,
    file: Path,
    wish: Wish,
    dry_run: bool,
    progress: Progress,
) -> Outcome:
    tasks: dict[str, TaskID] = {}

    def on_progress(what: str, done: int, total: int) -> None:
        task = tasks.get(what)
        if task is None:
            task = tasks[what] = progress.add_task(f"{what} {file.name}", total=total)
        progress.update(task, completed=done, total=max(total, 1))

    try:
        import_id, known = _import_of(actor, own, file, wish)
        run = run_import(actor, import_id, dry_run=dry_run, on_progress=on_progress)
    except CodedError as error:
        return Outcome(file.name, error=error.message)
    except OSError as error:
        return Outcome(file.name, error=f"“{file}” cannot be opened: {error.strerror}.")
    return Outcome(file.name, run, resumed=known and run.written > 0, already=known and not run.written)


def _import_of(actor: Actor, own: CompanyFacts, file: Path, wish: Wish) -> tuple[int, bool]:
    """The import of this file, and whether it was there before: the same bytes go on where they stopped."""
    with file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    same = channels.find_same_file(own.id, sha256, format_code=wish.format, channel_id=wish.channel_id)
    if same is not None:
        answers = dict(wish.answers)
        said = "history" in answers and same.state in {"uploaded", "checking", "staged"}
        if answers:
            answer_import(actor, same.id, answers=answers, sets={"mode": wish.mode} if said else {})
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


def _print_json(outcomes: list[Outcome], dry_run: bool) -> None:
    found = [
        {
            "file": one.file,
            "import": one.run.import_id if one.run else None,
            "state": one.run.state if one.run else None,
            "dry_run": dry_run,
            "already_imported": one.already,
            "resumed": one.resumed,
            "written": one.run.written if one.run else 0,
            "counts": one.run.counts if one.run else {},
            "effects": one.run.effects if one.run else {},
            "questions": [question["code"] for question in one.run.questions] if one.run else [],
            "error": one.error or None,
            "exit_code": one.exit_code,
        }
        for one in outcomes
    ]
    typer.echo(json.dumps({"files": found}, ensure_ascii=False))


def _print_words(outcomes: list[Outcome], dry_run: bool) -> None:
    for one in outcomes:
        typer.echo(f"{one.file}: {_words(one, dry_run)}")


def _words(one: Outcome, dry_run: bool) -> str:
    if one.error or one.run is None:
        return one.error
    counts, name = one.run.counts, f"I-{one.run.import_id}"
    if one.run.failure:
        return f"not imported ({name}). {one.run.failure}"
    rows = f"{counts['new']:,} new, {counts['changed']:,} changed, {counts['same']:,} the same"
    left = counts["fix"] + counts["questions"]
    rest = (
        f" {left:,} {'row is' if left == 1 else 'rows are'} left to fix; see /import/{one.run.import_id}."
        if left
        else ""
    )
    if one.run.questions:
        asked = " ".join(question["sentence"] for question in one.run.questions)
        return f"{rows}. Nothing was written ({name}), because a question is open: {asked}"
    if dry_run:
        return f"would be {rows} ({name}). Nothing was written.{rest}"
    if one.already:
        return f"already imported as {name}; nothing changed.{rest}"
    if not one.run.written:
        return f"nothing went in ({name}): {rows}.{rest}"
    return f"imported as {name}: {rows}.{rest}"
