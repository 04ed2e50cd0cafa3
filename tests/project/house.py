"""`opsroom run` as a process of a test, and a small browser for it; refuses to hide what the process said."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tests.project.conftest import wait_for

START_SECONDS = 180
SCRUBBED = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **extra: str) -> dict[str, str]:
    """This shell's, without anything that points at another instance."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPSROOM_") and k not in SCRUBBED}
    return kept | {"OPSROOM_HOME": str(folder), **extra}


def command(folder: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """One subcommand, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "opsroom.project.entry", *words],
        env=environment(folder, **extra),
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


@dataclass
class House:
    """One `opsroom run`; `lines` is what it has said so far."""

    folder: Path
    port: int = field(default_factory=free_port)
    lines: list[str] = field(default_factory=list)

    def start(self) -> House:
        # Whoever runs the tests may have told this signal off (nohup), which the house would inherit and obey.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "opsroom.project.entry", "run", "--empty"],
            env=environment(self.folder, OPSROOM_PORT=str(self.port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def ready(self) -> House:
        wait_for(
            lambda: self.said("Press Ctrl-C") or self.process.poll() is not None, "the start", START_SECONDS
        )
        assert self.process.poll() is None, self.lines
        return self

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def said(self, part: str) -> bool:
        return any(part in line for line in self.lines)

    @property
    def link(self) -> str:
        """The path of the printed sign-in link."""
        found = [re.search(r"(/sign-in/link/\S+)", line) for line in self.lines]
        return next(match[1] for match in found if match)

    def interrupt(self, number: int = signal.SIGINT) -> int:
        """As Ctrl-C at a terminal: the whole process group gets the signal. Returns the exit code."""
        os.killpg(self.process.pid, number)
        return self.process.wait(START_SECONDS)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def pids(self) -> list[int]:
        """The living processes of its group, the first one included."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[2]) == self.process.pid and fields[0] != "Z":
                    found.append(int(entry.name))
        return found

    def child(self, module: str) -> int:
        """The process that runs that module; 0 when there is none."""
        for pid in self.pids():
            try:
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
                parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if module in words and parent == self.process.pid:
                return pid
        return 0

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own: status, headers with lower-case names, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def sign_in(self, path: str) -> dict[str, str]:
        """Opens the one-time link as a browser would; returns the headers that carry the session."""
        _, headers, page = self.ask("GET", path)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, page[:500]
        cookie = headers["set-cookie"].split(";")[0]
        form = b"csrfmiddlewaretoken=" + token[1]
        sent = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        status, headers, page = self.ask(
            "POST", path, form, sent | {"Origin": f"http://127.0.0.1:{self.port}"}
        )
        assert status == 302, (status, page[:500])
        return {"Cookie": headers["set-cookie"].split(";")[0]}
