"""Counts body bytes before Django stores any (U1); refuses more than the path may take with 413 and TRACE with 405."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from asgiref.sync import sync_to_async
from django.conf import settings

from opsroom.kernel.values import limits
from opsroom.project.edge.answers import say
from opsroom.project.edge.asgi_types import Application, Message, Receive, Scope, Send, header
from opsroom.project.edge.session import session_lives

UPLOAD_PATHS = frozenset({"/import/upload", "/import/compare", "/import/compare-day"})
WEBHOOK_PREFIX = "/webhooks/"


class TooLarge(Exception):
    """The body went over its limit while Django was reading it."""


class BodyLimit:
    """Wraps an ASGI application; the limit is decided once, by path and session."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        if scope["method"] == "TRACE":
            await say(send, 405, "TRACE is not answered here.")
            return
        declared = _declared_bytes(scope)
        if declared is None:
            await say(send, 400, "The length of the body is not a number.")
            return
        may = await bytes_allowed(scope)
        if declared > may:
            await _refuse(send, may)
            return
        await _Counted(self.inner, receive, send, may).run(scope)


class _Counted:
    """One request: counts what arrives, and knows whether an answer has begun."""

    def __init__(self, inner: Application, receive: Receive, send: Send, may: int) -> None:
        self.inner, self._receive, self._send = inner, receive, send
        self.may = may
        self.seen = 0
        self.answered = False

    async def run(self, scope: Scope) -> None:
        try:
            await self.inner(scope, self.receive, self.send)
        except TooLarge:
            if not self.answered:
                await _refuse(self._send, self.may)

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self.seen += len(message.get("body", b""))
            if self.seen > self.may:
                raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        self.answered = True
        await self._send(message)


async def bytes_allowed(scope: Scope) -> int:
    """How many body bytes this request may bring: an upload only with a session that stands in the database."""
    path = str(scope["path"]).rstrip("/")
    if path in UPLOAD_PATHS and scope["method"] == "POST":
        key = session_key(scope)
        if key and await sync_to_async(session_lives)(key):
            return limits.UPLOAD_BYTES_MAX
    if path.startswith(WEBHOOK_PREFIX):
        return limits.WEBHOOK_BODY_BYTES_MAX
    return limits.BODY_BYTES_MAX


def session_key(scope: Scope) -> str:
    """The session cookie's value, or an empty string."""
    try:
        cookie = SimpleCookie((header(scope, b"cookie") or b"").decode("latin-1"))
    except CookieError:
        return ""
    found = cookie.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def _declared_bytes(scope: Scope) -> int | None:
    """What Content-Length says; 0 without one (then the bytes are counted); None when it is not a number."""
    text = header(scope, b"content-length")
    if text is None:
        return 0
    return int(text) if text.isascii() and text.isdigit() else None


async def _refuse(send: Send, may: int) -> None:
    await say(
        send, 413, f"That is too large: at most {may:,} bytes are taken at this address. Nothing was kept."
    )
