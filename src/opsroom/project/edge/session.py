"""Asks the database whether sessions still stand; believes no cookie by itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone


def session_lives(key: str) -> bool:
    """True when the session stands in the database and has not expired."""
    return bool(living_sessions([key]))


def living_sessions(keys: Iterable[str]) -> set[str]:
    """Those of the keys that stand in the database and have not expired; gives its connection back."""
    try:
        rows = Session.objects.filter(session_key__in=list(keys), expire_date__gt=timezone.now())
        return set(rows.values_list("session_key", flat=True))
    finally:
        connection.close()
