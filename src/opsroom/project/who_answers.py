"""Who answers at an address of this machine: this data folder's web server, or a stranger; sends nothing but a look."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from enum import Enum
from typing import Final

from opsroom.kernel.values import limits
from opsroom.project import home
from opsroom.project.exposure import LOOPBACK, Exposure

HEADER: Final = "X-Opsroom-Instance"


class Answer(Enum):
    """What a look at an address can find."""

    NOBODY = "nobody listens"
    UNWELL = "ours, and it cannot serve yet"
    OURS = "ours, and all is well"
    STRANGER = "another program, or Opsroom of another data folder"


def who_answers(reach: Exposure, port: int) -> Answer:
    """Asks /health there. What listens and does not name our data folder is a stranger, silence included."""
    host = reach.bind if reach.bind in LOOPBACK else LOOPBACK[0]
    connection = _connection(reach, host, port)
    try:
        connection.connect()
    except (ssl.SSLError, ConnectionResetError):
        return Answer.STRANGER  # it listens and does not speak TLS, as ours would
    except OSError:
        return Answer.NOBODY
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/health", headers={"Host": reach.hosts[0]})
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            return Answer.STRANGER
        if answer.getheader(HEADER) != home.fingerprint():
            return Answer.STRANGER
        return Answer.OURS if answer.status == 200 else Answer.UNWELL


def _connection(reach: Exposure, host: str, port: int) -> http.client.HTTPConnection:
    if reach.certificate is None:
        return http.client.HTTPConnection(host, port, timeout=limits.DATABASE_PROBE_SECONDS)
    # The certificate names the public address and not this one; who it is, the answer says.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, port, timeout=limits.DATABASE_PROBE_SECONDS, context=context)
