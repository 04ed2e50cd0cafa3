"""The sign-in page and the one-time link; refuses to change anything by GET, so that previews use no link up."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.actions.use_sign_in_link import use_sign_in_link
from opsroom.domains.access.errors import LinkNotUsable
from opsroom.domains.access.queries import user_of
from opsroom.interfaces.web.access.door import door
from opsroom.interfaces.web.access.pin import known_here
from opsroom.interfaces.web.middleware.second_factor import TERMINAL
from opsroom.kernel.values.limits import SIGN_IN_PAUSE_SECONDS, SIGN_IN_TRIES_COUNT


class SignIn(LoginView):  # type: ignore[misc]
    """E-mail and password; a passkey where the address can have one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how many tries are left before the pause."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        used = getattr(self.request, "axes_failures_since_start", None)
        context["tries_left"] = None if used is None else max(SIGN_IN_TRIES_COUNT - int(used), 0)
        context["minutes"] = SIGN_IN_PAUSE_SECONDS // 60
        context["passkeys"] = can_have_passkeys(self.request)
        context["known"] = known_here(self.request)
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page with 200: a browser's password store treats it as not signed in."""
        answer: HttpResponse = super().form_invalid(form)
        return answer


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST uses the link up and signs in."""
    if request.method != "POST":
        return render(request, "access/link.html")
    try:
        used = use_sign_in_link(door(), token)
    except LinkNotUsable as refused:
        return render(request, "access/link.html", {"refused": refused.message}, status=410)
    if request.user.is_authenticated:
        logout(request)
    user = user_of(used.user_id)
    record_authentication(request, user, method="link", reauthenticated=True)
    if used.strong:
        request.session[TERMINAL] = user.pk
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url="/"))
    if request.user.pk != user.pk:
        request.session.pop(TERMINAL, None)
    return answer


def can_have_passkeys(request: HttpRequest) -> bool:
    """Browsers keep passkeys for names only, not for addresses of numbers, and only over https or on localhost."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return host == "localhost" or (
        request.is_secure() and not host.replace(".", "").isdigit() and "[" not in host
    )
