"""The /events address: a signed-in person's stream of topic names; refuses an eleventh stream of one person."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from opsroom.kernel.values import limits
from opsroom.project.stream.hub import Hub, hub

RETRY_MILLISECONDS = 3_000


@require_GET
async def events(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: `event: orders`, data always 1. The browser reconnects after STREAM_SECONDS_MAX.

    Sign-in is checked by the same middlewares as for every page, then again every few seconds."""
    key = request.session.session_key or ""
    user_id = (await request.auser()).pk or 0
    if hub.full(user_id):
        refusal = HttpResponse(
            f"{limits.STREAMS_PER_PERSON_COUNT} live pages are open already. Close one, then reload this one.\n",
            status=429,
            content_type="text/plain; charset=utf-8",
        )
        refusal["Retry-After"] = str(limits.STREAM_HEARTBEAT_SECONDS)
        return refusal
    answer = StreamingHttpResponse(
        stream(hub, key, user_id), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )
    # Says that nothing may compress it on the way: a compressor holds small events back.
    answer["Content-Encoding"] = "identity"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def stream(source: Hub, session_key: str, user_id: int) -> AsyncIterator[bytes]:
    """The body, until the browser leaves, the session ends or the time is over."""
    # The middlewares are done with it; held on, ten open pages would empty the pool.
    await sync_to_async(_give_back)()
    listener = source.join(session_key, user_id)
    if listener is None:
        return
    ends = time.monotonic() + limits.STREAM_SECONDS_MAX
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n: open\n\n".encode()
        while not listener.ended and time.monotonic() < ends:
            try:
                await asyncio.wait_for(listener.stir.wait(), limits.STREAM_HEARTBEAT_SECONDS)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            for topic in listener.take():
                yield f"event: {topic}\ndata: 1\n\n".encode()
    finally:
        source.leave(listener)


def _give_back() -> None:
    # Named inside the thread: `connection` is one per thread, and only its own thread may close it.
    connection.close()
