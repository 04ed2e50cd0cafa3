"""Compares one day with the old tool for the terminal, in words or as one JSON object; imports nothing."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import DifferenceFacts
from opsroom.interfaces.cli.actor import terminal_actor
from opsroom.interfaces.cli.cut_over_run import CHUNK_BYTES, SHOWN_ROWS, channel_told, say_error
from opsroom.interfaces.cli.exit_codes import DONE, FAILED, ROWS_LEFT
from opsroom.interfaces.cli.faults import BadOption
from opsroom.kernel.values.limits import COMPARE_ROWS_MAX
from opsroom.kernel.values.printable import one_line
from opsroom.workflows.compare_figures import NotComparable
from opsroom.workflows.compare_with_old import ABOUT, compare_with_old
from opsroom.workflows.importing.uploads import drop_upload, keep_upload


def compare_file(
    file: Path,
    about: str | None,
    told: str | None,
    channel: str | None,
    *,
    as_json: bool,
    company: str | None,
) -> int:
    """Returns the exit code; what differs is on standard output."""
    actor, own = terminal_actor(company)
    if about is not None and about not in ABOUT:
        raise BadOption(option="--as", found=about, usual=f"Use one of {', '.join(ABOUT)}.")
    channel_id = channel_told(actor, own.id, channel)
    day = _day(told)
    try:
        with file.open("rb") as stream:
            kept = keep_upload(iter(lambda: stream.read(CHUNK_BYTES), b""), owner="cli")
    except FileNotFoundError as error:
        raise BadOption(option="FILE", found=str(file), usual="There is no such file.") from error
    try:
        made = compare_with_old(actor, channel_id, kept, file.name, about=about, day=day)
    except NotComparable as error:
        say_error(error, as_json=as_json)
        return FAILED
    finally:
        drop_upload(kept.file_key)
    facts = channels.day_of(actor, channel_id, made)
    rows, counts = channels.differences_of(actor, channel_id, made, rows=COMPARE_ROWS_MAX)
    clean, ready = channels.trend_of(channels.days_of(actor, channel_id))
    if as_json:
        found = {
            "day": facts.day.isoformat(), "about": facts.about, "compared": facts.compared, "counts": dict(counts),
            "unexplained": facts.unexplained, "clean_days": len(clean), "ready": ready,
            "differences": [_as_json(one) for one in rows],
        }  # fmt: skip
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        _say(facts.about, facts.compared, facts.unexplained, len(clean), rows, ready=ready)
    return ROWS_LEFT if facts.unexplained else DONE


def _day(told: str | None) -> date | None:
    if told is None:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise BadOption(option="--date", found=told, usual="Write the day as 2026-12-24.") from error


def _as_json(one: DifferenceFacts) -> dict[str, object]:
    return {
        "kind": one.kind, "key": one.key, "rows": list(one.rows), "old_tool": one.told, "here": one.ours,
        "explained": one.reason or None,
    }  # fmt: skip


def _say(
    about: str, compared: int, unexplained: int, clean: int, rows: list[DifferenceFacts], *, ready: bool
) -> None:
    what = "orders" if about == "orders" else "SKUs"
    sys.stdout.write(f"{compared:,} {what} compared, {unexplained:,} differences to explain.\n")
    left = [one for one in rows if not one.reason]
    for one in left[:SHOWN_ROWS]:
        where = f" (line {one.rows[0]})" if one.rows else ""
        sys.stdout.write(f"  {one_line(one.key)}{where}: {one.kind.replace('_', ' ')}\n")
    if len(left) > SHOWN_ROWS:
        sys.stdout.write(f"  and {len(left) - SHOWN_ROWS:,} more: the page Parallel run shows all.\n")
    if not unexplained:
        said = ": ready to take over" if ready else ""
        sys.stdout.write(f"Days in a row without a difference: {clean}{said}.\n")
