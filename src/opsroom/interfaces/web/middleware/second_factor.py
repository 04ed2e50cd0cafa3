"""Sends people without a second factor to enrol one before anything else; the machine's terminal counts as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

# In the session: the id of the person whose way in was strong by itself, or whose factor has been seen.
STRONG: Final = "strong_user"
TERMINAL: Final = "terminal_user"
# By the PIN of an enrolled device: two factors, and no proof for the pages of the account.
PIN: Final = "pin_user"
OPEN_VIEWS: Final = frozenset(
    {
        "access_password", "mfa_index", "mfa_activate_totp", "access_totp_picture", "mfa_add_webauthn",
        "mfa_view_recovery_codes", "mfa_download_recovery_codes", "account_reauthenticate", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_logout", "account_login", "access_link",
    }
)  # fmt: skip


class SecondFactor:
    """Asks once a session, then remembers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Runs once the address is known, so that the pages of enrolling stay open."""
        match = request.resolver_match
        public = not getattr(view, "login_required", True)
        if not request.user.is_authenticated or public or (match and match.view_name in OPEN_VIEWS):
            return None
        if is_strong(request):
            return None
        step = "mfa_index" if request.user.has_usable_password() else "access_password"
        return HttpResponseRedirect(reverse(step))


def is_strong(request: HttpRequest) -> bool:
    """Whether this session stands on more than a password."""
    user_id = request.user.pk
    if user_id in (request.session.get(STRONG), request.session.get(TERMINAL), request.session.get(PIN)):
        return True
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    if Authenticator.objects.filter(user_id=user_id, type__in=types).exists():
        request.session[STRONG] = user_id
        return True
    return False
