"""The web process of a warm start loads early and still answers nobody before the tables are ready."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from opsroom.project import gate


def test_nobody_waits_where_no_gate_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gate.GATE, raising=False)

    gate.pass_when_open()


def test_the_web_process_passes_only_after_the_database_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in gate.told(tmp_path).items():
        monkeypatch.setenv(name, value)
    passed = threading.Event()

    with gate.closed(tmp_path):
        waiter = threading.Thread(target=lambda: (gate.pass_when_open(), passed.set()))
        waiter.start()
        assert not passed.wait(0.2)
        gate.open_for_all(tmp_path)
        waiter.join(10)

    assert passed.is_set()


def test_a_start_that_fails_leaves_no_closed_gate_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), gate.closed(tmp_path):
        raise RuntimeError("the database would not start")

    assert list(tmp_path.iterdir()) == []
