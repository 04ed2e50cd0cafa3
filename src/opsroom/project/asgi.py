"""The web application as the server sees it: edge layers around Django; takes HTTP only, no WebSocket."""

from __future__ import annotations

import os
from typing import cast

from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from opsroom.project import gate, wiring
from opsroom.project.edge.asgi_types import Application, Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsroom.project.settings")
os.environ.setdefault("OPSROOM_DB_ROLE", "web")
_django = get_asgi_application()

from opsroom.project.edge.body_limit import BodyLimit  # noqa: E402 - Django must be set up first
from opsroom.project.edge.request_line import RequestLine  # noqa: E402
from opsroom.project.instance import close_connections  # noqa: E402
from opsroom.project.stream.hub import hub  # noqa: E402

wiring.connect()
# A broken list of pages ends the start, not the first person's visit; and that visit finds it loaded.
get_resolver().url_patterns  # noqa: B018 - asking loads them
gate.pass_when_open()
_http: Application = RequestLine(BodyLimit(cast(Application, _django)))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Requests go to the edge; the server's own start and stop are answered here."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.close()
            close_connections()
            await send({"type": "lifespan.shutdown.complete"})
            return
