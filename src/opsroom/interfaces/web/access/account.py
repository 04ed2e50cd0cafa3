"""One's own account: name, colours, keys, password, devices that are signed in; nobody else's."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.actions.edit_account import edit_account
from opsroom.domains.access.actions.end_sessions import end_sessions
from opsroom.domains.access.actions.set_password import set_password
from opsroom.domains.access.queries import user_of
from opsroom.domains.access.rules import require
from opsroom.interfaces.web.access.door import door
from opsroom.interfaces.web.access.own_session import keep_signed_in
from opsroom.interfaces.web.access.pin import pin_facts
from opsroom.interfaces.web.actor import COMPANY_KEY, actor_of
from opsroom.interfaces.web.middleware.second_factor import TERMINAL
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SESSION_SECONDS_MAX

# What browsers call themselves; each also names older ones, so the first hit counts.
BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
COLOURS = {"system": "As the device", "light": "Light", "dark": "Dark"}


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator,unused-ignore]
def account(request: HttpRequest) -> HttpResponse:
    """The form and the list of devices."""
    user = user_of(int(request.user.pk or 0))
    typed: dict[str, str | bool] = {
        "name": user.name,
        "email": user.email,
        "theme": user.theme,
        "keys_single": user.keys_single,
    }
    refused, done = "", False
    if request.method == "POST":
        typed = {
            "name": request.POST.get("name", ""),
            "email": request.POST.get("email", ""),
            "theme": request.POST.get("theme", ""),
            "keys_single": request.POST.get("keys_single") == "on",
        }
        try:
            edit_account(
                actor_of(request),
                name=str(typed["name"]),
                email=str(typed["email"]),
                theme=str(typed["theme"]),
                keys_single=bool(typed["keys_single"]),
            )
            done = True
        except CodedError as error:
            refused = error.message
    words = {
        "fields": _fields(typed),
        "refused": refused,
        "done": done,
        "devices": [(one, device_of(one.user_agent)) for one in UserSession.objects.purge_and_list(user)],
        "has_password": user.has_usable_password(),
        "pin": pin_facts(request),
        "by_terminal": request.session.get(TERMINAL) == user.pk,
    }
    answer = render(request, "access/account.html", words, status=422 if refused else 200)
    if done:
        _keep_colours(answer, str(typed["theme"]), request)
    return answer


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Ends one of one's own sessions; a foreign id changes nothing."""
    for session in UserSession.objects.filter(pk=session_id, user_id=request.user.pk):
        session.end()
    return HttpResponseRedirect(reverse("access_account"))


@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """Ends every session, this one too."""
    actor = actor_of(request)
    require(actor, "access.own_account")  # nobody without a company passes
    end_sessions(actor, min(actor.company_ids), int(request.user.pk or 0))
    return HttpResponseRedirect(reverse("account_login"))


@require_POST
def choose_company(request: HttpRequest) -> HttpResponse:
    """Works for another of the person's companies from now on; a foreign id falls back to the first."""
    typed = request.POST.get("company", "")
    if typed.isdigit():
        request.session[COMPANY_KEY] = int(typed)
    return HttpResponseRedirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator,unused-ignore]
def password(request: HttpRequest) -> HttpResponse:
    """Sets or changes the password; the rules come as sentences."""
    user = user_of(int(request.user.pk or 0))
    problems: list[str] = []
    if request.method == "POST":
        first, again = request.POST.get("password", ""), request.POST.get("again", "")
        if first != again:
            problems = [_("The two passwords differ. Type the same one twice.")]
        else:
            try:
                set_password(door(), user.pk, first, keep_session=request.session.session_key or "")
            except ValidationError as broken:
                problems = list(broken.messages)
            else:
                keep_signed_in(request, user_of(user.pk))
                return HttpResponseRedirect(reverse("mfa_index"))
    words = {
        "problems": problems,
        "first": not user.has_usable_password(),
        "least": PASSWORD_CHARS_MIN,
        "most": PASSWORD_CHARS_MAX,
    }
    return render(request, "access/password.html", words, status=422 if problems else 200)


def device_of(agent: str) -> str:
    """ "Firefox on Windows" from what the browser says of itself; what it does not say is not guessed."""
    browser = next((name for mark, name in BROWSERS if mark in agent), _("A browser"))
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


def _fields(typed: dict[str, str | bool]) -> list[Field]:
    return [
        Field(name="name", label=_("Name"), value=str(typed["name"]), autocomplete="name"),
        Field(
            name="email",
            label=_("E-mail"),
            value=str(typed["email"]),
            kind="email",
            autocomplete="username",
            required=True,
            help=_("You sign in with it."),
        ),
        Field(
            name="theme",
            label=_("Colours"),
            value=str(typed["theme"]),
            kind="select",
            choices=[Choice(value=key, text=_(text)) for key, text in COLOURS.items()],
        ),
        Field(
            name="keys_single",
            label=_("Single-key shortcuts"),
            kind="switch",
            on=bool(typed["keys_single"]),
            help=_(
                "J and K move, X selects. Switch off when a screen reader or voice control types for you."
            ),
        ),
    ]


def _keep_colours(answer: HttpResponse, theme: str, request: HttpRequest) -> None:
    if theme == "system":
        answer.delete_cookie("theme", samesite="Lax")
    else:
        answer.set_cookie(
            "theme", theme, max_age=SESSION_SECONDS_MAX * 60, samesite="Lax", secure=request.is_secure()
        )
