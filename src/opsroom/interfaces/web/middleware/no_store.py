"""Keeps pages behind sign-in out of every cache; static files and public pages are left alone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from opsroom.interfaces.web.company import signed_in


class NoStore:
    """`Cache-Control: no-store` on whatever a signed-in person is shown, and on pages of the sign-in itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._next(request)
        if signed_in(request) or request.path.startswith("/sign-in"):
            answer["Cache-Control"] = "no-store"
        return answer
