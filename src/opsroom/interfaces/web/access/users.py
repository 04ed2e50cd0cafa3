"""People and roles under Settings: invite by a link shown once, roles by site, switch off; only for administrators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.actions.disable_user import disable_user
from opsroom.domains.access.actions.enable_user import enable_user
from opsroom.domains.access.actions.invite_user import invite_user
from opsroom.domains.access.actions.make_sign_in_link import make_sign_in_link
from opsroom.domains.access.actions.reset_factors import reset_factors
from opsroom.domains.access.actions.set_roles import set_roles
from opsroom.domains.access.errors import Refused
from opsroom.domains.access.matrix import MATRIX, ROLE_WORDS, ROLES
from opsroom.domains.access.queries import PersonFacts, people, person
from opsroom.domains.access.rules import require
from opsroom.domains.warehouse.queries import sites
from opsroom.interfaces.web.access.right_words import AREAS, RIGHTS, cell_words
from opsroom.interfaces.web.actor import actor_of
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import SIGN_IN_LINK_SECONDS

View = Callable[..., HttpResponse]
ROLE_MEANS = {
    "manager": later("Everything of the working day; approves what goes beyond limits."),
    "desk": later("Orders and customers: hold, release, correct, cancel."),
    "warehouse": later("Picks, packs, ships and counts, at the sites below only. Sees no costs."),
    "buyer": later("Products, stock and costs. Sees no customers."),
    "bookkeeper": later("Payments and invoices. Sees people only on invoices."),
    "marketer": later("Products and channels. Sees no customers."),
    "admin": later("Users, roles, channels and settings. Sees no orders."),
}


def _fresh(view: View) -> View:
    """Asks for the password or code again when it was given more than ten minutes ago."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require(actor_of(request), "access.users")
        answer: HttpResponse = reauthentication_required(view)(request, *args, **kwargs)
        return answer

    return asked


@require_http_methods(["GET", "HEAD"])
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, and the form to invite."""
    actor = actor_of(request)
    return render(
        request, "access/users.html", {"people": _rows(actor), **_choices(actor, None, frozenset())}
    )


@require_POST
@_fresh
def invite(request: HttpRequest) -> HttpResponse:
    """Makes the account and shows its one-time link, once."""
    actor = actor_of(request)
    roles = frozenset(request.POST.getlist("role"))
    try:
        user_id = invite_user(
            actor,
            _company(actor),
            request.POST.get("email", ""),
            roles,
            name=request.POST.get("name", ""),
            site_ids=_sites(request, actor),
        )
    except Refused:
        raise
    except CodedError as error:
        words = {
            "people": _rows(actor),
            "refused": error.message,
            "email": request.POST.get("email", ""),
            "name": request.POST.get("name", ""),
            **_choices(actor, _sites(request, actor), roles),
        }
        return render(request, "access/users.html", words, status=422)
    return _show_link(request, actor, user_id)


@require_http_methods(["GET", "HEAD", "POST"])
@_fresh
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person's roles and sites."""
    actor = actor_of(request)
    facts = person(actor, user_id)
    refused, roles, chosen = "", frozenset(facts.roles), facts.site_ids
    if request.method == "POST":
        roles, chosen = frozenset(request.POST.getlist("role")), _sites(request, actor)
        try:
            set_roles(actor, _company(actor), user_id, roles, chosen)
            return HttpResponseRedirect(reverse("access_users"))
        except Refused:
            raise
        except CodedError as error:
            refused = error.message
    words = {
        "person": facts,
        "own": actor.user_id == user_id,
        "refused": refused,
        **_choices(actor, chosen, roles),
    }
    return render(request, "access/user.html", words, status=422 if refused else 200)


@require_POST
@_fresh
def switch(request: HttpRequest, user_id: int) -> HttpResponse:
    """Switches the account on or off, by the button pressed."""
    actor = actor_of(request)
    verb = enable_user if request.POST.get("to") == "on" else disable_user
    verb(actor, _company(actor), user_id)
    return HttpResponseRedirect(reverse("access_users"))


@require_POST
@_fresh
def new_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """A fresh one-time link, shown once; earlier ones stop working."""
    return _show_link(request, actor_of(request), user_id)


@require_POST
@_fresh
def lost_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Takes the person's second factors away and shows a link to enrol anew."""
    actor = actor_of(request)
    reset_factors(actor, _company(actor), user_id)
    return _show_link(request, actor, user_id)


@require_http_methods(["GET", "HEAD"])
def rights(request: HttpRequest) -> HttpResponse:
    """Who may do what: the matrix itself, in words."""
    require(actor_of(request), "access.users")
    areas: dict[str, list[dict[str, object]]] = {}
    for verb, cells in MATRIX.items():
        if set(cells.values()) != {"-"}:
            row: dict[str, object] = {
                "words": RIGHTS[verb],
                "cells": [(ROLE_WORDS[role], *cell_words(cells[role])) for role in ROLES],
            }
            areas.setdefault(AREAS[verb.partition(".")[0]], []).append(row)
    return render(request, "access/rights.html", {"roles": ROLE_WORDS, "areas": areas})


def _show_link(request: HttpRequest, actor: Actor, user_id: int) -> HttpResponse:
    facts = person(actor, user_id)
    token = make_sign_in_link(actor, _company(actor), user_id)
    url = request.build_absolute_uri(reverse("access_link", args=[token]))
    minutes = SIGN_IN_LINK_SECONDS // 60
    return render(request, "access/link_made.html", {"person": facts, "url": url, "minutes": minutes})


def _company(actor: Actor) -> int:
    return min(actor.company_ids)


def _sites(request: HttpRequest, actor: Actor) -> tuple[int, ...] | None:
    """The sites ticked, of those that exist here; None for all."""
    if request.POST.get("sites", "all") == "all":
        return None
    known = {str(site.id): site.id for site in sites(actor)}
    return tuple(sorted(known[text] for text in request.POST.getlist("site") if text in known))


def _choices(actor: Actor, chosen: tuple[int, ...] | None, roles: frozenset[str]) -> dict[str, object]:
    return {
        "roles": [
            {
                "key": role,
                "name": ROLE_WORDS[role].capitalize(),
                "means": ROLE_MEANS[role],
                "on": role in roles,
            }
            for role in ROLES
        ],
        "all_sites": chosen is None,
        "sites": [
            {"id": site.id, "name": site.name, "on": chosen is not None and site.id in chosen}
            for site in sites(actor)
        ],
    }


def _rows(actor: Actor) -> list[dict[str, object]]:
    names = {site.id: site.name for site in sites(actor)}
    return [_row(actor, facts, names) for facts in people(actor)]


def _row(actor: Actor, facts: PersonFacts, names: dict[int, str]) -> dict[str, object]:
    return {
        "facts": facts,
        "own": facts.id == actor.user_id,
        "roles": ", ".join(ROLE_WORDS[role] for role in ROLES if role in facts.roles),
        "sites": _("All sites")
        if facts.site_ids is None
        else ", ".join(names.get(site, str(site)) for site in facts.site_ids),
    }
