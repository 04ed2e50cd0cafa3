"""Why the tables could not be brought up to date, from the process that tried to the one that waits; no traceback."""

from __future__ import annotations

import json
import signal
from typing import Any, Final

import psycopg

from opsroom.interfaces.cli import faults
from opsroom.kernel.values.errors import CodedError
from opsroom.project.refused import Refused

Json = dict[str, Any]
NOTHING_KEPT: Final = "The tables could not be brought up to date; nothing of the failed step was kept."
# What a moment later may be over, told as for every other command.
PASSING: Final[dict[str, CodedError]] = {
    one.code: one
    for one in (
        faults.DatabaseStopped(),
        faults.DatabaseBusy(),
        faults.DiskFull(where="that of the database"),
    )
}


def told(error: BaseException) -> Json:
    """The failure as facts: a code, a sentence, and what the server answered to a statement it refused."""
    ending = faults.ending_of(error)
    cause = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
    refused = cause.diag.message_primary if isinstance(cause, psycopg.Error) and cause.sqlstate else None
    message = str(error) if isinstance(error, Refused) else ending.message
    return {
        "code": ending.code,
        "message": message,
        "refused": refused,
        "is_refusal": isinstance(error, Refused),
    }


def fault_of(return_code: int, output: str) -> Exception:
    """What to raise for a process that ended so and told this."""
    if return_code < 0:
        return Refused(
            f"The step that brings the tables up to date was ended by {signal.Signals(-return_code).name}, perhaps "
            "because this machine ran out of memory; nothing of it was kept. Run the same command again."
        )
    try:
        found = json.loads(output.strip().rpartition("\n")[2])
    except ValueError:
        return Refused(
            f"{NOTHING_KEPT} Opsroom's own program ended without a word. Run the same command again."
        )
    if found["is_refusal"]:
        return Refused(found["message"])
    if found["code"] in PASSING:
        return PASSING[found["code"]]
    if found["refused"]:
        return Refused(
            f"{NOTHING_KEPT} The database refused a step: {found['refused']}. With DATABASE_URL, check that its user "
            "owns that database and everything in it; else report this line."
        )
    return Refused(f"{NOTHING_KEPT} {found['message']}")
