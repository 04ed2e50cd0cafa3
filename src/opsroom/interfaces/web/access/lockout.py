"""What a person sees after too many wrong passwords; the pause is for this name from this address only."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opsroom.domains.access.actions.record_sign_in import record_sign_in
from opsroom.domains.access.queries import user_id_of
from opsroom.interfaces.web.access.door import door
from opsroom.kernel.values.limits import SIGN_IN_PAUSE_SECONDS


def paused(
    request: HttpRequest, answer: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with Retry-After, and one event."""
    record_sign_in(door(), "locked", user_id_of(typed_name(request, credentials)))
    page = render(request, "access/paused.html", {"minutes": SIGN_IN_PAUSE_SECONDS // 60}, status=429)
    page["Retry-After"] = str(SIGN_IN_PAUSE_SECONDS)
    return page


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The e-mail as typed, in lower case, so that capitals are no way round the pause."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()


def address_of(request: HttpRequest) -> str:
    """The client's address, as allauth's own limits see it: proxy headers count only where proxies are declared."""
    return str(get_client_ip(request) or "")


def client_of(*args: Any) -> str:
    """What may stand in a log about a failed sign-in: nothing about the person."""
    return "a client"
