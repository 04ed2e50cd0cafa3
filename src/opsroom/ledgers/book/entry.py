"""The columns every entry has, in either book; refuses change: rows are appended and never touched again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Func, Q

from opsroom.kernel.values.limits import LEDGER_KEY_CHARS_MAX


class TransactionIdField(models.Field[int, int]):
    """PostgreSQL's 64-bit transaction id: it tells a later transaction from the one that wrote the row."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


class CurrentTransactionId(Func):
    """pg_current_xact_id(), as a column default."""

    function = "pg_current_xact_id"
    output_field = TransactionIdField()


class EntryColumns(models.Model):
    """One posting: who, when, about what, and the key and hash that make it happen once."""

    append_only: ClassVar[bool] = True

    company_id = models.BigIntegerField()
    key = models.TextField()
    request_hash = models.CharField(max_length=64)
    kind = models.TextField()
    at = models.DateTimeField(db_default=TransactionNow())
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    ref_kind = models.TextField(db_default="")
    ref_id = models.BigIntegerField(null=True)
    reverses = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    xid = TransactionIdField(db_default=CurrentTransactionId(), editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["company_id", "key"], name="%(app_label)s_entry_key_once"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="%(app_label)s_entry_reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(key__regex=f"^.{{1,{LEDGER_KEY_CHARS_MAX}}}$"),
                name="%(app_label)s_entry_key_length",
            ),
            models.CheckConstraint(
                condition=Q(request_hash__regex="^[0-9a-f]{64}$"), name="%(app_label)s_entry_hash_is_sha256"
            ),
            models.CheckConstraint(
                condition=~Q(reverses=F("id")) | Q(reverses__isnull=True),
                name="%(app_label)s_entry_not_own_reversal",
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "ref_kind", "ref_id"], name="%(app_label)s_entry_by_ref"),
        ]
