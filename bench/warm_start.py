"""Measures how long `opsroom run` takes to its first page, warm; prints it beside loading the program alone.

`python bench/warm_start.py [rounds]`. The limit is what any start must pay: importing the web application once.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
ALLOWED_SECONDS = 5.0
WAIT_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_page(environment: dict[str, str], port: int) -> float:
    """Seconds from the command to a served sign-in page; then stops it."""
    began = time.perf_counter()
    run = subprocess.Popen(
        [sys.executable, "-m", "opsroom.project.entry", "run", "--empty"],
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - began < WAIT_SECONDS and run.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
            try:
                connection.request("GET", "/sign-in")
                if connection.getresponse().status == 200:
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.01)
            finally:
                connection.close()
        raise TimeoutError("no page")
    finally:
        run.send_signal(signal.SIGINT)
        run.wait()


def loading(environment: dict[str, str]) -> float:
    """Seconds to load the web application in a process of its own."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import opsroom.project.asgi"], env=environment, check=True)
    return time.perf_counter() - began


def main() -> int:
    """0 when the median warm start is within ALLOWED_SECONDS."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory(prefix="ops-") as folder:
        Path(folder).chmod(0o700)
        port = free_port()
        environment = {**os.environ, "OPSROOM_HOME": folder, "OPSROOM_PORT": str(port)}
        # As the Makefile starts it: with compiled modules kept, or each process compiles a thousand files.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        print(f"cold start: {first_page(environment, port):.2f} s")
        pairs = [(loading(environment), first_page(environment, port)) for _ in range(rounds)]
    limit = sorted(pair[0] for pair in pairs)[rounds // 2]
    warm = sorted(pair[1] for pair in pairs)[rounds // 2]
    print(
        f"loading alone: {limit:.2f} s; warm start to the first page: {warm:.2f} s, {warm / limit:.2f} times that"
    )
    return 0 if warm <= ALLOWED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
