"""Reads /proc to tell our PostgreSQL processes from strangers; signals only what is provably ours."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


def postgres_in(data: Path) -> list[int]:
    """Living processes whose working folder is the data folder and whose program is postgres."""
    wanted = str(data)
    return [
        pid
        for pid in (int(name) for name in os.listdir("/proc") if name.isdigit())
        if _link(pid, "cwd") == wanted
        and Path(_link(pid, "exe").removesuffix(" (deleted)")).name == "postgres"
    ]


def postmaster_pid(data: Path) -> int | None:
    """The process named by postmaster.pid, living or not; None without a readable file."""
    try:
        # Bytes: the file's next line is the folder's path, in whatever letters it is written.
        return int((data / "postmaster.pid").read_bytes().split(b"\n", 1)[0])
    except (OSError, ValueError):
        return None


def living_postmaster(data: Path) -> int | None:
    """The postmaster of that data folder, if it lives."""
    pid = postmaster_pid(data)
    return pid if pid is not None and pid in postgres_in(data) else None


def alive(pid: int) -> bool:
    """True while a process of that number exists and is not a dead child waiting to be reaped."""
    try:
        state = (
            Path(f"/proc/{pid}/stat")
            .read_text(encoding="ascii", errors="replace")
            .rpartition(")")[2]
            .split()[0]
        )
    except OSError:
        return False
    return state not in ("Z", "X")


def quit_orphans(data: Path) -> int:
    """Ends backends whose postmaster died: they hold the shared memory that a new one needs. Returns how many."""
    if living_postmaster(data) is not None:
        return 0
    orphans = postgres_in(data)
    for pid in orphans:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
    return len(orphans)


def set_stranger_aside(data: Path) -> bool:
    """After a reboot the old number may belong to a stranger, and PostgreSQL would refuse for good.

    Renames the file (never deletes it) when the living process it names is not postgres in this folder
    and no postgres runs here. Returns whether it did."""
    pid = postmaster_pid(data)
    if pid is None or not alive(pid) or postgres_in(data):
        return False
    (data / "postmaster.pid").rename(data / f"postmaster.pid.stranger-{pid}")
    return True


def _link(pid: int, what: str) -> str:
    try:
        return os.readlink(f"/proc/{pid}/{what}")
    except OSError:
        return ""
