"""Says what became of each file of `opsroom import`, in words or as one JSON object; shows no control character."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import typer

from opsroom.insight.remarks import Remarks
from opsroom.insight.rows_to_fix import RowToFix
from opsroom.interfaces.cli import exit_codes
from opsroom.interfaces.cli.faults import Ending
from opsroom.kernel.values.errors import Retry
from opsroom.kernel.values.printable import one_line
from opsroom.workflows import stage_import as staging
from opsroom.workflows.run_import import ImportRun

Json = dict[str, Any]
ROWS_SHOWN: Final = 10
REMARKS_SHOWN: Final = 3
ANSWERED_BY: Final = {
    "quantity_meaning": "--quantity available, --quantity on_hand or --quantity not_tracked",
    "history": "--history or --live",
    "case_aliases": "--same-case",
    "guard": "--yes",
    "swapped": "--swapped swap or --swapped right",
    "site": "--site and the code of one",
    "unbalanced": "--yes",
    "places": "--site and the code of the one where all of it lies",
    "other_bins": "--other-bins empty or --other-bins keep",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `error`: why it is not in; `left`: the first obstacles of its rows;
    `remarks`: what was noticed and stops nothing."""

    file: str
    run: ImportRun | None = None
    resumed: bool = False
    already: bool = False
    error: Ending | None = None
    left: tuple[RowToFix, ...] = ()
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def exit_code(self) -> int:
        """The worst that is left to do."""
        if self.error:
            return exit_codes.CUT_OFF if self.error.exit_code == exit_codes.CUT_OFF else exit_codes.FAILED
        if self.run and self.run.failure and not self.is_empty:
            return exit_codes.FAILED
        if self.run and self.run.questions:
            return exit_codes.QUESTION
        return exit_codes.ROWS_LEFT if self.rows_left else exit_codes.DONE

    @property
    def is_empty(self) -> bool:
        """Titles and nothing below: everything of it is in, as a nightly export without news is no fault."""
        return self.run is not None and self.run.failure_code == staging.NO_ROWS_CODE

    @property
    def rows_left(self) -> int:
        """How many rows wait for a person."""
        return self.run.counts["fix"] + self.run.counts["questions"] + len(self.run.lost) if self.run else 0


def print_json(outcomes: list[Outcome], dry_run: bool) -> None:
    """One object: each file, and the exit code of all."""
    found = [_as_json(one, dry_run) for one in outcomes]
    code = exit_codes.gravest(one.exit_code for one in outcomes)
    typer.echo(json.dumps({"files": found, "error": None, "exit_code": code}, ensure_ascii=False))


def print_words(outcomes: list[Outcome], dry_run: bool) -> None:
    """A sentence a file, and below it the first rows that are left to fix."""
    for one in outcomes:
        typer.echo(one_line(f"{one.file}: {_words(one, dry_run)}"))
        for line in [*_rows(one), *_remarks(one)]:
            typer.echo(f"  {one_line(line)}")


def _as_json(one: Outcome, dry_run: bool) -> Json:
    run = one.run
    return {
        "file": one.file,
        "import": run.import_id if run else None,
        "state": run.state if run else None,
        "dry_run": dry_run,
        "already_imported": one.already,
        "resumed": one.resumed,
        "written": run.written if run else 0,
        "counts": run.counts if run else {},
        "effects": run.effects if run else {},
        "questions": [question["code"] for question in run.questions] if run else [],
        "rows_to_fix": [asdict(row) for row in one.left],
        "remarks": {"rows": one.remarks.rows, "first": [asdict(row) for row in one.remarks.first]},
        "error": _error(one),
        "exit_code": one.exit_code,
    }


def _error(one: Outcome) -> Json | None:
    if one.error:
        return one.error.as_json()
    if one.run and one.run.failure and not one.is_empty:
        retry = Retry.AFTER_FIX.value
        return {"code": one.run.failure_code, "message": one.run.failure, "retry": retry}
    return None


def _words(one: Outcome, dry_run: bool) -> str:
    if one.error:
        return one.error.message
    assert one.run is not None  # noqa: S101 - a file has one or the other
    counts, name = one.run.counts, f"I-{one.run.import_id}"
    if one.is_empty:
        return (
            f"0 rows ({name}). The file has its titles but nothing below them, so nothing was imported. "
            "If rows were expected, export it again."
        )
    if one.run.failure:
        return f"not imported ({name}). {one.run.failure}"
    rows = f"{counts['new']:,} new, {counts['changed']:,} changed, {counts['same']:,} the same"
    rest = _rest(one, one.run)
    if one.run.questions:
        asked = " ".join(_asked(question) for question in one.run.questions)
        return f"{rows}. Nothing was written ({name}), because a question is open: {asked}{rest}"
    if dry_run:
        return f"would be {rows} ({name}). Nothing was written.{rest}"
    if one.already:
        return f"already imported as {name}; nothing changed.{rest}"
    if not one.run.written:
        return f"nothing went in ({name}): {rows}.{rest}"
    return f"imported as {name}: {rows}.{rest}"


def _rest(one: Outcome, run: ImportRun) -> str:
    """What leads the list of obstacles; empty where there is none."""
    rows = one.rows_left - len(run.lost)
    where = (
        f"{rows:,} {'row is' if rows == 1 else 'rows are'} left to fix, here or on /import/{run.import_id}:"
    )
    if not one.left:
        return ""
    if run.lost:
        return f" Not all of the file could be read{f', and {where}' if rows else ':'}"
    return f" {where}" if rows else " Left out:"


def _asked(question: Json) -> str:
    """The question and how it is answered on the command line."""
    option = ANSWERED_BY.get(question["code"])
    return f"{question['sentence']} Answer with {option}." if option else str(question["sentence"])


def _rows(one: Outcome) -> list[str]:
    """The first obstacles, then how many rows more there are and where all of them stand."""
    if one.run is None or one.run.failure:
        return []
    lines = [_placed(row) for row in one.left[:ROWS_SHOWN]]
    more = one.rows_left - len({(row.row, row.key) for row in one.left})
    if more > 0:
        lines.append(
            f"and {more:,} more: all of them stand on /import/{one.run.import_id}, "
            "or run the same command again with --error-file left.csv."
        )
    return lines


def _remarks(one: Outcome) -> list[str]:
    """The first remarks, and how many rows more have one."""
    if one.run is None or one.run.failure or not one.remarks.first:
        return []
    more = one.remarks.rows - len({row.row for row in one.remarks.first if row.row})
    rest = [f"and {more:,} more with remarks, on /import/{one.run.import_id}."] if more > 0 else []
    return ["Noticed, and stops nothing:", *map(_placed, one.remarks.first), *rest]


def _placed(row: RowToFix) -> str:
    """The sentence with its row before it, unless it names the row itself."""
    place = f"Row {row.row}" if row.row else "The file"
    return row.sentence if row.sentence.startswith(place) else f"{place}: {row.sentence}"
