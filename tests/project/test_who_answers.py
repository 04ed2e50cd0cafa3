"""Who answers at our address: nobody, ourselves, ourselves without a database, or somebody else; never a guess."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.project.house import free_port

from opsroom.project import home
from opsroom.project.exposure import exposure
from opsroom.project.who_answers import Answer, who_answers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path / "ours"))
    return tmp_path / "ours"


@contextlib.contextmanager
def listening(says: bytes) -> Iterator[int]:
    """A program that answers whatever it is asked with these bytes; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    with server.accept()[0] as one:
                        one.recv(1024)
                        one.sendall(says)

        threading.Thread(target=serve, daemon=True).start()
        yield int(server.getsockname()[1])
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def page(status: str, instance: str | None) -> bytes:
    named = f"X-Opsroom-Instance: {instance}\r\n" if instance is not None else ""
    return f"HTTP/1.1 {status}\r\n{named}Content-Length: 3\r\n\r\nok\n".encode()


def test_only_the_own_instance_is_taken_for_ours(folder: Path) -> None:
    mine = home.fingerprint()
    expected = {
        page("200 OK", mine): Answer.OURS,
        page("503 Service Unavailable", mine): Answer.UNWELL,
        page("200 OK", None): Answer.STRANGER,
        page("200 OK", "0" * 32): Answer.STRANGER,
        b"SSH-2.0-OpenSSH_9.6\r\n": Answer.STRANGER,
        b"": Answer.STRANGER,
    }
    for says, answer in expected.items():
        with listening(says) as port:
            assert who_answers(exposure(), port) is answer, says
    assert who_answers(exposure(), free_port()) is Answer.NOBODY


def test_with_a_certificate_an_open_port_alone_is_not_ours(folder: Path) -> None:
    reach = dataclasses.replace(exposure(), certificate=folder / "ours.pem")
    with listening(page("200 OK", home.fingerprint())) as port:
        assert who_answers(reach, port) is Answer.STRANGER


@pytest.mark.django_db
def test_the_health_page_names_its_data_folder_and_no_secret(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["X-Opsroom-Instance"] == home.fingerprint()
    assert home.secret("secret_key") not in answer["X-Opsroom-Instance"]

    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path / "theirs"))
    assert Client().get("/health")["X-Opsroom-Instance"] != answer["X-Opsroom-Instance"]
