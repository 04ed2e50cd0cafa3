"""Keeps the session in which a person changed their own password or factor, while all others end."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


def keep_signed_in(request: HttpRequest, user: AbstractBaseUser) -> None:
    """`user` is read anew. The session gets a new key and a new seal, and stays in the person's list."""
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()
    update_session_auth_hash(request, user)  # type: ignore[arg-type]
    request.user = user  # type: ignore[assignment]
    UserSession.objects.create_from_request(request)
