"""Where allauth asks us: no sign-up, our password rules, our record of who came in; sends no mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from opsroom.domains.access.actions.record_sign_in import record_sign_in
from opsroom.domains.access.actions.set_password import set_password
from opsroom.domains.access.queries import user_id_of
from opsroom.interfaces.web.access.door import door
from opsroom.interfaces.web.middleware.second_factor import TERMINAL


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by e-mail and password, then the second factor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from an administrator."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Writes one event; of what was typed nothing is kept but whose account it was."""
        if getattr(request, "axes_failures_since_start", None) is None:
            return  # a try during the pause was not even looked at; the pause's page writes it
        email = str(credentials.get("email", "")).strip().lower()
        record_sign_in(door(), "failed", user_id_of(email), method="password")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hooks: Any) -> HttpResponse:
        """Writes one event once every step is passed."""
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        method = records[-1].get("type") or records[-1].get("method") if records else ""
        if records:
            # Whoever has just shown password and factor is not asked for them again for ten minutes.
            records[-1]["reauthenticated"] = True
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
        record_sign_in(door(), "in", user.pk, method=str(method or ""))
        answer: HttpResponse = super().post_login(request, user, **hooks)
        return answer

    def logout(self, request: HttpRequest) -> None:
        """Writes one event, then ends the session."""
        user_id = request.user.pk
        super().logout(request)
        record_sign_in(door(), "out", user_id)

    def get_login_stages(self) -> list[str]:
        """The terminal's link is the strong factor by itself: no second one is asked."""
        if self.request.session.get(TERMINAL):
            return []
        stages: list[str] = super().get_login_stages()
        return stages

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """By the verb, so that other sessions end and the event is written."""
        set_password(door(), user.pk, password, keep_session=self.request.session.session_key or "")

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """The password again; counts as a try like any other."""
        found = self.authenticate(context.request, email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened; allauth's own messages would say it twice."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail leaves from here."""
