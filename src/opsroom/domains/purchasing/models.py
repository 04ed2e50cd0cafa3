"""Tables of purchasing: what was ordered from a supplier, and of each line how much came and how much never will."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opsroom.domains.purchasing.states import PURCHASE
from opsroom.kernel.records.constraints import state_check


class PurchaseOrder(models.Model):
    """One order to one supplier for one site, by the number that stands on its papers."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    supplier = models.ForeignKey(
        "partners.Supplier", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    site = models.ForeignKey("warehouse.Site", on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    state = models.TextField(db_default="open")
    currency = models.CharField(max_length=3)
    ordered_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    imported_in = models.ForeignKey("channels.Import", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            state_check(PURCHASE, "state", "purchasing_purchaseorder_state_known"),
            models.UniqueConstraint(
                fields=["company", "number"], name="purchasing_purchaseorder_number_once"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="purchasing_purchaseorder_numbered"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="purchasing_purchaseorder_currency_shape"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "expected_on"], name="purchasing_order_due"),
            models.Index(fields=["supplier"], name="purchasing_order_supplier"),
        ]


class PurchaseLine(models.Model):
    """So many pieces of a SKU. To come: ordered - received - cancelled, never below zero."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, related_name="+", db_index=False)
    ordered = models.IntegerField()
    received = models.IntegerField(db_default=0)
    cancelled = models.IntegerField(db_default=0)  # will never come, as a person or the old tool said
    unit_cost = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    expected_on = models.DateField(null=True)  # where this line comes on another day than its order

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="purchasing_purchaseline_once"),
            models.CheckConstraint(
                condition=Q(ordered__gt=0) & Q(received__gte=0) & Q(cancelled__gte=0),
                name="purchasing_purchaseline_not_negative",
            ),
            # More than was ordered may come; what will not come cannot be more than was left.
            models.CheckConstraint(
                condition=Q(cancelled=0) | Q(ordered__gte=F("received") + F("cancelled")),
                name="purchasing_purchaseline_cancels_what_is_left",
            ),
            models.CheckConstraint(
                condition=Q(unit_cost=None) | Q(unit_cost__gte=0),
                name="purchasing_purchaseline_cost_possible",
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="purchasing_line_sku")]
