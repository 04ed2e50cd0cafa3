"""Enrolling and removing second factors: allauth's pages, with our record and our end of other sessions."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from opsroom.domains.access.actions.record_factor import record_factor
from opsroom.domains.access.queries import user_of
from opsroom.interfaces.web.access.door import door
from opsroom.interfaces.web.access.own_session import keep_signed_in
from opsroom.interfaces.web.access.sign_in import can_have_passkeys
from opsroom.interfaces.web.middleware.second_factor import STRONG, is_strong


class _Recorded:
    """What the five pages share: factor, record and end of other sessions in one transaction."""

    what = "added"
    factor = "totp"
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Any factor changed means: every other session of this person ends."""
        user_id = int(self.request.user.pk or 0)
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            record_factor(
                door(), user_id, self.what, self.factor, keep_session=self.request.session.session_key or ""
            )
        self.request.session.pop(STRONG, None)
        keep_signed_in(self.request, user_of(user_id))
        return answer


class Factors(IndexView):  # type: ignore[misc]
    """What the person has, and what they can add."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says whether one is still missing and whether this address can have passkeys."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["missing"] = not is_strong(self.request)
        context["passkeys"] = can_have_passkeys(self.request)
        return context


class AddTotp(_Recorded, ActivateTOTPView):  # type: ignore[misc]
    """Scan the picture, type the code."""


class RemoveTotp(_Recorded, DeactivateTOTPView):  # type: ignore[misc]
    """Takes the authenticator app away."""

    what = "removed"


class AddPasskey(_Recorded, AddWebAuthnView):  # type: ignore[misc]
    """The browser's own dialogue."""

    factor = "webauthn"


class RemovePasskey(_Recorded, RemoveWebAuthnView):  # type: ignore[misc]
    """Takes one key away."""

    what = "removed"
    factor = "webauthn"


class NewCodes(_Recorded, GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes; the old ones stop working."""

    what = "codes"
    factor = "recovery_codes"


@require_GET
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator,unused-ignore]
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the seed now being enrolled, as a picture of its own: the page's policy allows no data URLs."""
    secret = get_totp_secret(regenerate=False)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
