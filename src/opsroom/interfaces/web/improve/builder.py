"""The builder of a rule as one form that reads as a sentence: works without script, saves nothing that is broken."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import require
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.create_rule import create_rule
from opsroom.domains.rules.errors import AskFirst
from opsroom.domains.rules.rules import ACTS, WHATS, Act, Condition, Content, faults, sentence
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.improve.values import (
    ACT_HELP,
    HELP,
    Words,
    act_text,
    condition_text,
    read_act,
    read_condition,
    words_of,
)
from opsroom.interfaces.web.parts import Alert, Crumb, Head
from opsroom.interfaces.web.settings.sites import company_or_404
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_CONDITIONS_COUNT_MAX
from opsroom.workflows.change_rule import change_rule

FIRST_WHAT, FIRST_ACT = "country_is", "tag"


@dataclass(slots=True)
class Line:
    """One line of the form: what is chosen, the value as typed, what it takes, and what is wrong with it."""

    key: str
    value: str = ""
    error: str = ""
    help: str = ""
    takes: bool = True


@dataclass(slots=True)
class Form:
    """The form as typed; nothing of it is lost when something is wrong beside it."""

    name: str = ""
    match: str = "all"
    stop: bool = False
    conditions: list[Line] = field(default_factory=list)
    acts: list[Line] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new rule; it is born switched off."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "rules.edit", company_id=company.id)
    return _answer(request, actor, company, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A new version of a rule."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "rules.edit", company_id=company.id)
    return _answer(request, actor, company, queries.rule_of(actor, rule_id))


def _answer(
    request: HttpRequest, actor: Actor, company: CompanyFacts, rule: queries.RuleFacts | None
) -> HttpResponse:
    words = words_of(actor, company, rule.content if rule else None)
    if request.method != "POST":
        form = _form_of(rule.content, words, actor) if rule else Form()
        form.conditions = form.conditions or ([] if rule else [Line(FIRST_WHAT)])
        form.acts = form.acts or [Line(FIRST_ACT)]
        return _page(request, rule, form, "", [])
    form = _typed(request)
    content, clean = _read(form, words, actor)
    wrong = faults(content)
    if request.POST.get("do") == "save":
        if clean and not wrong:
            try:
                return _save(request, actor, company, rule, content)
            except AskFirst as ask:
                return _page(request, rule, form, "", [], 409, asks=ask.message)
        return _page(request, rule, form, "", wrong if clean else ["Some values do not fit; see below."], 400)
    named = words_of(actor, company, content) if clean and not wrong else None
    return _page(request, rule, form, sentence(content, named.names) if named else "", [])


def _save(
    request: HttpRequest,
    actor: Actor,
    company: CompanyFacts,
    rule: queries.RuleFacts | None,
    content: Content,
) -> HttpResponse:
    if rule is None:
        rule_id = create_rule(actor, company.id, content)
        messages.info(request, "Rule saved, switched off. This is what it would do.")
    else:
        rule_id = rule.id
        seen = bool(request.POST.get("seen"))
        number = change_rule(actor, company.id, rule_id, content, seen=seen)
        messages.info(request, f"Saved as version {number}.")
    return HttpResponseRedirect(f"/improve/rules/{rule_id}?dry=1")


def _typed(request: HttpRequest) -> Form:
    """The form with a line added or removed, as the pressed button says."""
    post = request.POST
    form = Form(
        name=post.get("name", "").strip(), match="any" if post.get("match") == "any" else "all",
        stop=bool(post.get("stop")),
    )  # fmt: skip
    asked = zip(post.getlist("what"), post.getlist("value"), strict=False)
    done = zip(post.getlist("act"), post.getlist("act_value"), strict=False)
    most = RULE_CONDITIONS_COUNT_MAX
    form.conditions = [Line(what, value) for what, value in asked if what in WHATS][:most]
    form.acts = [Line(kind, value) for kind, value in done if kind in ACTS][:most]
    do, _, place = post.get("do", "").partition(":")
    lines = form.acts if do.endswith("-act") else form.conditions
    if do.startswith("add-") and len(lines) < most:
        lines.append(Line(FIRST_ACT if do == "add-act" else FIRST_WHAT))
    elif do.startswith("remove-") and place.isdecimal() and len(place) < 4 and int(place) < len(lines):
        del lines[int(place)]
    return form


def _read(form: Form, words: Words, actor: Actor) -> tuple[Content, bool]:
    """The content, and whether every value could be read; what could not is said on its line."""
    conditions: list[Condition] = []
    acts: list[Act] = []
    for line in form.conditions:
        condition, line.error = read_condition(line.key, line.value, words)
        conditions.append(condition)
    for line in form.acts:
        act, line.error = read_act(line.key, line.value, words, actor)
        acts.append(act)
    clean = not any(line.error for line in (*form.conditions, *form.acts))
    return Content(form.name, form.match, tuple(conditions), tuple(acts), form.stop), clean


def _form_of(content: Content, words: Words, actor: Actor) -> Form:
    return Form(
        content.name,
        content.match,
        content.stop,
        [Line(one.what, condition_text(one, words)) for one in content.conditions],
        [Line(one.kind, act_text(one, actor)) for one in content.acts],
    )


def _page(
    request: HttpRequest,
    rule: queries.RuleFacts | None,
    form: Form,
    reads: str,
    wrong: list[str],
    status: int = 200,
    asks: str = "",
) -> HttpResponse:
    saving = request.POST.get("do") == "save"
    for line in form.conditions:
        line.help, line.takes = HELP[WHATS[line.key][1]], WHATS[line.key][1] != "nothing"
        line.error = line.error if saving or line.value else ""
    for line in form.acts:
        line.help = ACT_HELP[line.key]
        line.error = line.error if saving or line.value else ""
    crumbs = [Crumb(text="Improve", href="/improve")]
    if rule:
        crumbs.append(Crumb(text=rule.content.name, href=f"/improve/rules/{rule.id}"))
    context = {
        "head": Head(
            title=f"Edit “{rule.content.name}”" if rule else "A new rule",
            crumbs=crumbs,
            lead="It judges the whole order. Saving switches nothing on and touches no order that is there.",
        ),
        "form": form,
        "whats": [(key, words) for key, (words, _) in WHATS.items()],
        "acts": list(ACTS.items()),
        "reads": reads,
        "alert": Alert(strong="Not saved.", text=" ".join(wrong), tone="bad")
        if wrong
        else Alert(strong="Not saved yet.", text=asks, tone="warn")
        if asks
        else None,
        "asks": asks,
    }
    return render(request, "improve/form.html", context, status=status)
