"""Child processes of `opsroom run`: started, watched, started again with back-off, stopped in order; never detached."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from opsroom.kernel.values import limits
from opsroom.project.home import FILE_MODE

PARENT = "OPSROOM_PARENT"


@dataclass(slots=True)
class Child:
    """One module kept running. Its log stands in `log`, it inherits the handle `held`; `wait` is the present back-off
    and `patience` how long it may take to end, in seconds."""

    name: str
    module: str
    log: Path
    held: int
    environment: dict[str, str] = field(default_factory=dict)
    patience: float = limits.CHILD_STOP_SECONDS
    wait: float = limits.CHILD_RESTART_SECONDS
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """In our process group, so that the terminal sees one job; Ctrl-C is ours to pass on."""
        _keep_small(self.log)
        handle = os.open(self.log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, FILE_MODE)
        with os.fdopen(handle, "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", self.module],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment, PARENT: str(os.getpid())},
                pass_fds=(self.held,),
            )
        self.began = time.monotonic()

    def watch(self) -> str | None:
        """Starts a died child again when its back-off is over. Returns a sentence when it has just died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        if now - self.began > limits.CHILD_STEADY_SECONDS:
            self.wait = limits.CHILD_RESTART_SECONDS
        self.process, self.due = None, now + self.wait
        ending = f"The {self.name} process ended ({_ending(code)}); it starts again in {self.wait:g} s."
        self.wait = min(self.wait * 2, limits.CHILD_RESTART_SECONDS_MAX)
        return f"{ending} Its log is {self.log}"

    def ask_to_stop(self) -> None:
        """Asks it to end; nothing where it does not run."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """Waits for its end, and ends it when its patience is over."""
        if self.process is None:
            return
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def stop_all(children: list[Child]) -> None:
    """All at once: none waits for the other."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.end()


def is_child() -> bool:
    """True in a process that `opsroom run` started: the database is its parent's business."""
    return PARENT in os.environ


def live_with_parent() -> None:
    """For a child: Ctrl-C and the end of the terminal are the parent's to pass on, and an end of the parent, even by
    kill -9, is our end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # By the number it was told, not by getppid(): the parent may have died while this process was loading.
    live_with(int(os.environ[PARENT]))


def is_orphan() -> bool:
    """True in a child whose `opsroom run` is gone."""
    return os.getppid() != int(os.environ[PARENT])


def live_with(parent: int) -> None:
    """Asks this process to end once that one is no longer its parent, and ends it when that takes too long."""
    threading.Thread(target=_until_orphaned, args=(parent,), daemon=True).start()


def _until_orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(limits.CHILD_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(limits.CHILD_STOP_SECONDS)
    os._exit(1)


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def _keep_small(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > limits.LOG_FILE_BYTES_MAX:
            log.replace(log.with_suffix(".log.1"))
