"""Lets through the methods pages use; refuses TRACE and whatever else would reach a plain view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")


class RefuseTrace:
    """405 for any other method, before sign-in is even looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self._next(request)
