"""Tables of the money book: accounts, entries, transfers, balances; refuses amounts without source and target.

Entries and transfers are the truth and never change; balances are derived from them in the same transaction.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from opsroom.ledgers.book.entry import EntryColumns
from opsroom.ledgers.core.accounts import KINDS


class Account(models.Model):
    """One account of a company's chart."""

    company_id = models.BigIntegerField()
    code = models.TextField()
    kind = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "code"], name="money_account_once"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="money_account_kind_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Entry(EntryColumns):
    """One posting of transfers, on one business day."""

    business_date = models.DateField()

    class Meta(EntryColumns.Meta):
        indexes = [
            *EntryColumns.Meta.indexes,
            models.Index(fields=["company_id", "business_date"], name="money_entry_by_date"),
        ]


class Transfer(models.Model):
    """So many minor units from one account (credited) to another (debited)."""

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.IntegerField()
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="money_transfer_position_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="money_transfer_minor_above_zero"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="money_transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="money_transfer_currency_code"
            ),
        ]


class Balance(models.Model):
    """Targets minus sources of an account in one currency, as the sum of its slots.

    Derived: rebuilt from transfers when it differs. Every server process adds to a slot of its own, so that sales that
    are paid by one processor do not wait for each other's commit.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    slot = models.SmallIntegerField(db_default=0)
    minor = models.BigIntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "currency", "slot"], name="money_balance_once"),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="money_balance_currency_code"
            ),
        ]
