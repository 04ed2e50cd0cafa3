"""Asks the real server what it takes and what every answer carries: sizes, TRACE, hosts, headers, logs."""

from __future__ import annotations

import json
import socket

import pytest
from tests.project.conftest import wait_for
from tests.project.house import House

from opsroom.kernel.values import limits

pytestmark = pytest.mark.xdist_group("house")


def raw(house: House, head: str, chunks: list[bytes]) -> tuple[bytes, bool]:
    """Sends bytes as they are; returns the answer's beginning and whether the server closed the connection."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        try:
            for chunk in chunks:
                connection.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        try:
            while more := connection.recv(65536):
                answer += more
        except ConnectionResetError:
            pass
        except TimeoutError:
            return answer, False
    return answer, True


def test_U1_body_over_limit_is_413_before_a_byte_is_read(house: House) -> None:
    status, headers, body = house.ask(
        "POST", "/nowhere", None, {"Content-Length": str(limits.BODY_BYTES_MAX + 1)}
    )

    assert status == 413
    assert (
        body == b"That is too large: at most 1,048,576 bytes are taken at this address. Nothing was kept.\n"
    )
    assert headers["connection"] == "close"


def test_U1_chunked_body_over_limit_is_413_and_the_connection_closes(house: House) -> None:
    chunk = b"%x\r\n" % 65536 + b"x" * 65536 + b"\r\n"
    head = f"POST /nowhere HTTP/1.1\nHost: 127.0.0.1:{house.port}\nTransfer-Encoding: chunked"

    answer, closed = raw(house, head, [chunk] * 20)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert closed


def test_U1_body_within_limit_reaches_the_page(house: House) -> None:
    status, _, _ = house.ask("POST", "/nowhere", b"x" * limits.BODY_BYTES_MAX)

    assert status not in (413, 500)


def test_U1_webhooks_take_five_megabytes_and_no_more(house: House) -> None:
    over, _, _ = house.ask(
        "POST", "/webhooks/x", None, {"Content-Length": str(limits.WEBHOOK_BODY_BYTES_MAX + 1)}
    )
    within, _, _ = house.ask("POST", "/webhooks/x", b"x" * (limits.BODY_BYTES_MAX + 1))

    assert over == 413
    assert within not in (413, 500)


def test_U1_upload_without_a_living_session_is_held_to_the_small_limit(house: House) -> None:
    name = "opsroom-" + "0" * 8
    large = {"Content-Length": str(limits.BODY_BYTES_MAX + 1)}

    nobody, _, _ = house.ask("POST", "/import/upload", None, large)
    forged, _, _ = house.ask("POST", "/import/upload", None, large | {"Cookie": f"{name}=forged"})

    assert (nobody, forged) == (413, 413)


def test_U1_upload_with_a_session_takes_a_large_file_up_to_its_own_limit(
    house: House, session: dict[str, str]
) -> None:
    body = b"x" * (limits.BODY_BYTES_MAX * 3)

    taken, _, _ = house.ask("POST", "/import/upload", body, session)
    over, _, _ = house.ask(
        "POST", "/import/upload", None, session | {"Content-Length": str(limits.UPLOAD_BYTES_MAX + 1)}
    )

    assert taken not in (413, 500)
    assert over == 413


def test_U1_a_session_does_not_widen_other_pages(house: House, session: dict[str, str]) -> None:
    status, _, _ = house.ask(
        "POST", "/orders", None, session | {"Content-Length": str(limits.BODY_BYTES_MAX + 1)}
    )

    assert status == 413


def test_H4_trace_is_refused(house: House) -> None:
    status, headers, body = house.ask("TRACE", "/health", None, {"X-Secret": "mine"})

    assert status == 405
    assert b"mine" not in body
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/health"), ("GET", "/nowhere"), ("TRACE", "/"), ("GET", "/sign-in")]
)
def test_H1_every_answer_carries_the_strict_headers(house: House, method: str, path: str) -> None:
    _, headers, _ = house.ask(method, path)

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert len(headers["x-request-id"]) == 16


def test_A7_a_foreign_host_is_refused(house: House) -> None:
    status, _, _ = house.ask("GET", "/sign-in", None, {"Host": "evil.example.com"})

    assert status == 400


def test_E3_logs_are_json_with_known_keys_and_without_query_strings(house: House) -> None:
    _, headers, _ = house.ask("GET", "/nowhere?customer=Marta+Example")

    def written() -> list[tuple[str, str]]:
        lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
        return [
            (line["method"], line["path"])
            for line in lines
            if line.get("request_id") == headers["x-request-id"] and line["event"] == "request"
        ]

    log = house.folder / "logs" / "web.log"
    wait_for(lambda: written() != [], "the request's line")
    assert written() == [("GET", "/nowhere")]
    assert "Marta" not in log.read_text()
    assert house.link.rpartition("/")[2] not in log.read_text(), "the sign-in link is for the terminal only"


def test_Z6_log_and_lock_files_are_the_owners_alone(house: House) -> None:
    assert (house.folder / "logs").stat().st_mode & 0o777 == 0o700
    for path in [*(house.folder / "logs").iterdir(), *(house.folder / "secrets").iterdir()]:
        assert path.stat().st_mode & 0o777 == 0o600, path
