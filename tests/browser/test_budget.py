"""What Today may weigh: bytes and requests as the browser counts them, from the server with its collected files."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests import factories
from tests.browser.conftest import Live, _free_port, _start, _wait_until_up
from tests.database import Cluster, Database
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.interfaces.web.assets import build
from opsroom.workflows.accept_orders import accept_orders

TODAY_BYTES_MAX = 60 * 1024
TODAY_REQUESTS_MAX = 8
OWN_SCRIPT_BYTES_MAX = 20 * 1024
# Before it serves, the process collects the files as `opsroom run` does: hashed names, compressed once.
SERVE = """
import os
os.environ["OPSROOM_STATIC"] = "collected"
from opsroom.project.static_files import collect_if_needed
collect_if_needed()
from opsroom.project.serve import serve
serve()
"""


@dataclass(slots=True)
class Shop:
    """A company with twelve orders: eight ready, four short of stock."""

    company_id: int
    people: dict[str, int] = field(default_factory=dict)

    def person(self, role: str) -> int:
        if role not in self.people:
            self.people[role] = factories.user(role, self.company_id)
        return self.people[role]


@pytest.fixture(scope="module")
def _collected(
    cluster: Cluster, test_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("collected")
    server = _start(SERVE, "web", cluster, test_database, folder, _free_port())
    try:
        _wait_until_up(server)
        yield server
    finally:
        server.stop()


@pytest.fixture
def live(_collected: Live, committed_db: Database) -> Live:
    """The server as `opsroom run` starts it, with collected files."""
    return _collected


@pytest.fixture
def shop(live: Live) -> Shop:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=8)
    rows = [order(n, line("MUG", 1, "23.80", 380), total=2870) for n in range(1, 13)]
    accept_orders(demo, channel, rows, mode="live")
    return Shop(company)


def transfers(page: Page, path: str) -> dict[str, int]:
    """Bytes over the wire by address, headers included, as chromium's own network log counts them."""
    session = page.context.new_cdp_session(page)
    asked: dict[str, str] = {}
    weighed: dict[str, int] = {}

    def sent(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in asked:  # what the page before still had under way does not count
            weighed[asked[event["requestId"]]] = int(event["encodedDataLength"])

    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    page.goto(path)
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)  # the stream and the sprite are asked for after the page stands
    # The stream never finishes: it counts as a request of the bytes of its headers.
    return {url: weighed.get(url, 0) for url in asked.values()}


def test_today_weighs_at_most_60_KB_in_8_requests(page: Page, live: Live) -> None:
    weighed = transfers(page, "/")
    assert f"{live.url}/" in weighed
    assert f"{live.url}/events" in weighed
    assert len(weighed) <= TODAY_REQUESTS_MAX, list(weighed)
    assert sum(weighed.values()) <= TODAY_BYTES_MAX, weighed


def test_our_own_script_is_at_most_20_KB_compressed(tmp_path: Path) -> None:
    build(tmp_path)
    assert len(gzip.compress((tmp_path / "app.js").read_bytes(), 9)) <= OWN_SCRIPT_BYTES_MAX


def _answer(live: Live, path: str, cookie: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(live.url).netloc, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
    answer = connection.getresponse()
    found = answer.status, answer.headers.get("Content-Encoding", "")
    connection.close()
    return found


def test_pages_go_out_compressed_and_the_stream_does_not(page: Page, live: Live) -> None:
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    assert _answer(live, "/", cookie) == (200, "gzip")
    assert _answer(live, "/orders", cookie) == (200, "gzip")
    # A compressor would hold small events back until its window is full.
    assert _answer(live, "/events", cookie) == (200, "identity")


def test_the_token_in_a_page_is_masked_anew_each_time(page: Page) -> None:
    read = "JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']"
    tokens = set()
    for _ in range(3):
        page.goto("/")
        tokens.add(page.evaluate(read))
    assert len(tokens) == 3
