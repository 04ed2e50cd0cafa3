"""Tables of payments: what was paid, promised or guaranteed for an order, as the channel recorded it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opsroom.domains.payments.states import PAYMENT
from opsroom.kernel.records.constraints import state_check

KINDS = ("card", "wallet", "transfer", "terms", "cod", "cash", "marketplace", "gift_card", "other")


class Payment(models.Model):
    """One payment of one order, once per outside id. `kind` terms, cod and marketplace are promises, not money yet."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="payments", db_index=False
    )
    external_id = models.TextField()
    kind = models.TextField(db_default="other")
    gateway = models.TextField(db_default="")
    state = models.TextField(db_default="pending")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="payments_payment_external_once"),
            state_check(PAYMENT, "state", "payments_payment_state_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="payments_payment_kind_known"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="payments_payment_not_negative"),
        ]


class Refund(models.Model):
    """Money that went back to a customer, as it was told, once per outside id. Who sent it is not asked again.

    `ours_minor` is about money of our book; `concession_minor` exceeds all that was paid; the rest an earlier tool had.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="refunds", db_index=False
    )
    external_id = models.TextField()
    amount_minor = models.BigIntegerField()
    ours_minor = models.BigIntegerField()
    concession_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="payments_refund_external_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0)
                & Q(ours_minor__gte=0)
                & Q(concession_minor__gte=0)
                & Q(amount_minor__gte=F("ours_minor") + F("concession_minor")),
                name="payments_refund_parts_within",
            ),
        ]
