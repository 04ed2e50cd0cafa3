"""Lets a list of buyers leave within the day's limit, or by an approval for exactly it; refuses anything else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction as database

from opsroom.domains.access import events
from opsroom.domains.access.actions.spend_approval import spend_approval
from opsroom.domains.access.errors import ApprovalNotUsable, NeedsApproval
from opsroom.domains.access.rules import require
from opsroom.kernel.records.events import told_since
from opsroom.kernel.values.actor import Actor

VERB = "customers.export"


@database.atomic
def allow_buyers(actor: Actor, company_id: int, rows: int, plan_sha256: str, day_start: datetime) -> None:
    """`rows`: people in the file. Splitting it does not help: what left today counts. Raises NeedsApproval."""
    used = buyers_exported(actor, company_id, day_start)
    try:
        require(actor, VERB, company_id=company_id, asked=rows, used_today=used)
    except NeedsApproval as beyond:
        try:
            spend_approval(actor, company_id, VERB, plan_sha256)
        except ApprovalNotUsable:
            raise beyond from None


def buyers_exported(actor: Actor, company_id: int, day_start: datetime) -> int:
    """People this actor took out of the program since then."""
    told = told_since(events.EXPORTED, events.COMPANY, company_id, actor, day_start)
    # Before other lists named buyers, the list of customers alone did, and each of its rows one.
    return sum(int(one.get("buyers", one["rows"] if one.get("list") == "customers" else 0)) for one in told)
