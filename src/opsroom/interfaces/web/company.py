"""The company a web request works for, and its clock; refuses nothing: a person without a company sees none."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from opsroom.domains.access.queries import CompanyFacts, companies_of
from opsroom.interfaces.web.actor import actor_of

_CACHE = "_opsroom_company"


def signed_in(request: HttpRequest) -> bool:
    """True when a person stands behind this request; false on error pages that came before the session."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def company_of_request(request: HttpRequest) -> CompanyFacts | None:
    """The company chosen in this session; asked once a request, None before there is one."""
    if not hasattr(request, _CACHE):
        found = companies_of(actor_of(request)) if signed_in(request) else []
        setattr(request, _CACHE, found[0] if found else None)
    company: CompanyFacts | None = getattr(request, _CACHE)
    return company


class CompanyClock:
    """Middleware: every time on a page is in the company's time zone; nothing of the server's own zone is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        company = company_of_request(request)
        if company is None:
            return self._next(request)
        with timezone.override(ZoneInfo(company.timezone)):
            return self._next(request)
