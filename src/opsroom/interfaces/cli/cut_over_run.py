"""Compares a channel's file for the terminal and says what differs, in words or as one JSON object; changes nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from opsroom.domains.channels import queries as channels
from opsroom.insight.lists.cut_over import DIFFERS, EQUAL, UNKNOWN, Proof, proof_of
from opsroom.interfaces.cli.actor import terminal_actor
from opsroom.interfaces.cli.exit_codes import DONE, FAILED, ROWS_LEFT
from opsroom.interfaces.cli.faults import BadOption
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.printable import one_line
from opsroom.workflows.compare_figures import NotComparable, compare_figures
from opsroom.workflows.importing.uploads import drop_upload, keep_upload

CHUNK_BYTES = 1024 * 1024
SHOWN_ROWS = 20


def prove(file: Path, channel: str | None, *, as_json: bool, company: str | None) -> int:
    """Returns the exit code; what differs is on standard output."""
    actor, own = terminal_actor(company)
    channel_id = channel_told(actor, own.id, channel)
    try:
        with file.open("rb") as stream:
            kept = keep_upload(iter(lambda: stream.read(CHUNK_BYTES), b""), owner="cli")
    except OSError as error:
        raise BadOption(
            option="FILE", found=str(file), usual=f"It cannot be read: {error.strerror}."
        ) from error
    try:
        compare_figures(actor, channel_id, kept, file.name)
    except NotComparable as error:
        say_error(error, as_json=as_json)
        return FAILED
    finally:
        drop_upload(kept.file_key)
    proof = proof_of(actor, channel_id)
    assert proof is not None  # noqa: S101 - kept just now
    _say(proof, as_json=as_json)
    return DONE if proof.holds else ROWS_LEFT


def channel_told(actor: Actor, company_id: int, code: str | None) -> int:
    """The channel that was named, or the only one. Raises BadOption."""
    known = {one.code: one.id for one in channels.channels_of(actor, company_id) if one.active}
    if code is None and len(known) == 1:
        return next(iter(known.values()))
    if code not in known:
        usual = (
            f"Choose one of: {', '.join(sorted(known)) or 'none is joined yet, import its products first'}."
        )
        raise BadOption(option="--channel", found=code or "", usual=usual)
    return known[code]


def _say(proof: Proof, *, as_json: bool) -> None:
    counts = proof.counts
    if as_json:
        rows = [
            {
                "sku": row.code, "result": row.verdict, "channel": row.told, "ordered_since": row.since,
                "ours": row.ours, "difference": row.difference, "row": row.row,
            }
            for row in proof.rows
        ]  # fmt: skip
        found = {"file": proof.file_name, "agrees": proof.holds, "counts": dict(counts), "skus": rows}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(
        f"SKUs that agree: {counts[EQUAL]:,}, that differ: {counts[DIFFERS]:,}, not known here: {counts[UNKNOWN]:,}.\n"
    )
    wrong = [row for row in proof.rows if row.verdict in (DIFFERS, UNKNOWN)]
    for row in wrong[:SHOWN_ROWS]:
        told = "not known here" if row.difference is None else f"{row.difference:+,} pieces"
        figures = (
            f"channel {row.told}, ordered since {row.since}, ours {row.ours}" if row.ours is not None else ""
        )
        sys.stdout.write(f"  {one_line(row.code)}: {told}" + (f" ({figures})" if figures else "") + "\n")
    if len(wrong) > SHOWN_ROWS:
        sys.stdout.write(f"  and {len(wrong) - SHOWN_ROWS:,} more: the page of the channel shows all.\n")


def say_error(error: NotComparable, *, as_json: bool) -> None:
    """Why the file cannot be compared."""
    if as_json:
        found = {"code": error.code, "message": error.message, "retry": error.retry.value}
        sys.stdout.write(json.dumps({"error": found, "exit_code": FAILED}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(error.message + "\n")
