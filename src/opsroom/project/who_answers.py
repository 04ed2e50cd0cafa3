"""Who answers at an address of this machine: this data folder's web server, or a stranger; sends nothing but a look."""

from __future__ import annotations

import socket
import ssl
from enum import Enum
from typing import Final

from opsroom.kernel.values import limits
from opsroom.project import home
from opsroom.project.exposure import LOOPBACK, Exposure

HEADER: Final = "X-Opsroom-Instance"
HEAD_BYTES_MAX: Final = 8_192  # of an answer, as far as it is read


class Answer(Enum):
    """What a look at an address can find."""

    NOBODY = "nobody listens"
    UNWELL = "ours, and it cannot serve yet"
    OURS = "ours, and all is well"
    STRANGER = "another program, or Opsroom of another data folder"


def who_answers(reach: Exposure, port: int) -> Answer:
    """Asks /health there. What listens and does not name our data folder is a stranger, silence included."""
    host = reach.bind if reach.bind in LOOPBACK else LOOPBACK[0]
    try:
        plain = socket.create_connection((host, port), timeout=limits.DATABASE_PROBE_SECONDS)
    except OSError:
        return Answer.NOBODY
    with plain:
        try:
            status, named = _health(plain if reach.certificate is None else _secured(plain), reach.hosts[0])
        except (OSError, ValueError):
            return Answer.STRANGER  # it listens and does not speak as ours would
    if named != home.fingerprint():
        return Answer.STRANGER
    return Answer.OURS if status == 200 else Answer.UNWELL


def _secured(plain: socket.socket) -> ssl.SSLSocket:
    # The certificate names the public address and not this one; who it is, the answer says.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain)


def _health(connection: socket.socket, host: str) -> tuple[int, str]:
    """The status of the answer and the instance it names. Raises OSError, and ValueError for what is no answer."""
    with connection:
        connection.sendall(
            f"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii")
        )
        head = b""
        while b"\r\n\r\n" not in head and len(head) < HEAD_BYTES_MAX:
            part = connection.recv(HEAD_BYTES_MAX)
            if not part:
                break
            head += part
    first, *rest = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    named = dict(line.lower().split(": ", 1) for line in rest if ": " in line)
    words = first.split(" ")
    if not words[0].startswith("HTTP/") or len(words) < 2:
        raise ValueError(first[:40])
    return int(words[1]), named.get(HEADER.lower(), "")
