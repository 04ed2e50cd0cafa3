"""Checks what is found by name and what is told when a page breaks: connectors, commands, busy database."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from opsroom.ports import registry
from opsroom.project import faults, static_files, wiring
from opsroom.project.edge.request_line import printable_path
from opsroom.project.logs import KEYS, keep_allowed, shorten_error

HELP = """
import sys, json
from opsroom.project.entry import application
names = [command.name for command in application().registered_commands]
print(json.dumps([names, sorted({"django", "granian", "procrastinate"} & set(sys.modules))]))
"""


def test_commands_are_found_without_loading_what_only_their_work_needs() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], check=True, capture_output=True, text=True)

    names, heavy = json.loads(done.stdout)
    assert {"run", "worker", "sign-in-link", "doctor"} <= set(names)
    assert heavy == []


def test_connectors_are_registered_once_however_often_they_are_looked_for() -> None:
    wiring.connect()
    first = registry.all()
    wiring.connect()

    assert registry.all() == first
    assert {"csv_files", "shopify", "woocommerce"} <= {manifest.name for manifest in first}


@pytest.mark.parametrize(
    "cause",
    [
        PoolTimeout("no connection"),
        psycopg.errors.QueryCanceled("statement timeout"),
        psycopg.errors.LockNotAvailable("lock timeout"),
    ],
)
def test_L1_a_busy_database_is_503_with_a_time_to_come_back(cause: Exception) -> None:
    request = RequestFactory().get("/orders")
    try:
        try:
            raise cause
        except Exception as error:
            raise OperationalError from error
    except OperationalError:
        answer = faults.broke(request)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer.content.startswith(b"The database is busy, so nothing was changed.")
    page = faults.busy(RequestFactory().get("/orders", headers={"accept": "text/html,*/*"}))
    assert (page.status_code, page["Retry-After"]) == (503, "2")
    assert "One moment: the database is busy" in page.content.decode()
    assert "app.css" in page.content.decode()


def test_a_broken_page_is_500_and_tells_nothing_of_the_error() -> None:
    try:
        raise ValueError("Marta Example, Hauptstrasse 1")
    except ValueError:
        answer = faults.broke(RequestFactory().get("/orders"))

    assert answer.status_code == 500
    assert b"Marta" not in answer.content


def test_E3_a_log_line_keeps_known_keys_and_no_text_of_an_error() -> None:
    try:
        raise ValueError("Marta Example")
    except ValueError as error:
        entry = shorten_error(None, "error", {"event": "broke", "exc_info": error, "body": "secret"})
    kept = keep_allowed(None, "error", entry)

    assert set(kept) == {"event", "error", "at"}
    assert kept["error"] == "builtins.ValueError"
    assert "Marta" not in json.dumps(kept)
    assert "body" not in KEYS


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/orders/1042", "/orders/1042"),
        ("/sign-in/link/X7KD8h41ZUhbvFSBbBI2YtEPJ8gS7cdgzbm5BOgSVX8", "/sign-in/link/..."),
        ("/" + "x" * 40 + "/next", "/.../next"),
        ("/" + "a b/" * 200, ("/" + "a b/" * 200)[:300]),
    ],
)
def test_A6_what_may_be_a_secret_in_an_address_is_not_logged(path: str, logged: str) -> None:
    assert printable_path(path) == logged


def test_a_warm_start_collects_no_styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path))
    monkeypatch.setattr(static_files, "fingerprint", lambda: "today")
    (tmp_path / "static.fingerprint").write_text("today")

    assert static_files.collect_if_needed() is False
    assert not (tmp_path / "static").exists()


def test_two_starts_at_once_collect_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path))
    monkeypatch.setattr(static_files, "fingerprint", lambda: "today")
    second_asks = threading.Barrier(2, timeout=30)
    asked: list[bool] = []

    def are_current() -> bool:
        found = (tmp_path / "static.fingerprint").exists()
        if len(asked) < 2:  # both have seen that nothing is collected before either begins
            asked.append(found)
            second_asks.wait()
        return found

    collected: list[str] = []

    def collect() -> None:
        with (tmp_path / "static.lock").open("w") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        collected.append("once")

    monkeypatch.setattr(static_files, "are_current", are_current)
    monkeypatch.setattr(static_files, "_collect", collect)
    with ThreadPoolExecutor(2) as two:
        found = [start.result(30) for start in [two.submit(static_files.collect_if_needed) for _ in range(2)]]

    assert sorted(found) == [False, True]
    assert collected == ["once"]
