"""The embedded PostgreSQL: one server a data folder, shared by every command, stopped by the last; refuses to guess.

How to use it, also from tests:

    server = Server(Path(home))            # the folder is made, for its owner alone
    server.start()                         # -> "started" or "joined"; raises Refused with a sentence
    server.dsn("web", "opsroom")           # libpq string for a role: admin, owner, web, worker, reader
    server.stop()                          # -> "stopped" (we were the last) or "left running"

`admin` is the server's superuser (creates databases and roles). The roles owner, web, worker and reader exist
after `opsroom.project.database.roles.prepare(server.dsn("admin", "postgres"), ...)`. Passwords live in
<home>/secrets/db_<role>, mode 0600. The lease of a process ends with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from opsroom.kernel.values import limits
from opsroom.project import home as data_folder
from opsroom.project.database import processes
from opsroom.project.database.address import EMBEDDED_NAME, role_name, socket_folder
from opsroom.project.database.as_user import as_user, cannot_run, failed, refuse_root_without_namespaces
from opsroom.project.database.find_bin import find_bin, major_version
from opsroom.project.refused import Refused

ADMIN = "opsroom_admin"


class Server:
    """One data folder's server as seen by one process."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.data = self.home / "pg"
        self.sockets = socket_folder(self.home)
        self._lease: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._refuse_long_path()
        for folder in (self.home, self.sockets, self.home / "secrets"):
            data_folder.private_folder(folder)
        # PostgreSQL's processes report the real path, so symbolic links must be gone before comparing.
        self.data = self.data.resolve()

    def start(self) -> str:
        """Starts the server or joins the one that runs. Returns "started" or "joined"."""
        with self._starting():
            self._take_lease()
            try:
                if self.ready():
                    return "joined"
                self._ensure_cluster()
                self._start_with_back_off()
            except BaseException:
                self._give_up()
                raise
        return "started"

    def stop_if_unused(self) -> str:
        """As the last of a run that was killed: joins for a moment, so that the server ends unless others use it."""
        self._take_lease()
        return self.stop()

    def stop(self) -> str:
        """Gives our lease back and stops the server if nobody else holds one. "stopped" or "left running"."""
        if self._lease is None:
            return "left running"
        with self._starting():
            try:
                if not self._is_last():
                    return "left running"
                self._shut_down()
                return "stopped"
            finally:
                self._drop_lease()

    def _give_up(self) -> None:
        """A start that was cut off leaves no server of its own behind, not even one that has no number yet."""
        if self._child is not None and self._is_last():
            with contextlib.suppress(ProcessLookupError):
                self._child.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(limits.DATABASE_STOP_SECONDS)
        self._drop_lease()

    def dsn(self, role: str, dbname: str = EMBEDDED_NAME) -> str:
        """libpq connection string for a role: admin, owner, web, worker or reader."""
        user = ADMIN if role == "admin" else role_name(role)
        return make_conninfo(
            "", host=str(self.sockets), user=user, password=self._password(role), dbname=dbname
        )

    def ready(self) -> bool:
        """True when the server answers and really serves our data folder."""
        try:
            with psycopg.connect(
                self.dsn("admin", "postgres"), connect_timeout=limits.DATABASE_PROBE_SECONDS
            ) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and Path(str(row[0])).resolve() == self.data

    def _password(self, role: str) -> str:
        return data_folder.secret(f"db_{role}", self.home)

    def _refuse_long_path(self) -> None:
        length = len(os.fsencode(self.sockets))
        if length > limits.SOCKET_FOLDER_BYTES_MAX:
            raise Refused(
                f"The data folder's path is too long for a socket: {self.sockets} has {length} bytes, "
                f"{limits.SOCKET_FOLDER_BYTES_MAX} are possible. Set OPSROOM_HOME to a shorter path, "
                "or DATABASE_URL to a PostgreSQL server."
            )

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        """Held for seconds by flock: the kernel frees it when its holder dies, so it never goes stale."""
        handle = _open_lock(self.home / "start.lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _take_lease(self) -> None:
        if self._lease is None:
            self._lease = _open_lock(self.home / "users.lock")
            fcntl.flock(self._lease, fcntl.LOCK_SH)

    def _drop_lease(self) -> None:
        if self._lease is not None:
            os.close(self._lease)
            self._lease = None

    def _is_last(self) -> bool:
        assert self._lease is not None  # noqa: S101 - stop() returned already without one
        try:
            fcntl.flock(self._lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _ensure_cluster(self) -> None:
        """Makes the data folder on first use; refuses one of another major version."""
        version_file = self.data / "PG_VERSION"
        binaries = find_bin()
        if not version_file.exists():
            self._make_cluster(binaries)
            return
        stored, ours = version_file.read_text(encoding="ascii").strip(), major_version(binaries)
        if stored != str(ours):
            raise Refused(
                f"The data in {self.data} was written by PostgreSQL {stored}; this Opsroom brings {ours}. "
                f"Start the Opsroom version that wrote it and move the data with pg_dump, or run a "
                f"PostgreSQL {stored} server on it and set DATABASE_URL."
            )

    def _make_cluster(self, binaries: Path) -> None:
        """In a temporary folder, then renamed: a killed initdb leaves no half cluster behind."""
        draft = self.home / "pg.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._refuse_full_disk(limits.DATABASE_FIRST_BYTES_MIN)
        self._password("admin")
        command: list[str | Path] = [
            binaries / "initdb", "-D", draft, "-U", ADMIN, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums",
            "--auth=scram-sha-256", f"--pwfile={data_folder.secret_file('db_admin', self.home)}",
        ]  # fmt: skip
        try:
            answer = subprocess.run(as_user(command), check=False, capture_output=True, text=True, cwd="/")  # noqa: S603 - our own programs
        except OSError as error:
            raise cannot_run(binaries / "initdb", error) from error
        if answer.returncode != 0:
            raise failed(binaries / "initdb", answer.stderr)
        draft.rename(self.data)

    def _refuse_full_disk(self, wanted: int) -> None:
        sentence = data_folder.full_disk(self.home, wanted)
        if sentence is not None:
            raise Refused(sentence)

    def _start_with_back_off(self) -> None:
        """An orphan of a killed server may hold the data for seconds; a server that ends with none there will not
        come, however long one waits."""
        deadline = time.monotonic() + limits.DATABASE_START_SECONDS
        wait = limits.DATABASE_START_RETRY_SECONDS
        ended_alone = 0
        while time.monotonic() < deadline and ended_alone < limits.DATABASE_STARTS_COUNT_MAX:
            self._reap()
            processes.quit_orphans(self.data)
            processes.set_stranger_aside(self.data)
            if processes.living_postmaster(self.data) is None:
                self._launch()
            if self._wait_until_ready(deadline):
                self._assert_durable()
                return
            ended_alone += not processes.postgres_in(self.data)
            refuse_root_without_namespaces()
            time.sleep(wait)
            wait = min(wait * 2, limits.DATABASE_START_RETRY_SECONDS_MAX)
        self._refuse_full_disk(limits.DATABASE_ROOM_BYTES_MIN)
        raise Refused(
            f"PostgreSQL did not start; the reason stands at the end of {self.home / 'pg.log'}: "
            f"“{_last_line(self.home / 'pg.log')}”. Mend that and start again. The data is untouched."
        )

    def _launch(self) -> None:
        """In a session of its own, so that Ctrl-C at our terminal does not reach it before we are done."""
        log_path = self.home / "pg.log"
        command: list[str | Path] = [find_bin() / "postgres", "-D", self.data, "-k", self.sockets, "-h", ""]
        options = (
            "unix_socket_permissions=0700",
            "max_connections=100",
            "log_min_error_statement=panic",
            "log_timezone=UTC",
            "timezone=UTC",
        )
        for option in options:
            command += ["-c", option]
        handle = os.open(log_path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, data_folder.FILE_MODE)
        with os.fdopen(handle, "ab") as log, _uninterrupted():
            try:
                self._child = subprocess.Popen(  # noqa: S603 - our own programs
                    as_user(command),
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                    cwd="/",
                )
            except OSError as error:
                raise cannot_run(Path(command[0]), error) from error

    def _wait_until_ready(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.ready():
                return True
            if self._reap():
                return False
            if self._child is None and processes.living_postmaster(self.data) is None:
                return False
            time.sleep(limits.DATABASE_START_RETRY_SECONDS)
        return False

    def _reap(self) -> bool:
        """Waits for our own dead child: unreaped, its number counts as living and blocks the next start."""
        if self._child is None or self._child.poll() is None:
            return False
        self._child = None
        return True

    def _assert_durable(self) -> None:
        """A server that may lose acknowledged work is refused, whatever its configuration file says."""
        wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}
        with psycopg.connect(self.dsn("admin", "postgres")) as connection:
            rows = connection.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)]
            ).fetchall()
        wrong = [f"{name} = {setting}" for name, setting in rows if wanted[name] != setting]
        if wrong:
            self._shut_down()
            raise Refused(
                f"PostgreSQL is set to {', '.join(wrong)} and could lose work after a crash. "
                f"Remove that from {self.data / 'postgresql.conf'}."
            )

    def _shut_down(self) -> None:
        postmaster = processes.living_postmaster(self.data)
        if postmaster is None:
            return
        os.kill(postmaster, signal.SIGINT)
        deadline = time.monotonic() + limits.DATABASE_STOP_SECONDS
        while processes.living_postmaster(self.data) is not None and time.monotonic() < deadline:
            self._reap()
            time.sleep(limits.DATABASE_STOP_POLL_SECONDS)
        self._reap()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the new process has a name here, or nobody could stop it. PostgreSQL sets its own mask."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, data_folder.FILE_MODE)


def _last_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return "the file is missing"
    return lines[-1] if lines else "the file is empty"
