"""Writes, changes and strikes out comments; what could not be sent comes back as it was typed, with its sentence."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.errors import (
    CannotSee,
    CommentEmpty,
    CommentStands,
    CommentTooLong,
    NameShared,
    NothingMoreToSay,
)
from opsroom.domains.access.queries import CommentFacts
from opsroom.insight.lists.subjects import WORDS, Subject, subject_of
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Crumb, Head
from opsroom.interfaces.web.talk.parts import talk
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.comment_on import change_comment, comment_on, strike_out, written

NOT_SENT = (CannotSee, CommentEmpty, CommentTooLong, NameShared, NothingMoreToSay)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_page(request: HttpRequest, word: str, subject_id: int) -> HttpResponse:
    """/talk/order/5: the comments alone; POST text writes one. A page of its own for browsers without script."""
    if word not in WORDS:
        raise Http404
    actor = actor_of(request)
    subject = subject_of(actor, WORDS[word], subject_id)
    text = error = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            comment_on(actor, subject, text)
        except NOT_SENT as refused:
            error = refused.message
        else:
            if request.headers.get("HX-Request") != "true":
                return HttpResponseRedirect(f"{subject.href}#talk")
            text = ""
    return _draw(request, actor, subject, text, error)


def _draw(request: HttpRequest, actor: Actor, subject: Subject, text: str, error: str) -> HttpResponse:
    part = talk(actor, subject, text=text, error=error)
    inside = request.headers.get("HX-Request") == "true"
    head = Head(crumbs=[Crumb(text=subject.name, href=subject.href)], title="Comments")
    return render(request, "talk/part.html" if inside else "talk/page.html", {"talk": part, "head": head})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One's own comment once more, while it may be changed."""
    actor = actor_of(request)
    found, subject = written(actor, comment_id)
    if found.author_id != actor.user_id:
        raise Http404
    text, error = request.POST.get("text", found.text), ""
    if request.method == "POST":
        try:
            change_comment(actor, comment_id, text)
        except (*NOT_SENT, CommentStands) as refused:
            error = refused.message
        else:
            return HttpResponseRedirect(f"{subject.href}#talk")
    context = {
        "goal": f"/talk/comment/{comment_id}/edit",
        "text": text,
        "error": error,
        "people": talk(actor, subject).people,
        "head": Head(crumbs=[Crumb(text=subject.name, href=subject.href)], title="Change the comment"),
    }
    inside = request.headers.get("HX-Request") == "true"
    return render(request, "talk/_edit.html" if inside else "talk/edit.html", context)


@require_POST
def strike(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Strikes it out; it stays readable. Where nothing changed, the page says why."""
    subject, found, struck = strike_out(actor_of(request), comment_id)
    if struck:
        messages.info(request, "The comment is struck out; it stays readable.")
    else:
        messages.error(request, _why_it_stands(found))
    return HttpResponseRedirect(f"{subject.href}#talk")


def _why_it_stands(found: CommentFacts) -> str:
    if found.erased_at:
        return "The comment was erased with the person it was about; nothing is left to strike out."
    if found.struck_at:
        return "The comment was struck out before; nothing changed."
    return "Nothing changed: a comment is struck out by who wrote it, or by who routes tasks."
