"""Gives every request an id, writes one log line without its query, and puts strict headers where none are (H1)."""

from __future__ import annotations

import re
import secrets
import time

import structlog

from opsroom.kernel.values import limits
from opsroom.project.edge.answers import STRICT, say
from opsroom.project.edge.asgi_types import Application, Message, Receive, Scope, Send

logger = structlog.get_logger("opsroom.edge")
QUIET_PATHS = ("/health", "/static/")
# One-time links and the like: what is long enough to be a secret is not written down (A6).
SECRET_SEGMENT = re.compile(r"(?<=/)[A-Za-z0-9_~-]{32,}(?=/|$)")


class RequestLine:
    """Wraps an ASGI application. The id stands in `X-Request-ID`, in the log and in scope["state"]["request_id"]."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        await _Request(self.inner, send).run(scope, receive)


class _Request:
    def __init__(self, inner: Application, send: Send) -> None:
        self.inner, self._send = inner, send
        self.id = secrets.token_hex(8)
        self.status = 0
        self.began = time.perf_counter()

    async def run(self, scope: Scope, receive: Receive) -> None:
        scope["state"] = {**scope.get("state", {}), "request_id": self.id}
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=self.id)
        try:
            await self.inner(scope, receive, self.send)
        except Exception:
            logger.exception(
                "the application broke", method=scope["method"], path=printable_path(scope["path"])
            )
            if not self.status:
                await say(self.send, 500, f"This page broke, your work did not. Written down as {self.id}.")
        finally:
            if self.status >= 500 or not scope["path"].startswith(QUIET_PATHS):
                logger.info(
                    "request",
                    method=scope["method"],
                    path=printable_path(scope["path"]),
                    status=self.status,
                    milliseconds=round((time.perf_counter() - self.began) * 1000, 1),
                )

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", []))
            present = {name.lower() for name, _ in headers}
            # Static files may be kept by browsers; everything else that sets no rule of its own gets the strict one.
            headers += [pair for pair in STRICT if pair[0] not in present]
            headers.append((b"x-request-id", self.id.encode()))
            message = {**message, "headers": headers}
        await self._send(message)


def printable_path(path: str) -> str:
    """The path as it may stand in a log: secrets in it become "...", and it ends somewhere."""
    return SECRET_SEGMENT.sub("...", path)[: limits.LOGGED_PATH_CHARS_MAX]
