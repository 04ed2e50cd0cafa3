"""Tells a full disk from every other fault and says what is full and what to do; refuses to guess at anything else."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import ClassVar, Final

import psycopg

from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import DISK_FULL_BYTES

ERRNOS: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
DATABASE: Final = "53100"
# A server that cannot write its log ends; the connection then breaks without a word about the disk.
BROKEN: Final = ("08", "57P", "58030")


_SENTENCE: Final = (
    "The disk is full: {what}. What was written until then stays, and nothing is half done. Free space there, such "
    "as old backups, logs and downloads, then {again}: it goes on where it stopped."
)


class DiskFull(CodedError):
    """No byte more could be written. Facts: what, that is, which disk."""

    code: ClassVar[str] = "records.disk_full"
    sentence: ClassVar[str] = _SENTENCE.replace("{again}", "do the same again")
    retry: ClassVar[Retry] = Retry.AFTER_FIX

    @property
    def for_import(self) -> str:
        """The sentence of an import that stopped: Today tells it as well, and only the import's page can resume it."""
        return _SENTENCE.format(what=self.facts["what"], again="press Resume on the import's page")


def as_disk_full(error: BaseException | None, home: Path | None = None) -> DiskFull | None:
    """The sentence where a full disk is the cause, however deep; `home`: looked at when the database just went."""
    seen: set[int] = set()
    first = error
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, DiskFull):
            return error
        if isinstance(error, OSError) and error.errno in ERRNOS:
            return DiskFull(what=_place(error))
        if isinstance(error, psycopg.Error) and error.sqlstate == DATABASE:
            return DiskFull(what="that of the database")
        error = error.__cause__ or error.__context__
    return DiskFull(what="that of the database") if home and _went(first) and is_full(home) else None


def is_full(folder: Path) -> bool:
    """Whether next to nothing can be written there."""
    try:
        return shutil.disk_usage(folder).free < DISK_FULL_BYTES
    except OSError:
        return False


def _went(error: BaseException | None) -> bool:
    cause = error if isinstance(error, psycopg.Error) else getattr(error, "__cause__", None)
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return not cause.sqlstate or cause.sqlstate.startswith(BROKEN)


def _place(error: OSError) -> str:
    path = error.filename
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else "that of the uploads"
