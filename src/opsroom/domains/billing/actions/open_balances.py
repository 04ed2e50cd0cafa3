"""Books what stood on accounts of an old tool against the opening balance, once each. Undo: remove_balances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.events import BALANCE, BALANCE_OPENED
from opsroom.domains.billing.models import OpeningBalance
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.chart import account_ids, open_account
from opsroom.ledgers.money.errors import UnknownAccount
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.balance_opened import balance_opened


@dataclass(frozen=True, slots=True)
class BalanceDraft:
    """One balance in minor units, debit above zero. `kind` opens an account the chart does not have; `booked` False:
    only kept as told."""

    account: str
    title: str
    kind: str
    currency: str
    minor: int
    booked: bool = True


@transaction.atomic
def open_balances(
    actor: Actor, company_id: int, drafts: Sequence[BalanceDraft], *, opened_on: date, import_id: int
) -> dict[tuple[str, str], int]:
    """(account, currency) -> id. One that stands here already stays as it is."""
    access.require(actor, "billing.open", company_id=company_id)
    rows = OpeningBalance.objects.filter(company_id=company_id).values_list("account", "currency", "id")
    ids = {(account, currency): int(pk) for account, currency, pk in rows}
    wanted = {(one.account, one.currency): one for one in drafts if (one.account, one.currency) not in ids}
    for draft in wanted.values():
        if draft.booked:
            _ensure(company_id, draft)
    made = OpeningBalance.objects.bulk_create(
        OpeningBalance(
            company_id=company_id, account=one.account, title=one.title, currency=one.currency, minor=one.minor,
            booked=one.booked, opened_on=opened_on, imported_in_id=import_id,
        )
        for one in wanted.values()
    )  # fmt: skip
    entries = [
        MoneyEntry(
            key=f"opening:balance:{row.pk}",
            kind="opening",
            transfers=tuple(balance_opened(row.account, row.minor, row.currency)),
            on_date=opened_on,
            ref_kind=BALANCE,
            ref_id=int(row.pk),
        )
        for row in made
        if row.booked
    ]
    post_many_entries(entries, actor=actor, company_id=company_id)
    events.record(BALANCE_OPENED, BALANCE, [row.pk for row in made], actor, company_id=company_id)
    wake.notify("money")
    return ids | {(row.account, row.currency): int(row.pk) for row in made}


def _ensure(company_id: int, draft: BalanceDraft) -> None:
    try:
        account_ids(company_id, [draft.account])
    except UnknownAccount:
        open_account(company_id, draft.account, draft.kind)
