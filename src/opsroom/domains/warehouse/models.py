"""Tables of the warehouse: sites, locations, stock per site, allocations. The only poster to the stock book."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opsroom.domains.warehouse.states import ALLOCATION_ROW, CHECKOUT_HOLD
from opsroom.kernel.records.constraints import state_check

PROFILES = ("paper", "scan_to_pack", "full")
LOCATION_KINDS = (
    "bin",
    "tote",
    "packing",
    "dispatch",
    "quarantine",
    "supplier",
    "customer",
    "loss",
    "transit",
    "external",
    "opening",
)


class Site(models.Model):
    """A building goods leave from; its profile says how much scanning it does, its clock when it works."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    code = models.TextField()
    name = models.TextField()
    profile = models.TextField(db_default="paper")
    timezone = models.TextField()
    country = models.TextField()
    region = models.TextField(db_default="")
    # {"mon": ["08:00", "17:00"], ...}; a missing day is closed
    hours = models.JSONField(db_default={})
    holidays = models.JSONField(db_default=[])  # ["2026-12-25", ...] beside the country's own
    handling_days = models.SmallIntegerField(db_default=1)
    address = models.JSONField(db_default={})  # the sender on slips and labels: ours, no person
    active = models.BooleanField(db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="warehouse_site_code_once"),
            models.CheckConstraint(condition=Q(profile__in=PROFILES), name="warehouse_site_profile_known"),
        ]


class ChannelSite(models.Model):
    """Which site serves a channel's orders; the lowest position that has the goods wins."""

    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, db_index=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    position = models.SmallIntegerField(db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "site"], name="warehouse_channelsite_once")]


class CutOff(models.Model):
    """When a carrier's service is collected at a site, on which weekdays (1 Monday to 7 Sunday)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="cut_offs", db_index=False)
    carrier = models.TextField()
    service = models.TextField(db_default="")
    at = models.TimeField()
    weekdays = models.JSONField(db_default=[1, 2, 3, 4, 5])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "carrier", "service"], name="warehouse_cutoff_once")
        ]


class Location(models.Model):
    """A place in a site (bin, tote, packing bench, dispatch) or a virtual one; `place_id` is its page in the book."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, related_name="locations", db_index=False
    )
    kind = models.TextField()
    zone = models.TextField(db_default="")
    code = models.TextField()
    sequence = models.IntegerField(db_default=0)  # walking order
    sellable = models.BooleanField(db_default=True)
    place = models.OneToOneField("stock.Place", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "site", "code"], name="warehouse_location_code_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LOCATION_KINDS), name="warehouse_location_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["site", "kind", "sequence"], name="warehouse_location_walk")]


