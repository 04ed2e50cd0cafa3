"""Draws one rule: what it says, would do and did, its versions; switches, moves, applies and retires it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import CompanyFacts, person_names
from opsroom.domains.access.rules import may, require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import queries as orders
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.move_rule import move_rule
from opsroom.domains.rules.actions.retire_rule import retire_rule
from opsroom.domains.rules.actions.switch_rule import switch_rule
from opsroom.domains.rules.errors import AskFirst
from opsroom.domains.rules.queries import RuleFacts
from opsroom.domains.rules.rules import Act, Known, act_words, doubts, everything, rivals, sentence
from opsroom.insight.rulings.dry_run import DryRun, dry_run
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.improve.rules import STATES
from opsroom.interfaces.web.improve.values import Words, words_of
from opsroom.interfaces.web.parts import Action, Alert, Blank, Crumb, Fact, Head, Strip
from opsroom.interfaces.web.settings.sites import company_or_404
from opsroom.interfaces.web.wording import counted, moment
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_COUNTED_DAYS, RULE_DRY_RUN_DAYS
from opsroom.workflows.apply_rule import apply_rule
from opsroom.workflows.switch_on_rule import question_of, rivals_of, switch_on_rule
from opsroom.workflows.undo_rule_run import undo_rule_run


@require_safe
def rule_page(request: HttpRequest, rule_id: int) -> HttpResponse:
    """/improve/rules/<id>?dry=1 shows what it would do to the orders that are there."""
    actor, company = actor_of(request), company_or_404(request)
    rule = queries.rule_of(actor, rule_id)
    seen = dry_run(actor, company.id, rule.content, rule.id) if request.GET.get("dry") else None
    return render(request, "improve/rule.html", _context(actor, company, rule, seen))


@require_POST
def act(request: HttpRequest, rule_id: int) -> HttpResponse:
    """POST do: on, off, up, down, apply, retire or undo:<run>; `sure` answers what a rule that touches all asked."""
    actor, company = actor_of(request), company_or_404(request)
    rule = queries.rule_of(actor, rule_id)
    do, _, run = request.POST.get("do", "").partition(":")
    back = f"/improve/rules/{rule_id}"
    says = ""
    if do == "on":
        try:
            switch_on_rule(actor, company.id, rule_id, sure=request.POST.get("sure") == "1")
        except AskFirst:
            return HttpResponseRedirect(f"{back}?dry=1")
        says = "Switched on. Orders that are there already are left alone until you apply it."
        back = f"{back}?dry=1"
    elif do == "off":
        switch_rule(actor, company.id, rule_id, on=False)
        says = "Switched off. What it did stays."
    elif do in ("up", "down"):
        moved = move_rule(actor, company.id, rule_id, up=do == "up")
        says = f"Moved {do}." if moved else "It stays: there is no place further."
    elif do == "apply":
        done = apply_rule(actor, company.id, rule_id)
        says = f"{counted(done.matched, 'open order')} matched, {done.changed:,} changed. You can take it back below."
    elif do == "retire":
        retire_rule(actor, company.id, rule_id)
        says, back = f"“{rule.content.name}” is retired. What it said of orders stays readable.", "/improve"
    elif do == "undo" and run.isdecimal() and len(run) < 19:
        says = f"Taken back on {counted(undo_rule_run(actor, company.id, int(run)), 'order')}."
    else:
        return HttpResponse(status=400)
    messages.info(request, says)
    return HttpResponseRedirect(back)


def _context(actor: Actor, company: CompanyFacts, rule: RuleFacts, seen: DryRun | None) -> dict[str, object]:
    require(actor, "rules.view", company_id=company.id)
    words = words_of(actor, company, rule.content)
    versions = queries.versions_of(rule.id)
    runs = queries.runs_of(rule.id)
    who = person_names(
        actor, {pk for pk in (*(v.made_by_id for v in versions), *(r.by_id for r in runs)) if pk}
    )
    count, last = queries.matched_lately(company.id).get(rule.id, (0, None))
    others = [one.ruled for one in queries.rules_of(actor) if one.state == "on" or one.id == rule.id]
    place = [one.id for one in queries.rules_of(actor)].index(rule.id) + 1
    writes = may(actor, "rules.edit", company_id=company.id)
    edit = Action(label="Edit", href=f"/improve/rules/{rule.id}/edit", icon="pencil", keep=True)
    return {
        "rule": rule,
        "head": Head(
            title=rule.content.name,
            crumbs=(Crumb(text="Improve", href="/improve"),),
            lead=sentence(rule.content, words.names),
            actions=(edit,) if writes else (),
        ),
        "strip": Strip(
            facts=(
                Fact(key="State", status=STATES[rule.state], sub=f"version {rule.number}"),
                Fact(key="Place", value=f"{place}", sub="judged from top to bottom"),
                Fact(key=f"Matched in {RULE_COUNTED_DAYS} days", value=counted(count, "order")),
                Fact(key="Last matched", value=moment(last, localdate()) if last else "never"),
            )
        ),
        "alerts": [
            Alert(strong="Look at this.", text=text, tone="warn")
            for text in (
                *doubts(rule.content, _known(actor, company, rule, words)),
                *rivals(rule.ruled, others),
                *filter(None, [everything(rule.content)]),
            )
        ],
        "blank": None
        if seen or runs
        else Blank(
            title="It was not tried yet." if rule.state == "off" else "It judges what comes in.",
            text="A dry run shows what it would have done and would do to open orders; it changes nothing.",
            icon="eye",
        ),
        "seen": seen,
        "dry": _dry_words(seen, words) if seen else None,
        "question": _question(actor, rule, seen) if seen and rule.state == "off" else "",
        "may_see_orders": may(actor, "orders.view", company_id=company.id),
        "writes": writes,
        "switches": may(actor, "rules.switch", company_id=company.id),
        "versions": [
            (v, sentence(v.content, words.names), who.get(v.made_by_id or 0, "Opsroom")) for v in versions
        ],
        "runs": [(run, who.get(run.by_id or 0, "somebody")) for run in runs],
    }


def _question(actor: Actor, rule: RuleFacts, seen: DryRun) -> str:
    found = question_of(seen, rule.content, rivals_of(actor, rule))
    return f"{found} Switch it on?" if found else ""


def _known(actor: Actor, company: CompanyFacts, rule: RuleFacts, words: Words) -> Known:
    """What the rule names and is there."""
    asked = [one for one in rule.content.conditions if one.what.startswith(("sku", "tag"))]
    codes = {v for one in asked if one.what.startswith("sku") for v in one.values}
    tags = {v for one in asked if one.what.startswith("tag") for v in one.values}
    added = {
        a.value.casefold() for one in queries.rules_of(actor) for a in one.content.acts if a.kind == "tag"
    }
    return Known(
        channels=set(words.names.channels),
        sites=set(words.names.sites),
        people=set(words.names.people),
        skus={code.casefold() for code in catalog.skus_by_code(company.id, codes)},
        tags=added | orders.tags_in_use(company.id, tags),
    )


def _dry_words(seen: DryRun, words: Words) -> dict[str, object]:
    if seen.matches_everything:
        head = f"It matches everything: {'' if seen.cut else 'all '}{seen.open_words}."
    elif seen.matches_nothing:
        head = f"It matches nothing: no open order and none of the last {RULE_DRY_RUN_DAYS} days."
    else:
        head = f"It matches {seen.open_matched:,} of {seen.open_words}."
    past = f"{seen.past_matched:,} of {seen.past_words} of the last {RULE_DRY_RUN_DAYS} days match."
    lost = (
        f"In {counted(seen.overruled, 'order')} an earlier rule has set the same thing."
        if seen.overruled
        else ""
    )
    cut = "Older ones were not judged, so that the page answers soon." if seen.cut else ""
    return {
        "head": head,
        "past": " ".join(part for part in (past, lost, cut) if part),
        "changes": [(_does((change,), words), counted(n, "order")) for change, n in seen.changes],
        "examples": [
            (one.order_id, one.number, _does(one.changes, words) or "nothing new") for one in seen.examples
        ],
    }


def _does(changes: Sequence[tuple[str, str]], words: Words) -> str:
    return ", ".join(act_words(Act(kind, value), words.names) for kind, value in changes)
