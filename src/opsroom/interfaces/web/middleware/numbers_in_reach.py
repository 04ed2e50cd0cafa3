"""Answers an address whose number no row can have as a missing page; the database would refuse such a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponseBase

_ID_MAX = 2**63 - 1  # of a bigint, which every id is


class NumbersInReach:
    """404 before the view is asked, so that no view and no statement has to think of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> None:
        """After the sign-in: a stranger learns nothing about addresses."""
        if any(isinstance(value, int) and value > _ID_MAX for value in kwargs.values()):
            raise Http404
