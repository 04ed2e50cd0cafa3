"""The fixtures of browser tests: a real server, a real chromium, a signed-in page; refuses pages with silent faults."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from tests.browser.checks import RESULTS
from tests.database import ROOT, Cluster, Database
from tests.factories import Shop, sign_in_path
from tests.factories import shop as make_shop

# The one that never had a window first: the same engine for two thirds of the processor's time.
CHROMIUMS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
)  # fmt: skip
SERVER_START_SECONDS = 40
PAGE_WAIT_MILLISECONDS = 10_000
# A process that imitates graphics hardware, and pages drawn by it, take twice the time of pages drawn without.
WITHOUT_GPU = ("--disable-gpu", "--disable-gpu-rasterization", "--in-process-gpu")
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SERVE = "from opsroom.project.serve import serve; serve()"
WORK = "from opsroom.project.entry import main; import sys; sys.argv[1:] = ['worker']; main()"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Live:
    """A process of ours at work on this worker's database."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _start(code: str, role: str, cluster: Cluster, database: Database, folder: Path, port: int = 0) -> Live:
    log = folder / f"{role}.log"
    environment = cluster.environment(database.name) | {
        "OPSROOM_DB_ROLE": role,
        "OPSROOM_BIND": "127.0.0.1",
        "OPSROOM_PARENT": str(os.getpid()),
    }
    if port:
        environment["OPSROOM_PORT"] = str(port)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
    return Live(f"http://127.0.0.1:{port}", log, process)


def _wait_until_up(live: Live) -> None:
    end = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < end:
        if live.process.poll() is not None:
            raise RuntimeError(f"The server ended while starting:\n{live.log_text()}")
        try:
            with urllib.request.urlopen(f"{live.url}/health", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer within {SERVER_START_SECONDS} s:\n{live.log_text()}")


@pytest.fixture(scope="session")
def _server(
    cluster: Cluster, test_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    live = _start(SERVE, "web", cluster, test_database, tmp_path_factory.mktemp("server"), _free_port())
    try:
        _wait_until_up(live)
        yield live
    finally:
        live.stop()


@pytest.fixture
def live(_server: Live, committed_db: Database) -> Live:
    """The web server as it really runs, on a free port, against this worker's database."""
    return _server


@pytest.fixture
def live_worker(cluster: Cluster, committed_db: Database, tmp_path: Path) -> Iterator[Live]:
    """A real job worker beside the server, for as long as the test runs."""
    worker = _start(WORK, "worker", cluster, committed_db, tmp_path)
    yield worker
    ended = worker.process.poll()
    worker.stop()
    assert ended is None, f"The worker ended by itself:\n{worker.log_text()}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, or any other that is found; nothing is downloaded."""
    path = os.environ.get("OPSROOM_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.skip("No chromium was found: install Debian's package chromium or set OPSROOM_CHROMIUM.")
    # Playwright keeps an event loop in this thread; Django would refuse every query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", *WITHOUT_GPU],
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def shop(live: Live) -> Shop:
    """The company behind the page. A test module may define its own `shop`; it needs `company_id` and `person`."""
    return make_shop()


@dataclass(slots=True)
class PageFaults:
    """What went wrong in the browser meanwhile; must be empty in the end. Take out what was provoked on purpose."""

    found: list[str] = field(default_factory=list)

    def forgive(self, part: str) -> None:
        """Takes out the faults that contain the text; there must be one."""
        kept = [fault for fault in self.found if part not in fault]
        assert len(kept) < len(self.found), f"no fault contains {part!r}: {self.found}"
        self.found = kept

    def watch(self, page: Page) -> None:
        def on_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.found.append(
                    f"console {message.type}: {message.text} ({message.location.get('url', '')})"
                )

        def on_failed(request: Request) -> None:
            # A page that is left drops its event stream and what it was still fetching.
            if request.failure and "ERR_ABORTED" not in request.failure:
                self.found.append(f"request failed: {request.url} {request.failure}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("requestfailed", on_failed)


@pytest.fixture
def page_faults() -> Iterator[PageFaults]:
    """Console errors and warnings, script errors, failed requests, CSP violations of all pages of this test."""
    faults = PageFaults()
    yield faults
    assert faults.found == []


def _signed_in(live: Live, company_id: int, person: int) -> list[Any]:
    """The cookies of a person who came by a sign-in link; what its page looks like is judged where the door is."""
    client, path = Client(), sign_in_path(company_id, person)
    client.get(path)
    assert client.post(path).status_code == 302
    return [{"name": name, "value": one.value, "url": live.url} for name, one in client.cookies.items()]


@pytest.fixture
def open_page(
    browser: Browser, live: Live, page_faults: PageFaults, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """open_page(role="warehouse", phone=True, dark=True) -> a page of its own session; role=None: not signed in."""
    contexts: list[Any] = []

    def open_one(role: str | None = "manager", *, phone: bool = False, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=live.url,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        contexts.append(context)
        context.set_default_timeout(PAGE_WAIT_MILLISECONDS)
        page: Page = context.new_page()
        page_faults.watch(page)
        if role is not None:
            found = request.getfixturevalue("shop")
            context.add_cookies(_signed_in(live, found.company_id, found.person(role)))
            seen = context.request.get("/palette", max_redirects=0)
            assert seen.status == 200, "signed in, or else every page would be the door's"
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """One page, by default a manager's at 1440 x 900 in light; see the marker `page`."""
    marker = request.node.get_closest_marker("page")
    return open_page(**(marker.kwargs if marker else {}))


@pytest.fixture(scope="session", autouse=True)
def _results() -> None:
    RESULTS.mkdir(exist_ok=True)
