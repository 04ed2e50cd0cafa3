"""Every way a command can end badly is a sentence with a code and an exit code; none shows what a person typed."""

from __future__ import annotations

import errno
import json
import sys

import psycopg
import pytest
from django.db import InterfaceError, OperationalError

from opsroom.interfaces.cli.faults import ending_of
from opsroom.project import entry
from opsroom.project.refused import Refused
from opsroom.workflows.importing.uploads import NoRoom


def caused(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


LOST = psycopg.OperationalError("server closed the connection unexpectedly")


@pytest.mark.parametrize(
    ("error", "code", "retry", "exit_code"),
    [
        (caused(OperationalError("x"), LOST), "terminal.database_stopped", "later", 5),
        (InterfaceError("connection already closed"), "terminal.database_stopped", "later", 5),
        (psycopg.errors.AdminShutdown(), "terminal.database_stopped", "later", 5),
        (caused(OperationalError("x"), psycopg.errors.DiskFull()), "terminal.disk_full", "after_fix", 5),
        (
            caused(OperationalError("x"), psycopg.errors.DeadlockDetected()),
            "terminal.database_busy",
            "later",
            5,
        ),
        (psycopg.errors.UniqueViolation("Key (email)=(a@b.example)"), "terminal.unexpected", "never", 1),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "terminal.disk_full", "after_fix", 5),
        (NoRoom(why="Less than 2 GB of disk space is free."), "imports.no_room", "after_fix", 5),
        (OSError(errno.EROFS, "Read-only file system", "/x/y"), "terminal.file_refused", "after_fix", 1),
        (KeyError("a@b.example"), "terminal.unexpected", "never", 1),
        (KeyboardInterrupt(), "terminal.interrupted", "later", 130),
    ],
)
def test_each_fault_has_its_code_and_says_no_more_than_it_may(
    error: Exception, code: str, retry: str, exit_code: int
) -> None:
    ending = ending_of(error)
    assert (ending.code, ending.retry, ending.exit_code) == (code, retry, exit_code)
    assert "a@b.example" not in ending.message
    assert ending.message.endswith(".")


@pytest.mark.parametrize(
    ("words", "raised", "code", "exit_code"),
    [
        (["import", "--json"], None, "terminal.usage", 2),
        (["import", "--json", "--nope"], None, "terminal.usage", 2),
        (
            ["import", "a.csv", "--json"],
            Refused("The ports are all taken. Set OPSROOM_PORT."),
            "terminal.cannot_start",
            2,
        ),
        (["import", "a.csv", "--json"], caused(OperationalError("x"), LOST), "terminal.database_stopped", 5),
        (["import", "a.csv", "--json"], KeyboardInterrupt(), "terminal.interrupted", 130),
    ],
)
def test_with_json_every_fault_is_one_object_on_the_output(
    words: list[str],
    raised: BaseException | None,
    code: str,
    exit_code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(role: str) -> None:
        assert raised is not None
        raise raised

    monkeypatch.setattr("opsroom.project.instance.opened", refuse)
    monkeypatch.setattr(sys, "argv", ["opsroom", *words])
    with pytest.raises(SystemExit) as end:
        entry.main()
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["files"], found["exit_code"], end.value.code) == ([], exit_code, exit_code)
    assert (found["error"]["code"], said.err) == (code, "")
    assert set(found["error"]) == {"code", "message", "retry"}

    monkeypatch.setattr(sys, "argv", ["opsroom", *(word for word in words if word != "--json")])
    with pytest.raises(SystemExit) as end:
        entry.main()
    said = capsys.readouterr()
    assert (end.value.code, said.out) == (exit_code, "")
    assert said.err
    assert "Traceback" not in said.err
