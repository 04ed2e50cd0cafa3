"""Puts the actor and the company on every signed-in request, for pages and what stands around them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request, signed_in


class Acting:
    """`request.actor` and `request.company`; both None for strangers. Asked of the database when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = signed_in(request)
        request.actor = SimpleLazyObject(lambda: actor_of(request)) if known else None  # type: ignore[attr-defined]
        request.company = company_of_request(request) if known else None  # type: ignore[attr-defined]
        return self._next(request)
