"""Who can reach this instance: bind, port, public address; refuses to listen beyond this machine without TLS."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from opsroom.project.home import home
from opsroom.project.refused import Refused

LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the web server binds and what browsers call it. `public` means TLS is in front of every request."""

    bind: str
    port: int
    hosts: tuple[str, ...]
    public_origin: str | None
    certificate: Path | None
    key: Path | None

    @property
    def public(self) -> bool:
        return self.public_origin is not None


def exposure() -> Exposure:
    """Reads OPSROOM_BIND, OPSROOM_PORT, OPSROOM_PUBLIC_URL, OPSROOM_TLS_CERTIFICATE and OPSROOM_TLS_KEY.

    Raises Refused when the address can be reached from other machines and no TLS is declared."""
    bind = os.environ.get("OPSROOM_BIND", LOOPBACK[0])
    origin = os.environ.get("OPSROOM_PUBLIC_URL") or None
    certificate, key = _path("OPSROOM_TLS_CERTIFICATE"), _path("OPSROOM_TLS_KEY")
    if (certificate is None) != (key is None):
        raise Refused("OPSROOM_TLS_CERTIFICATE and OPSROOM_TLS_KEY belong together: set both or none.")
    if bind not in LOOPBACK and origin is None:
        raise Refused(
            f"OPSROOM_BIND={bind} can be reached from other machines. Set OPSROOM_PUBLIC_URL to the https:// "
            "address people will use, with a TLS proxy in front or with OPSROOM_TLS_CERTIFICATE and "
            "OPSROOM_TLS_KEY; or leave OPSROOM_BIND out to listen on this machine only."
        )
    return Exposure(bind, _port(), _hosts(origin), origin, certificate, key)


def instance_name() -> str:
    """A short name of this data folder for cookie names: cookies do not tell ports apart."""
    return hashlib.sha256(str(home()).encode()).hexdigest()[:8]


def _hosts(origin: str | None) -> tuple[str, ...]:
    if origin is None:
        return ("127.0.0.1", "localhost", "[::1]")
    parts = urlsplit(origin)
    if parts.scheme != "https" or not parts.hostname:
        raise Refused(
            f"OPSROOM_PUBLIC_URL is {origin!r}; it must be an https:// address, such as https://ops.example.com."
        )
    return (parts.hostname,)


def _path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _port() -> int:
    text = os.environ.get("OPSROOM_PORT", str(DEFAULT_PORT))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refused(f"OPSROOM_PORT is {text!r}; it must be a port number from 1 to 65535.")
    return int(text)
