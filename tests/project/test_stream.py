"""Listens to the event stream of a real server: topics arrive, nothing else does, and it ends with its session."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from tests.project.conftest import wait_for
from tests.project.house import House

from opsroom.kernel.values import limits
from opsroom.project.database.supervisor import Server
from opsroom.project.stream.hub import Hub

pytestmark = pytest.mark.xdist_group("house")


class Stream:
    """One open event stream; reads with a time limit, so that silence is an answer too."""

    def __init__(self, house: House, session: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
        self.connection.request("GET", "/events", headers=session)
        self.answer = self.connection.getresponse()

    def until(self, part: bytes) -> bytes:
        read = b""
        while part not in read:
            more = self.answer.read1(4096)
            if not more:
                raise EOFError(read)
            read += more
        return read

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def wake(house: House) -> Iterator[psycopg.Connection]:
    with psycopg.connect(Server(house.folder).dsn("web"), autocommit=True) as connection:
        yield connection


def listening(wake: psycopg.Connection) -> bool:
    return (
        wake.execute(
            "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND state = 'idle'"
        ).fetchone()
        is not None
    )


def test_a_topic_arrives_by_name_alone(
    house: House, session: dict[str, str], wake: psycopg.Connection
) -> None:
    stream = Stream(house, session)
    assert stream.answer.status == 200
    assert stream.answer.getheader("Content-Type") == "text/event-stream"
    assert stream.answer.getheader("Content-Encoding") == "identity"
    assert b"retry: 3000" in stream.until(b": open\n\n")
    wait_for(lambda: listening(wake), "the LISTEN connection")

    wake.execute("SELECT pg_notify('opsroom', 'orders')")

    assert stream.until(b"orders").rpartition(b"event:")[2] == b" orders\ndata: 1\n\n"
    stream.close()


def test_names_nobody_knows_are_dropped(
    house: House, session: dict[str, str], wake: psycopg.Connection
) -> None:
    stream = Stream(house, session)
    stream.until(b": open\n\n")
    wait_for(lambda: listening(wake), "the LISTEN connection")

    wake.execute("SELECT pg_notify('opsroom', 'Marta Example')")
    wake.execute("SELECT pg_notify('opsroom', 'stock')")

    assert stream.until(b"stock") == b"event: stock\ndata: 1\n\n"
    stream.close()


def test_A1_a_stranger_gets_no_stream(house: House) -> None:
    status, headers, _ = house.ask("GET", "/events")

    assert status == 302
    assert headers["location"].startswith("/sign-in")


def test_L2_an_eleventh_stream_of_one_person_is_refused(house: House, session: dict[str, str]) -> None:
    streams = [Stream(house, session) for _ in range(limits.STREAMS_PER_PERSON_COUNT)]
    for stream in streams:
        stream.until(b": open\n\n")

    status, headers, body = house.ask("GET", "/events", None, session)

    assert status == 429
    assert headers["retry-after"] == "20"
    assert body == b"10 live pages are open already. Close one, then reload this one.\n"
    # Pages still open: the streams hold no connection of the pool.
    assert house.ask("GET", "/health")[0] == 200
    for stream in streams:
        stream.close()
    wait_for(lambda: house.ask("GET", "/health")[0] == 200, "a page after the streams")


def test_A4_a_stream_ends_within_30_seconds_of_its_session(
    house: House, session: dict[str, str], wake: psycopg.Connection
) -> None:
    stream = Stream(house, session)
    stream.until(b": open\n\n")
    key = session["Cookie"].partition("=")[2]
    row = wake.execute("SELECT session_key FROM django_session WHERE session_key = %s", [key]).fetchone()
    assert row is not None

    began = time.monotonic()
    kept = wake.execute(
        "DELETE FROM django_session WHERE session_key = %s RETURNING session_data, expire_date", [key]
    ).fetchone()
    try:
        with pytest.raises(EOFError):
            stream.until(b"never said")
        assert time.monotonic() - began < 30
    finally:
        assert kept is not None
        wake.execute("INSERT INTO django_session VALUES (%s, %s, %s)", [key, *kept])


def test_a_hub_without_a_connection_asks_for_new_events_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a pooler NOTIFY never arrives: a new event must stir the page all the same."""
    latest = iter([7, 7, 8, 8, 8])
    monkeypatch.setattr("opsroom.project.stream.hub._latest_event", lambda: next(latest, 8))
    monkeypatch.setattr("opsroom.kernel.values.limits.STREAM_POLL_SECONDS", 0.01)
    monkeypatch.setattr("opsroom.project.stream.hub.address", _nobody_there)

    async def story() -> list[list[str]]:
        hub = Hub()
        listener = hub.join("key", 1)
        assert listener is not None
        heard = []
        for _ in range(2):
            await asyncio.wait_for(listener.stir.wait(), 5)
            heard.append(listener.take())
        await hub.close()
        assert listener.ended
        return heard

    with ThreadPoolExecutor(1) as aside:  # a browser test before may have left its loop in this thread
        first, second = aside.submit(asyncio.run, story()).result()
    assert "orders" in first
    assert second == first


def _nobody_there(role: str) -> object:
    class Nowhere:
        def dsn(self, name: str | None = None) -> str:
            return f"host={Path('/nowhere')} dbname=none connect_timeout=1"

    return Nowhere()
