"""`opsroom run`: database, web and worker as one job, until Ctrl-C; refuses a second run on one data folder."""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from opsroom.kernel.values import limits
from opsroom.project import gate, home, run_lock, static_files
from opsroom.project.children import Child, stop_all
from opsroom.project.exposure import Exposure, exposure
from opsroom.project.refused import Refused
from opsroom.project.who_answers import Answer, who_answers

if TYPE_CHECKING:
    from opsroom.project.database.supervisor import Server

Say = Callable[[str], None]


@dataclass(slots=True)
class Run:
    """One run of this instance. `say` prints a line for the person at the terminal."""

    say: Say
    empty: bool
    stopping: bool = False
    starting: bool = False

    def run(self) -> None:
        """From nothing to a served page, then watches until stopped."""
        folder = home.private_folder(home.home())
        with run_lock.only_run(folder) as lock, self._signals(), gate.closed(folder):
            try:
                self.starting = True  # waiting for leftovers can be cut off, too
                with run_lock.after_leftovers(folder, self.say) as held:
                    self._run(exposure(), lock, held)
            except KeyboardInterrupt:
                self.say("The start was cut off; nothing is half done. The next `opsroom run` completes it.")

    def _run(self, reach: Exposure, lock: Path, held: int) -> None:
        if self.stopping:
            return
        port = free_port(reach)
        web, worker = self._children(port, held)
        server = None
        try:
            if static_files.are_current() and home.known_secret("db_web") is not None:
                # A warm start: the web process loads while the database starts, and waits at the gate.
                web.start()
            from opsroom.project.database.prepare import prepare  # lazy: heavy

            server = prepare()
            if static_files.collect_if_needed():
                self.say("Styles and scripts are ready.")
            if not self.stopping:
                self._serve(server, reach, port, lock, [web, worker])
        finally:
            self.starting = False
            stop_all([web, worker])
            if server is not None:
                stopped = server.stop() == "stopped"
                self.say("The database is stopped." if stopped else "The database stays: it is in use.")

    def _children(self, port: int, held: int) -> tuple[Child, Child]:
        logs = home.private_folder(home.home() / "logs")
        told = {"OPSROOM_PORT": str(port), "OPSROOM_STATIC": "collected", **gate.told(home.home())}
        # Until it was served nobody waits for an answer, so nothing is lost by ending it.
        brief = limits.CHILD_LOADING_STOP_SECONDS
        return (
            Child("web", "opsroom.project.serve", logs / "web.log", held, told, patience=brief),
            Child("worker", "opsroom.project.work", logs / "worker.log", held),
        )

    def _serve(
        self, server: Server | None, reach: Exposure, port: int, lock: Path, children: list[Child]
    ) -> None:
        web, worker = children
        address = reach.public_origin or f"http://{host_of(reach.bind)}:{port}"
        lock.write_text(address, encoding="utf-8")
        gate.open_for_all(home.home())
        if web.process is None:
            # The web server starts while this process gets Django ready for the sign-in link.
            web.start()
        link = self._first_steps()
        self.starting = False
        wait_until_served(reach, port, web, lambda: self.stopping)
        if self.stopping:
            return  # an address that ends this moment helps nobody
        web.patience = limits.CHILD_STOP_SECONDS
        worker.start()
        self.say(f"Opsroom is at {address}")
        self.say(f"Sign in once with {address}{link}")
        self.say("Press Ctrl-C to stop.")
        self._watch(server, children)

    def _first_steps(self) -> str:
        """The demo shop on a first start, and a link to sign in with."""
        from opsroom.project import instance  # lazy: heavy

        instance.set_up("worker")
        from opsroom.project.first_start import first_start  # lazy: heavy
        from opsroom.project.sign_in_link import sign_in_path  # lazy: heavy

        try:
            made = first_start(demo=not self.empty, say=self.say)
            if made:
                self.say(made)
            return sign_in_path()
        finally:
            instance.close_connections()

    def _watch(self, server: Server | None, children: list[Child]) -> None:
        from opsroom.project.database import processes  # lazy: heavy

        while not self.stopping:
            for child in children:
                sentence = child.watch()
                if sentence:
                    self.say(sentence)
            if server is not None and processes.living_postmaster(server.data) is None and not self.stopping:
                self.say("The database ended unexpectedly; it starts again.")
                server.start()
            time.sleep(limits.CHILD_WATCH_SECONDS)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Ctrl-C, SIGTERM and a closed terminal ask for a stop, and cut a start off; a second one changes nothing, so
        that the order is kept. Under nohup the end of the terminal stays without effect."""

        def ask(number: int, frame: FrameType | None) -> None:
            if not self.stopping:
                self.stopping = True
                self.say("Stopping.")
                if self.starting:
                    self.starting = False
                    raise KeyboardInterrupt

        asking = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            asking.append(signal.SIGHUP)
        before = {number: signal.signal(number, ask) for number in asking}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def free_port(reach: Exposure) -> int:
    """The wished port, or the next that nobody listens on."""
    family = socket.AF_INET6 if ":" in reach.bind else socket.AF_INET
    for port in range(reach.port, min(reach.port + limits.PORTS_TRIED_COUNT_MAX, 65536)):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((reach.bind, port))
            except OSError:
                continue
            return port
    raise Refused(
        f"The ports {reach.port} to {reach.port + limits.PORTS_TRIED_COUNT_MAX - 1} are all taken. "
        "Set OPSROOM_PORT to a free one."
    )


def wait_until_served(reach: Exposure, port: int, web: Child, stopping: Callable[[], bool]) -> None:
    """Until our /health answers; raises Refused when the web process ends or takes longer than WEB_START_SECONDS."""
    deadline = time.monotonic() + limits.WEB_START_SECONDS
    while time.monotonic() < deadline and not stopping():
        if web.process is not None and web.process.poll() is not None:
            raise Refused(f"The web server ended at its start. The reason stands at the end of {web.log}")
        if who_answers(reach, port) is Answer.OURS:
            return
        time.sleep(limits.DATABASE_START_RETRY_SECONDS)
    if not stopping():
        raise Refused(
            f"The web server did not answer within {limits.WEB_START_SECONDS} s. Its log is {web.log}"
        )


def host_of(bind: str) -> str:
    """As it stands in an address."""
    return f"[{bind}]" if ":" in bind else bind
