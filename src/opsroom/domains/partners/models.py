"""Tables of partners: whom the shop buys from; the persons there stand in fields that can be erased."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower, Now

from opsroom.kernel.values.limits import LEAD_TIME_DAYS_MAX


class Supplier(models.Model):
    """A firm the shop buys from, by the shop's own code; `lead_time_days` and `currency` unknown until told."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    code = models.TextField()
    name = models.TextField()
    currency = models.CharField(max_length=3, db_default="")
    lead_time_days = models.IntegerField(null=True)
    contact = models.TextField(db_default="")
    email = models.TextField(db_default="")
    phone = models.TextField(db_default="")
    active = models.BooleanField(db_default=True)
    created_at = models.DateTimeField(db_default=Now())
    contact_erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="partners_supplier_code_once"),
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""), name="partners_supplier_named"
            ),
            models.CheckConstraint(
                condition=models.Q(lead_time_days=None)
                | models.Q(lead_time_days__gte=0, lead_time_days__lte=LEAD_TIME_DAYS_MAX),
                name="partners_supplier_lead_time_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(currency="") | models.Q(currency__regex=r"^[A-Z]{3}$"),
                name="partners_supplier_currency_shape",
            ),
            models.CheckConstraint(
                condition=models.Q(contact_erased_at=None) | models.Q(contact="", email="", phone=""),
                name="partners_supplier_erased_is_empty",
            ),
        ]
        indexes = [models.Index("company", Lower("name"), name="partners_supplier_name")]
