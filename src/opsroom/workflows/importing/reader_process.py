"""One reader at work on one file, asked for at the clean process that forks it; refuses to outlive its work (U3)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import IO, Any

from opsroom.kernel.values.limits import PARSE_WALL_SECONDS_MAX

# As after a kill: whoever could have told how it ended was killed as well.
NOBODY_TOLD = -signal.SIGKILL
_hosts: dict[tuple[int, str], Host] = {}
_turn = threading.Lock()


@dataclass(slots=True)
class Host:
    """The clean process, and our end of the line on which it takes requests."""

    process: subprocess.Popen[bytes]
    line: socket.socket

    @classmethod
    def start(cls, module: str) -> Host:
        """It gets nothing of ours: no environment, no handle but its line."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-I", "-m", module],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                env={"LANG": "C.UTF-8", "TZ": "UTC"},
            )
        return cls(process, ours)

    def end(self) -> str:
        """Ends it; returns what it said last."""
        self.line.close()
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None  # noqa: S101 - asked for above
        with self.process.stderr as said:
            os.set_blocking(said.fileno(), False)  # readers of other threads may still hold it
            return (said.read() or b"").decode("utf-8", "replace")


@dataclass(slots=True)
class Reader:
    """`answer` and `said` are what it writes; `returncode` is None until it was waited for, below zero for a signal."""

    number: int
    answer: IO[bytes]
    said: IO[bytes]
    _line: socket.socket
    _told: IO[bytes]
    returncode: int | None = None
    _ends: threading.Lock = field(default_factory=threading.Lock)

    def kill(self) -> None:
        """Ends it at once, from any thread; nothing where it has ended."""
        with self._ends:
            if self.returncode is None:
                os.kill(self.number, signal.SIGKILL)

    def wait(self) -> None:
        """Until it has ended; its number is free for others from then on."""
        told = self._told.readline() if self.returncode is None else b""
        with self._ends:
            if self.returncode is None:
                self.returncode = int(told) if told else NOBODY_TOLD
                self._told.close()
                self._line.close()


class NoReader(Exception):
    """The clean process cannot be started or ended; `args[0]` is what it said."""


def start_reader(module: str, file: int, request: dict[str, Any]) -> Reader:
    """A reader for the opened file. A clean process that was killed is started again once; raises NoReader."""
    try:
        return _ask(_host(module), file, request)
    except OSError:
        _forget(module)
    try:
        return _ask(_host(module), file, request)
    except OSError as error:
        raise NoReader(_forget(module)) from error


def _host(module: str) -> Host:
    """That of this process: after a fork the line belongs to the other one."""
    with _turn:
        key = os.getpid(), module
        if key not in _hosts:
            _hosts[key] = Host.start(module)
        return _hosts[key]


def _forget(module: str) -> str:
    with _turn:
        host = _hosts.pop((os.getpid(), module), None)
    return host.end() if host is not None else ""


def _ask(host: Host, file: int, request: dict[str, Any]) -> Reader:
    ours, theirs = socket.socketpair()
    answer, answers = os.pipe()
    said, says = os.pipe()
    with contextlib.ExitStack() as unless_it_reads:
        unless_it_reads.callback(ours.close)
        unless_it_reads.callback(os.close, answer)
        unless_it_reads.callback(os.close, said)
        try:
            with _turn:
                socket.send_fds(host.line, [b"r"], [theirs.fileno(), file, answers, says])
        finally:
            theirs.close()
            os.close(answers)
            os.close(says)
        ours.settimeout(PARSE_WALL_SECONDS_MAX)
        ours.sendall(f"{json.dumps(request)}\n".encode())
        told = ours.makefile("rb")
        number = told.readline()
        if not number:
            raise ConnectionResetError("the clean process ended")
        ours.settimeout(None)
        unless_it_reads.pop_all()
    return Reader(int(number), os.fdopen(answer, "rb"), os.fdopen(said, "rb"), ours, told)
