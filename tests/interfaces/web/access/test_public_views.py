"""Every address needs a session unless it is on the list of public views; refuses a view nobody listed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# What each converter accepts, to build one address of every pattern.
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def walk(entries: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[URLPattern, str]]:
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        else:
            yield entry, route


PATTERNS = list(walk(get_resolver().url_patterns))


def sample(pattern: URLPattern, route: str) -> str:
    path = route
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        path = path.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "1")).replace(f"<{name}>", "x")
    return "/" + path


def is_public(pattern: URLPattern) -> bool:
    return not getattr(pattern.callback, "login_required", True)


def test_A1_the_list_of_public_views_is_exactly_what_a_stranger_reaches() -> None:
    assert len(PATTERNS) > 30
    public = {pattern.name for pattern, _ in PATTERNS if is_public(pattern)}
    assert public == {name for name in settings.PUBLIC_VIEWS if any(name == p.name for p, _ in PATTERNS)}


@pytest.mark.django_db
def test_A1_a_stranger_gets_the_sign_in_page_at_every_other_address() -> None:
    client, wrong = Client(raise_request_exception=False), []
    for pattern, route in PATTERNS:
        if is_public(pattern):
            continue
        path = sample(pattern, route)
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            if (answer.status_code, answer.get("Location", "")[:8]) != (302, "/sign-in"):
                wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_A1_a_view_without_a_mark_is_closed_by_default() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
