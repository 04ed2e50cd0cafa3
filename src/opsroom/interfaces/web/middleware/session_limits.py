"""Ends sessions that were idle too long or lived a working day; background polls do not keep one alive."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from opsroom.interfaces.web.actor import actor_of
from opsroom.kernel.values.limits import (
    OFFICE_IDLE_SECONDS,
    SESSION_SECONDS_MAX,
    SESSION_TOUCH_SECONDS,
    WAREHOUSE_IDLE_SECONDS,
)

OPENED: Final = "opened_at"
SEEN: Final = "seen_at"
BACKGROUND_PATHS: Final = ("/events",)
BACKGROUND_HEADER: Final = "Opsroom-Background"  # sent by scripts that ask without a person


class SessionLimits:
    """Office: 60 min idle. People who only work in the warehouse: 15 min. Everybody: 12 h since sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            self._check(request, int(time.time()))
        return self._next(request)

    def _check(self, request: HttpRequest, now: int) -> None:
        session = request.session
        opened = session.setdefault(OPENED, now)
        seen = session.setdefault(SEEN, now)
        if now - opened >= SESSION_SECONDS_MAX or now - seen >= idle_seconds(request):
            logout(request)
        elif now - seen >= SESSION_TOUCH_SECONDS and not _is_background(request):
            session[SEEN] = now


def idle_seconds(request: HttpRequest) -> int:
    """How long this person may be idle: shared devices of the warehouse are left alone more often than desks."""
    return WAREHOUSE_IDLE_SECONDS if actor_of(request).roles == {"warehouse"} else OFFICE_IDLE_SECONDS


def _is_background(request: HttpRequest) -> bool:
    return request.path in BACKGROUND_PATHS or BACKGROUND_HEADER in request.headers
