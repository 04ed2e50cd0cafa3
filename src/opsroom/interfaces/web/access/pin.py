"""The PIN of a warehouse device: chosen after a full sign-in, opens the device again; opens no page of the account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.actions.end_pin import end_pin
from opsroom.domains.access.actions.record_sign_in import record_sign_in
from opsroom.domains.access.actions.set_pin import set_pin
from opsroom.domains.access.actions.use_pin import use_pin
from opsroom.domains.access.errors import BadPin, PinRefused
from opsroom.domains.access.queries import may_have_pin, people_on, user_of
from opsroom.interfaces.web.access.door import door
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.middleware.second_factor import PIN
from opsroom.kernel.values.limits import PIN_DIGITS_MAX, PIN_DIGITS_MIN, PIN_SECONDS_MAX

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class PinFacts:
    """Whether the account's page offers a PIN, and whether one stands on this device."""

    offered: bool
    here: bool


def known_here(request: HttpRequest) -> dict[int, str]:
    """Who may open this device by PIN; nobody without the device's cookie."""
    token = device_token(request)
    return people_on(token) if token else {}


def pin_facts(request: HttpRequest) -> PinFacts:
    """For the account's page."""
    return PinFacts(may_have_pin(request.user.pk), request.user.pk in known_here(request))


def device_token(request: HttpRequest) -> str:
    """What this device keeps as its half; empty for a device nobody enrolled."""
    return request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """POST: person and PIN; wrong ones come back to the same page with what to do. GET leads to the sign-in page."""
    wanted = request.POST.get("next", "")
    goal = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    user_id = request.POST.get("user", "")
    try:
        use_pin(
            door(),
            device_token(request),
            int(user_id) if user_id.isdecimal() and len(user_id) < 19 else 0,
            request.POST.get("pin", ""),
        )
    except PinRefused as refused:
        words = {"known": known_here(request), "refused": refused.message, "chosen": user_id, "goal": goal}
        return render(request, "access/pin.html", words)
    if request.user.is_authenticated:
        logout(request)
    user = user_of(int(user_id))
    login(request, user, backend=BACKEND)
    request.session[PIN] = user.pk
    record_sign_in(door(), "in", user.pk, method="pin")
    return HttpResponseRedirect(goal)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator,unused-ignore]
def choose(request: HttpRequest) -> HttpResponse:
    """Sets one's PIN on this device; the device gets its half as a cookie that scripts cannot read."""
    problem = ""
    if request.method == "POST":
        pin, again = request.POST.get("pin", ""), request.POST.get("again", "")
        # A half that opens nothing here was not made here: somebody may have put it there, and know it.
        token = device_token(request) if known_here(request) else secrets.token_urlsafe(32)
        try:
            if pin != again:
                problem = _("The two PINs differ. Type the same one twice.")
            else:
                set_pin(actor_of(request), token, pin)
        except BadPin as bad:
            problem = bad.message
        if not problem:
            messages.success(request, _("From now on your PIN opens this device for 30 days."))
            answer: HttpResponse = HttpResponseRedirect(reverse("access_account"))
            answer.set_cookie(
                settings.DEVICE_COOKIE_NAME, token, max_age=PIN_SECONDS_MAX, httponly=True,
                secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
            )  # fmt: skip
            return answer
    words = {
        "problem": problem,
        "here": pin_facts(request).here,
        "least": PIN_DIGITS_MIN,
        "most": PIN_DIGITS_MAX,
        "offered": may_have_pin(request.user.pk),
    }
    return render(request, "access/choose_pin.html", words, status=422 if problem else 200)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Takes one's PIN off this device."""
    end_pin(actor_of(request), device_token(request))
    messages.info(request, _("Your PIN no longer opens this device."))
    return HttpResponseRedirect(reverse("access_account"))
