"""The queue's side of billing: numbers and papers after a shipment, and a sweep for what a crash left behind."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from opsroom.domains.access.queries import company
from opsroom.domains.access.rules import system_actor
from opsroom.domains.billing import queries
from opsroom.domains.billing.actions.issue_credit_notes import issue_credit_notes
from opsroom.domains.billing.actions.issue_invoices import issue_invoices
from opsroom.domains.billing.actions.number_credit_notes import number_credit_notes
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.kernel.values.actor import Actor


def bill(company_id: int) -> int:
    """Numbers every draft of the company and makes every missing paper; returns how many papers it made."""
    actor = system_actor("system.billing", company_ids=frozenset({company_id}))
    for number in (number_invoices, number_credit_notes):
        while number(actor, company_id, _today(actor, company_id)):
            pass
    made = 0
    for issue in (issue_invoices, issue_credit_notes):
        while done := issue(actor, company_id):
            made += len(done)
    return made


def _today(actor: Actor, company_id: int) -> date:
    return datetime.now(ZoneInfo(company(actor, company_id).timezone)).date()


@app.task(name="billing.bill_company", queue="default")
def bill_company(company_id: int) -> None:
    """One company's drafts; two at once take turns at the series."""
    bill(company_id)


def bill_soon(company_id: int) -> None:
    """Queues the company's billing. Inside a transaction the job is part of it: a rollback takes it along."""
    bill_company.defer(company_id=company_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="billing.sweep", queue="default", pass_context=False)
def sweep(timestamp: int) -> None:
    """Finds drafts whose job was lost with a killed worker."""
    for company_id in queries.companies_waiting():
        bill(company_id)
