"""Runs PostgreSQL's programs as somebody they accept: never as root; refuses with what to do where nothing is left."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from opsroom.project.refused import Refused

ELSE: Final = "or set DATABASE_URL to a PostgreSQL server (version 15 or later)."
_INSIDE: Final = ("-U", "--map-user=1000", "--map-group=1000")


def as_user(command: Sequence[str | Path]) -> list[str]:
    """The words to run. Root enters a user namespace; unshare execs, so the number of the process stays."""
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    return [_unshare(), *_INSIDE, *words]


def refuse_root_without_namespaces() -> None:
    """Raises Refused where root may not enter a user namespace; nothing for anybody else."""
    if os.geteuid() != 0:
        return
    answer = subprocess.run(  # noqa: S603 - a program of the system, with words of our own
        [_unshare(), *_INSIDE, "true"], check=False, capture_output=True
    )
    if answer.returncode != 0:
        raise Refused(_no_root("this machine lets nobody enter a user namespace"))


def cannot_run(program: Path, error: OSError) -> Refused:
    """A program of PostgreSQL that the system would not start."""
    why = (error.strerror or type(error).__name__).lower()
    return Refused(
        f"PostgreSQL's program {program} cannot be started: {why}. Put the folder of Opsroom on a disk from which "
        f"programs may be run and let this account read and run it, install Opsroom again (`make clean run`), {ELSE}"
    )


def failed(program: Path, said: str) -> Refused:
    """A program of PostgreSQL that ended at once; its last line is the reason."""
    refuse_root_without_namespaces()
    lines = said.strip().splitlines()
    return Refused(
        f"The embedded PostgreSQL cannot run here: {program.name} said “{lines[-1] if lines else 'nothing'}”. "
        f"Mend that and start again, {ELSE}"
    )


def _unshare() -> str:
    found = shutil.which("unshare")
    if found is None:
        raise Refused(_no_root("the program unshare, with which it would enter a user namespace, is missing"))
    return found


def _no_root(why: str) -> str:
    return (
        f"The embedded PostgreSQL does not run as root, and {why}. Start Opsroom as another user: "
        "`useradd --create-home opsroom`, then `su - opsroom` and start it from a folder of that user; "
        f"{ELSE}"
    )
