"""Lets those who change the order of a company's rules take turns, and finds one of them; no verb of its own."""

from __future__ import annotations

from opsroom.domains.rules.errors import RuleNotFound
from opsroom.domains.rules.models import Rule


def lock_rules(company_id: int) -> list[Rule]:
    """All rules of the company that are not retired, in their order, under a row lock."""
    rows = Rule.objects.select_for_update().filter(company_id=company_id).exclude(state="retired")
    return sorted(rows.order_by("id"), key=lambda row: row.position)


def locked_rule(company_id: int, rule_id: int) -> Rule:
    """One of them; a foreign or retired one is a missing one."""
    found = (
        Rule.objects.select_for_update()
        .filter(pk=rule_id, company_id=company_id)
        .exclude(state="retired")
        .first()
    )
    if found is None:
        raise RuleNotFound()
    return found
