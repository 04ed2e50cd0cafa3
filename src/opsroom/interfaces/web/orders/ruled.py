"""Says why an order is as it is: which rules matched, which did not, what came of each act; changes none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import person_names
from opsroom.domains.channels import queries as channels
from opsroom.domains.orders import queries as orders
from opsroom.domains.rules import queries
from opsroom.domains.rules.queries import EvaluationFacts, VersionFacts
from opsroom.domains.rules.rules import Act, Names, Want, act_words, verdict_words
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.kernel.values.actor import Actor

CAUSES = {
    "accepted": "When it came in",
    "changed": "When its facts changed",
    "by_hand": "When a rule was applied to the open orders",
}
BECAME = {
    "done": "done",
    "already": "it was so already",
    "closed": "too late, the order has ended",
    "in_hand": "too late, it is with the warehouse",
    "no_site": "there is no such site any more",
    "not_serving": "this site does not serve the channel",
    "no_person": "this person is not here any more",
}


@require_safe
def why(request: HttpRequest, order_id: int) -> HttpResponse:
    """/orders/<id>/rules, as a drawer or a page."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    found = queries.evaluations_of(order.id)
    versions = queries.versions({v.version_id for one in found for v in one.verdicts})
    names = _names(actor, order.company_id, found)
    passes = [_pass(one, versions, names) for one in found]
    return drawer(request, "orders/_rules.html", {"order": order, "passes": passes})


def _names(actor: Actor, company_id: int, found: list[EvaluationFacts]) -> Names:
    ids = {int(w.value) for one in found for w in one.wants if w.kind == "assign" and w.value.isdecimal()}
    return Names(
        {c.code: c.name for c in channels.channels_of(actor, company_id)},
        {site.code: site.name for site in warehouse.sites(actor)},
        {str(pk): name for pk, name in person_names(actor, ids).items()},
    )


def _pass(one: EvaluationFacts, versions: dict[int, VersionFacts], names: Names) -> dict[str, object]:
    lines = []
    for verdict in one.verdicts:
        version = versions[verdict.version_id]
        stopper = versions.get(verdict.stopper)
        lines.append(
            {
                "name": version.content.name,
                "number": version.number,
                "said": {"matched": "matched", "again": "matches still"}.get(verdict.said, "did not match"),
                "why": verdict_words(
                    verdict, version.content, one.facts, stopper.content.name if stopper else "", names
                ),
                "acts": [
                    _act(want, versions, names) for want in one.wants if want.version_id == verdict.version_id
                ],
            }
        )
    return {"at": one.at, "cause": CAUSES[one.cause], "lines": lines}


def _act(want: Want, versions: dict[int, VersionFacts], names: Names) -> str:
    does = act_words(Act(want.kind, want.value), names)
    if want.became == "overruled":
        by = versions[want.by].content.name if want.by in versions else "an earlier rule"
        had = act_words(Act(want.kind, want.before or ""), names)
        return f"wanted to {does}, but “{by}” comes first: {had}"
    return f"{does}: {BECAME.get(want.became, want.became)}"
