"""Leaves a note to the next shift with the numbers of this moment; its undo is withdraw_shift_note."""

from __future__ import annotations

from django.utils import timezone

from opsroom.domains.access.actions.give_shift_note import give_shift_note
from opsroom.domains.access.queries import company
from opsroom.domains.access.rules import require
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.metrics.shift import standing
from opsroom.kernel.values.actor import Actor


def hand_over(actor: Actor, company_id: int, site_id: int, shift: str, words: str) -> int:
    """The note's id. Numbers and day are taken here, so that no page can send others. Raises NoteTaken, BadValue."""
    require(actor, "access.hand_over", company_id=company_id, site_id=site_id)
    warehouse.site_facts(company_id, site_id)  # raises for another company's site
    now = timezone.now()
    day = warehouse.site_clock(site_id).calendar.business_day(now)
    rows = standing(actor, site_id, now=now, time_zone=company(actor, company_id).timezone)
    facts = {row.key: row.number for row in rows}
    return give_shift_note(actor, company_id, site_id, day, shift, words, facts)
