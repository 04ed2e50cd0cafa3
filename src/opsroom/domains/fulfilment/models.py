"""Tables of fulfilment: fulfilment orders, waves, picks, parcels. Refuses to ship more than was released."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opsroom.domains.fulfilment.states import FULFILMENT_ORDER, PARCEL, PICK, WAVE
from opsroom.kernel.records.constraints import state_check


class Wave(models.Model):
    """Fulfilment orders picked together; it has one owner, others look on until they take it over."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    site = models.ForeignKey("warehouse.Site", on_delete=models.PROTECT)
    number = models.TextField()  # "W-207"
    profile = models.TextField()
    state = models.TextField(db_default="open")
    owner = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    note = models.TextField(db_default="")
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    printed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="fulfilment_wave_number_once"),
            state_check(WAVE, "state", "fulfilment_wave_state_known"),
        ]


class FulfilmentOrder(models.Model):
    """What one site sends of one order by one delivery method."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="fulfilment_orders", db_index=False
    )
    site = models.ForeignKey("warehouse.Site", on_delete=models.PROTECT)
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, related_name="fulfilment_orders", db_index=False
    )
    number = models.TextField()  # "F-10031", on the slip as a barcode
    state = models.TextField(db_default="released")
    delivery_method = models.TextField(db_default="")
    ship_by = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(db_default=0)
    tote_id = models.BigIntegerField(null=True)  # the location its picked goods lie in
    released_at = models.DateTimeField(db_default=Now())
    picked_at = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="fulfilment_order_number_once"),
            state_check(FULFILMENT_ORDER, "state", "fulfilment_order_state_known"),
        ]
        indexes = [
            models.Index(fields=["order"], name="fulfilment_order_order"),
            models.Index(fields=["wave"], name="fulfilment_order_wave"),
            models.Index(
                fields=["site", "ship_by"],
                condition=~Q(state__in=["shipped", "cancelled"]),
                name="fulfilment_order_open",
            ),
        ]


class FulfilmentLine(models.Model):
    """Pieces of one demand inside a fulfilment order. `allocation` is null for a SKU whose stock nobody tracks."""

    fulfilment_order = models.ForeignKey(
        FulfilmentOrder, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    demand = models.ForeignKey("orders.Demand", on_delete=models.PROTECT)
    allocation = models.ForeignKey("warehouse.Allocation", on_delete=models.PROTECT, null=True)
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    picked = models.IntegerField(db_default=0)
    packed = models.IntegerField(db_default=0)
    short = models.IntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fulfilment_order", "demand", "allocation"],
                name="fulfilment_line_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0)
                & Q(picked__gte=0)
                & Q(short__gte=0)
                & Q(quantity__gte=F("picked") + F("short"))
                & Q(packed__gte=0)
                & Q(packed__lte=F("quantity")),
                name="fulfilment_line_within_quantity",
            ),
        ]


class Pick(models.Model):
    """One stop of a picker: so many pieces of a SKU from a bin for a fulfilment line."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="picks", db_index=False)
    line = models.ForeignKey(FulfilmentLine, on_delete=models.CASCADE, related_name="picks")
    location = models.ForeignKey(
        "warehouse.Location", on_delete=models.PROTECT, null=True
    )  # null: not tracked
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    taken = models.IntegerField(db_default=0)
    state = models.TextField(db_default="open")
    sequence = models.IntegerField(db_default=0)
    scan_key = models.TextField(null=True)  # the device's own id of the last scan: a repeat changes nothing
    done_by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_check(PICK, "state", "fulfilment_pick_state_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(taken__gte=0) & Q(taken__lte=F("quantity")),
                name="fulfilment_pick_within_quantity",
            ),
        ]
        indexes = [models.Index(fields=["wave", "state", "sequence"], name="fulfilment_pick_walk")]


class Scan(models.Model):
    """A scan as a device sent it, once: the client's own id makes a repeat harmless, also offline."""

    client_key = models.TextField()
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    user = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    purpose = models.TextField()  # pick | pack
    subject_id = models.BigIntegerField()  # wave or fulfilment order
    code = models.TextField()
    answer = models.JSONField(db_default={})
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "client_key"], name="fulfilment_scan_once")]


class Parcel(models.Model):
    """One box with its tracking; the label says TEST until a carrier is connected."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    fulfilment_order = models.ForeignKey(FulfilmentOrder, on_delete=models.PROTECT, related_name="parcels")
    number = models.TextField()  # "P-20011"
    state = models.TextField(db_default="open")
    carrier = models.TextField(db_default="")
    service = models.TextField(db_default="")
    tracking = models.TextField(db_default="")
    weight_g = models.IntegerField(null=True)
    is_test_label = models.BooleanField(db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    labelled_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="fulfilment_parcel_number_once"),
            state_check(PARCEL, "state", "fulfilment_parcel_state_known"),
            models.UniqueConstraint(
                fields=["company", "carrier", "tracking"],
                condition=~Q(tracking="") & ~Q(state="voided"),
                name="fulfilment_parcel_tracking_once",
            ),
        ]


class ParcelLine(models.Model):
    """What lies in a parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines", db_index=False)
    line = models.ForeignKey(FulfilmentLine, on_delete=models.PROTECT)
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="fulfilment_parcelline_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="fulfilment_parcelline_quantity_positive"
            ),
        ]
