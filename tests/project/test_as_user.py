"""A PostgreSQL that cannot run here is told at once, with the reason and what else to do; nothing waits in vain."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from opsroom.project.database import as_user, find_bin, supervisor
from opsroom.project.database.supervisor import Server
from opsroom.project.refused import Refused

PROMPT_SECONDS = 20  # three on an idle machine; a start in vain took sixty


def program(path: Path, text: str, mode: int = 0o755) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(mode)


def test_root_without_user_namespaces_is_told_to_be_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match=r"the program unshare, .* is missing\. Start Opsroom as another user"):
        as_user.as_user(["postgres"])

    program(tmp_path / "unshare", "exit 1")
    with pytest.raises(Refused) as refused:
        as_user.failed(Path("initdb"), "unshare: unshare failed: No space left on device\n")
    assert "does not run as root, and this machine lets nobody enter a user namespace" in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)
    assert "No space left" not in str(refused.value)

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert as_user.as_user(["postgres"]) == ["postgres"]
    assert "initdb said “a reason”" in str(as_user.failed(Path("/bin/initdb"), "noise\na reason\n"))


def test_a_program_that_may_not_be_run_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(supervisor, "find_bin", lambda: tmp_path)
    for name in ("initdb", "postgres"):
        program(tmp_path / name, "exit 0", mode=0o600)
    with pytest.raises(Refused, match=r"PostgreSQL's program .*/initdb cannot be started: permission denied"):
        Server(folder).start()
    with pytest.raises(
        Refused, match=r"PostgreSQL's program .*/postgres cannot be started: permission denied"
    ):
        find_bin.major_version(tmp_path)


def test_a_server_that_ends_by_itself_is_not_waited_for(made: Path) -> None:
    with (made / "pg" / "postgresql.conf").open("a") as settings:
        settings.write("\nshared_buffers = 'a lot'\n")
    began = time.monotonic()
    with pytest.raises(Refused, match=r"PostgreSQL did not start; the reason stands at the end of .*pg\.log"):
        Server(made).start()
    assert time.monotonic() - began < PROMPT_SECONDS
