"""Answers the edge gives by itself, each a sentence with strict headers; shows nothing of the request."""

from __future__ import annotations

from opsroom.project.edge.asgi_types import Headers, Send

STRICT: Headers = [
    (
        b"content-security-policy",
        b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


async def say(send: Send, status: int, sentence: str, extra: Headers | None = None) -> None:
    """Sends one plain sentence and asks for the connection to be closed."""
    body = sentence.encode() + b"\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *STRICT,
        *(extra or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