class Stock(models.Model):
    """What one site has of one SKU, derived from the book with it; ATP = on hand - unsellable - allocated."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, db_index=False)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, related_name="stock", db_index=False)
    on_hand = models.IntegerField(db_default=0)  # pieces in every place inside the site
    unsellable = models.IntegerField(db_default=0)  # of those, in quarantine or other places not for sale
    allocated = models.IntegerField(db_default=0)  # set aside for orders and checkouts, and not yet shipped
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "sku"], name="warehouse_stock_once"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) & Q(unsellable__gte=0) & Q(allocated__gte=0),
                name="warehouse_stock_not_negative",
            ),
            # No unit is allocated twice: the wall behind every lock.
            models.CheckConstraint(
                condition=Q(on_hand__gte=F("unsellable") + F("allocated")),
                name="warehouse_stock_not_oversold",
            ),
        ]
        indexes = [models.Index(fields=["sku", "site"], name="warehouse_stock_sku")]


class Allocation(models.Model):
    """Pieces of one SKU at one site set aside for one demand of an order; hard ones name their location."""

    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    demand = models.ForeignKey(
        "orders.Demand", on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, db_index=False)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    state = models.TextField(db_default="soft")
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, null=True, db_index=False
    )  # bin when hard, tote when picked
    lot_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            state_check(ALLOCATION_ROW, "state", "warehouse_allocation_state_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="warehouse_allocation_quantity_positive"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["hard", "picked"]) | Q(location__isnull=False),
                name="warehouse_allocation_hard_has_location",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="warehouse_allocation_order"),
            models.Index(fields=["demand"], name="warehouse_allocation_demand"),
            models.Index(
                fields=["site", "sku"],
                condition=Q(state__in=["soft", "hard", "picked"]),
                name="warehouse_allocation_live",
            ),
            models.Index(
                fields=["location"], condition=Q(location__isnull=False), name="warehouse_allocation_at"
            ),
        ]


class CheckoutHold(models.Model):
    """Goods kept for a while for somebody who is about to buy, asked for by a shop or a person before anything is sold.

    `token` is the asker's own name for the cart or the draft; an order that names it gets these goods.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, db_index=False)
    token = models.TextField()
    state = models.TextField(db_default="granted")
    granted_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    order = models.ForeignKey("orders.Order", on_delete=models.SET_NULL, null=True, db_index=False)

    class Meta:
        constraints = [
            state_check(CHECKOUT_HOLD, "state", "warehouse_checkouthold_state_known"),
            models.UniqueConstraint(
                fields=["channel", "token"], condition=Q(state="granted"), name="warehouse_checkouthold_once"
            ),
            models.CheckConstraint(condition=~Q(token=""), name="warehouse_checkouthold_named"),
        ]
        indexes = [
            models.Index(
                fields=["company", "expires_at"],
                condition=Q(state="granted"),
                name="warehouse_checkouthold_due",
            ),
            models.Index(
                fields=["order"], condition=Q(order__isnull=False), name="warehouse_checkouthold_order"
            ),
        ]


class HeldStock(models.Model):
    """Pieces of one SKU at one site that a checkout hold keeps; while it is granted they count as allocated."""

    hold = models.ForeignKey(CheckoutHold, on_delete=models.CASCADE, related_name="held", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, db_index=False)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT)
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hold", "sku", "site"], name="warehouse_heldstock_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="warehouse_heldstock_quantity_positive"),
        ]
        indexes = [models.Index(fields=["site", "sku"], name="warehouse_heldstock_at")]


class Opening(models.Model):
    """What a file said opens a shelf: an *available* figure is raised by what open orders had taken from it by then.

    A product file's figure gives way to a stock file's; a count closes it, since then the shelf itself has spoken.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT)
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    imported_in = models.ForeignKey("channels.Import", on_delete=models.PROTECT, db_index=False)
    source = models.TextField()  # product | stock: which kind of file told it
    meaning = models.TextField()  # available | on_hand
    figure = models.IntegerField()  # as told; a channel that oversold tells less than 0
    unit_cost = models.DecimalField(
        max_digits=20, decimal_places=6, null=True
    )  # of one piece, as it was told then
    as_of = models.DateTimeField()  # orders placed later had not lowered the figure yet
    closed_at = models.DateTimeField(null=True)
    closed_by_import = models.BigIntegerField(
        null=True
    )  # the file that replaced it; its undo brings this back

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(meaning__in=["available", "on_hand"]), name="warehouse_opening_meaning_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["product", "stock"]), name="warehouse_opening_source_known"
            ),
            models.UniqueConstraint(
                fields=["site", "sku", "location"],
                condition=Q(closed_at__isnull=True),
                name="warehouse_opening_stands_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku", "site"], condition=Q(closed_at__isnull=True), name="warehouse_opening_stands"
            ),
            models.Index(fields=["imported_in"], name="warehouse_opening_import"),
        ]


class OpeningShare(models.Model):
    """Pieces of one order's demand that an *available* figure had left out, so that they lie on the shelf as well."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="shares", db_index=False)
    demand = models.ForeignKey("orders.Demand", on_delete=models.PROTECT, related_name="+", db_index=False)
    pieces = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "demand"], name="warehouse_openingshare_once"),
            models.CheckConstraint(condition=Q(pieces__gt=0), name="warehouse_openingshare_positive"),
        ]
        indexes = [models.Index(fields=["demand"], name="warehouse_openingshare_demand")]
