"""Lists the rules in the order they are judged, as sentences, with what each matched lately; changes none of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may, require
from opsroom.domains.rules import queries
from opsroom.domains.rules.queries import RuleFacts
from opsroom.domains.rules.rules import sentence
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import export_action, give_table
from opsroom.interfaces.web.improve.values import words_of
from opsroom.interfaces.web.parts import Action, Blank, Head, Status
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.settings.sites import company_or_404
from opsroom.interfaces.web.wording import counted, moment
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_COUNTED_DAYS

STATES = {"on": Status(text="On", tone="ok"), "off": Status(text="Off", tone="todo")}


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """/improve: all rules that are not retired."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "rules.view", company_id=company.id)
    rules = _rules(actor, company)
    on = sum(one.state == "on" for one in rules)
    write = Action(label="New rule", href="/improve/rules/new", icon="plus", look="pri", key="c")
    writes = may(actor, "rules.edit", company_id=company.id)
    context = {
        "head": Head(
            title=f"{counted(on, 'rule')} at work" if on else "No rule is at work",
            eyebrow="Improve",
            lead="Judged from top to bottom when an order comes in and when its facts change. "
            "What the first one sets, later ones leave.",
            actions=(*export_action(actor, "/improve/export"), *((write,) if writes and rules else ())),
        ),
        "table": _table(actor, company, rules, (write,) if writes else ()),
    }
    return render(request, "improve/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rules_export(request: HttpRequest) -> HttpResponse:
    """/improve/export: the rules as sentences, in the order they are judged."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "rules.view", company_id=company.id)
    rules = _rules(actor, company)
    return give_table(request, "rules", "rule", len(rules), lambda: _table(actor, company, rules, ()))


def _rules(actor: Actor, company: CompanyFacts) -> list[RuleFacts]:
    return [one for one in queries.rules_of(actor) if one.company_id == company.id]


def _table(
    actor: Actor, company: CompanyFacts, rules: Sequence[RuleFacts], acts: tuple[Action, ...]
) -> Table:
    lately = queries.matched_lately(company.id)
    return Table(
        label="Rules",
        list_keys=True,
        columns=(
            Column(name="Rule", phone="1 full", wrap=True),
            Column(name="State", phone="2"),
            Column(name=f"Matched in {RULE_COUNTED_DAYS} days", number=True, phone="3", label="Matched"),
            Column(name="Last matched", phone="4", label="last"),
        ),
        rows=[
            _row(
                place,
                one,
                lately.get(one.id),
                sentence(one.content, words_of(actor, company, one.content).names),
            )
            for place, one in enumerate(rules, 1)
        ],
        empty=Blank(
            title="No rules yet.",
            text="A rule tags, holds or routes orders by channel, country, SKU, value or tag. "
            "It is tried on your own orders before it is switched on.",
            icon="list-checks",
            actions=acts,
        ),
    )


def _row(place: int, rule: RuleFacts, lately: tuple[int, datetime] | None, reads: str) -> Row:
    orders, last = lately or (0, None)
    return Row(
        id=str(rule.id),
        name=rule.content.name,
        cells=(
            Cell(text=f"{place}. {rule.content.name}", href=f"/improve/rules/{rule.id}", note=reads),
            Cell(part=STATES[rule.state]),
            Cell(text=counted(orders, "order")),
            Cell(text=moment(last, localdate())),
        ),
    )
