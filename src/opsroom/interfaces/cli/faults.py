"""Turns whatever ends a command into a code, a sentence and an exit code; refuses to show a traceback or a secret."""

from __future__ import annotations

import errno
import os
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import Error as DjangoDatabaseError
from typer.exceptions import TyperException

from opsroom.interfaces.cli import exit_codes
from opsroom.interfaces.cli.interrupted import Interrupted
from opsroom.kernel.records import full_disk
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.workflows.importing.uploads import NoRoom

Json = dict[str, Any]
DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
DATABASE_DISK_FULL: Final = "53100"
# Too many connections, a lock or a deadlock, a statement that took too long: the same a moment later may succeed.
BUSY: Final = frozenset({"53300", "55P03", "40001", "40P01", "57014"})
# 08 connection exception, 57P01 to 57P03 shut down, crashed, not yet up, 58030 the server's own disk failed.
GONE: Final = ("08", "57P", "58030")
OURS: Final = "/opsroom/"
PLACES_SHOWN: Final = 3


class CannotBegin(CodedError):
    """Groups what is wrong with the command itself: nothing was begun."""


class DatabaseStopped(CodedError):
    """The connection broke in mid-work."""

    code = "terminal.database_stopped"
    sentence = (
        "The database stopped while the command worked. What was done until then stands and nothing is half done. "
        "Run the same command again: it goes on from there and counts nothing twice."
    )
    retry = Retry.LATER


class DatabaseBusy(CodedError):
    """It answers, but had no room or no time."""

    code = "terminal.database_busy"
    sentence = (
        "The database was too busy and gave the work back; nothing is half done. "
        "Wait a minute, then run the same command again."
    )
    retry = Retry.LATER


class DiskFull(CodedError):
    """No byte more could be written. Facts: where."""

    code = "terminal.disk_full"
    sentence = (
        "The disk is full ({where}). What was done until then stands and nothing is half done. "
        "Free some space, then run the same command again: it goes on from there."
    )
    retry = Retry.AFTER_FIX


class FileTrouble(CodedError):
    """The system refused a file or folder. Facts: path, why."""

    code = "terminal.file_refused"
    sentence = (
        "“{path}” could not be used: {why}. Make it usable for the account that runs Opsroom, "
        "then run the same command again."
    )
    retry = Retry.AFTER_FIX


class Unexpected(CodedError):
    """A fault of the program. Facts: what, at."""

    code = "terminal.unexpected"
    sentence = (
        "Opsroom met a fault of its own ({what} at {at}); nothing is half done. Run `opsroom doctor`, and try the "
        "command once more. If it happens again, report this line."
    )
    retry = Retry.NEVER


class BadOption(CannotBegin):
    """An option that cannot be. Facts: option, found, usual."""

    code = "terminal.bad_option"
    sentence = "{option} cannot be “{found}”. {usual}"
    retry = Retry.AFTER_FIX


class Usage(CannotBegin):
    """Words of the command line that do not fit. Facts: why."""

    code = "terminal.usage"
    sentence = "{why} `opsroom COMMAND --help` lists what is possible."
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended badly: for a person `message`, for a program all of it."""

    code: str
    message: str
    retry: str
    exit_code: int

    def as_json(self) -> Json:
        """What `--json` says of it."""
        return {"code": self.code, "message": self.message, "retry": self.retry}


def ending_of(error: BaseException) -> Ending:
    """Every error has one."""
    found = as_coded(error)
    exit_code = exit_codes.FAILED
    if isinstance(found, CannotBegin):
        exit_code = exit_codes.NOT_BEGUN
    elif isinstance(found, DatabaseStopped | DatabaseBusy | DiskFull | NoRoom):
        exit_code = exit_codes.CUT_OFF
    elif isinstance(found, Interrupted):
        exit_code = exit_codes.INTERRUPTED
    return Ending(found.code, found.message, found.retry.value, exit_code)


def as_coded(error: BaseException) -> CodedError:
    """The error itself where it has a sentence, else the one that fits."""
    if isinstance(error, full_disk.DiskFull):
        return DiskFull(where=str(error.facts["what"]))
    if isinstance(error, CodedError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return Interrupted()
    if isinstance(error, TyperException):
        return Usage(why=_full_stop(error.format_message()))
    if isinstance(error, DjangoDatabaseError | psycopg.Error):
        return _of_database(error) or _unexpected(error)
    if isinstance(error, OSError) and error.errno is not None:
        return _of_system(error)
    return _unexpected(error)


def is_cut_off(error: BaseException) -> bool:
    """Whether going on with the next file is in vain, because the database or the disk gave way."""
    return ending_of(error).exit_code == exit_codes.CUT_OFF


def _of_database(error: BaseException) -> CodedError | None:
    cause = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
    state = getattr(cause, "sqlstate", None) or ""
    if state == DATABASE_DISK_FULL:
        return DiskFull(where="that of the database")
    if state in BUSY:
        return DatabaseBusy()
    lost = not state and isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    if lost and _home_is_full():
        return DiskFull(where="that of the database")
    if lost or state.startswith(GONE) or type(error).__name__ == "InterfaceError":
        return DatabaseStopped()
    return None


def _home_is_full() -> bool:
    """A server that cannot write its log ends without a word about the disk."""
    return settings.configured and full_disk.is_full(Path(settings.MEDIA_ROOT).parent)


def _of_system(error: OSError) -> CodedError:
    path = error.filename if isinstance(error.filename, str | bytes | os.PathLike) else None
    if error.errno in DISK_FULL:
        return DiskFull(where=os.fsdecode(path) if path else "a file could not be written")
    if path is None:
        return _unexpected(error)
    return FileTrouble(path=os.fsdecode(path), why=(error.strerror or type(error).__name__).lower())


def _unexpected(error: BaseException) -> Unexpected:
    """Its class and places only: its text may quote what a person typed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if OURS in frame.filename]
    places = [f"{frame.filename.rpartition(OURS)[2]}:{frame.lineno}" for frame in frames[-PLACES_SHOWN:]]
    return Unexpected(what=type(error).__name__, at=" > ".join(places) or "an unknown place")


def _full_stop(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
