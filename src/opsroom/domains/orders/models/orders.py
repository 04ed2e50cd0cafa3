"""Tables of orders: what was sold to a customer, its lines, frozen demand, holds, tags and notes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Collate, Now, Upper

from opsroom.domains.orders.states import ALLOCATION, FULFILMENT, HOLD, ORDER, PAYMENT
from opsroom.kernel.records.constraints import state_check

FULFILLED_BY = ("us", "marketplace", "till", "supplier", "3pl", "nobody")
# What filters of a list ask about, so that the list is walked and counted without a row being read.
FILTERED = (
    "channel", "state", "mode", "is_test", "payment_state", "allocation_state", "fulfilment_state", "on_hold",
    "has_unknown_sku", "fulfilled_by", "delivery_method", "assigned_to",
)  # fmt: skip
LINE_KINDS = ("goods", "shipping", "gift_card", "service", "digital", "tip", "fee", "discount", "difference")


def _newest(name: str, *first: str, of: models.Q | None = None) -> models.Index:
    """The orders of a company that are the same in `first`, the newest first, as lists have them; all or those `of`."""
    fields = ["company", *first, "-placed_at", "-id"]
    return models.Index(fields=fields, condition=of, name=f"orders_order_{name}")


class Order(models.Model):
    """One order of one channel, once. Amounts are minor units of `currency`; the axes are facts, not one status."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, db_index=False)
    imported_in = models.ForeignKey("channels.Import", on_delete=models.PROTECT, null=True, db_index=False)
    external_id = models.TextField()
    external_name = models.TextField(db_default="")  # "#1001", as the customer knows it
    number = models.TextField()  # "SH-1001", ours
    mode = models.TextField(db_default="live")  # history | live | listening
    fulfilled_by = models.TextField(db_default="us")
    state = models.TextField(db_default="open")
    payment_state = models.TextField(db_default="pending")
    allocation_state = models.TextField(db_default="unallocated")
    fulfilment_state = models.TextField(db_default="unreleased")
    site_ids = ArrayField(models.BigIntegerField(), db_default=[])  # sites that have a part in it
    on_hold = models.BooleanField(db_default=False)
    is_test = models.BooleanField(db_default=False)
    has_unknown_sku = models.BooleanField(db_default=False)
    has_bad_address = models.BooleanField(db_default=False)
    placed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(db_default=Now())
    external_updated_at = models.DateTimeField(null=True)
    content_sha256 = models.TextField(db_default="")  # as it arrived: the same again changes nothing
    ship_by = models.DateTimeField(null=True)
    deliver_by = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(db_default=0)  # higher goes first
    assigned_to = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, db_index=False)
    delivery_method = models.TextField(
        db_default=""
    )  # how it goes: what the customer chose, or what a rule made of it
    delivery_chosen = models.TextField(db_default="")  # what the customer chose, where a rule set another
    preferred_site_id = models.BigIntegerField(
        null=True
    )  # asked first for its goods; sites stand above orders
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, db_index=False)
    ship_to = models.ForeignKey("customers.Party", on_delete=models.PROTECT, null=True, related_name="+")
    # What the channel last told, where we send elsewhere: corrected by hand, or changed there too late to follow.
    told_ship_to = models.ForeignKey(
        "customers.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    bill_to = models.ForeignKey("customers.Party", on_delete=models.PROTECT, null=True, related_name="+")
    customer_note = models.TextField(db_default="")
    gift_message = models.TextField(db_default="")
    # Days from the invoice until it is due, as the buyer's terms were when it was accepted; None: not on terms.
    terms_days = models.IntegerField(null=True)
    purchase_order = models.TextField(db_default="")  # the buyer's own number, on every paper
    invoice_issuer = models.TextField(db_default="us")
    tax_remitter = models.TextField(db_default="us")
    prices_include_tax = models.BooleanField(db_default=True)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField(db_default=0)
    tax_minor = models.BigIntegerField(db_default=0)
    total_minor = models.BigIntegerField(db_default=0)
    shipping_minor = models.BigIntegerField(db_default=0)  # gross of the shipping lines, part of the total
    units = models.IntegerField(db_default=0)  # pieces of goods lines, for lists
    line_count = models.IntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="orders_order_external_once"),
            models.UniqueConstraint(fields=["company", "number"], name="orders_order_number_once"),
            state_check(ORDER, "state", "orders_order_state_known"),
            state_check(PAYMENT, "payment_state", "orders_order_payment_state_known"),
            state_check(ALLOCATION, "allocation_state", "orders_order_allocation_state_known"),
            state_check(FULFILMENT, "fulfilment_state", "orders_order_fulfilment_state_known"),
            models.CheckConstraint(
                condition=models.Q(fulfilled_by__in=FULFILLED_BY), name="orders_order_fulfilled_by_known"
            ),
            models.CheckConstraint(
                condition=models.Q(mode__in=["history", "live", "listening"]), name="orders_order_mode_known"
            ),
            models.CheckConstraint(
                condition=models.Q(total_minor=models.F("net_minor") + models.F("tax_minor")),
                name="orders_order_total_adds_up",
            ),
            # History never takes stock: it was shipped long before we came. What only listens takes none yet.
            models.CheckConstraint(
                condition=models.Q(mode="live") | models.Q(allocation_state="not_needed"),
                name="orders_order_history_takes_no_stock",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "ship_by", "id"],
                condition=models.Q(state="open"),
                name="orders_order_open_due",
            ),
            # A list in its usual order, then the same for what only few of many orders have.
            models.Index(
                fields=["company", "-placed_at", "-id"],
                include=FILTERED,
                name="orders_order_walk",
            ),
            _newest("of_channel", "channel"),
            _newest("paid", "payment_state"),
            _newest("went", "fulfilment_state", of=models.Q(mode="live")),
            _newest("by_service", "delivery_method", of=~models.Q(delivery_method="")),
            _newest("by_others", "fulfilled_by", of=~models.Q(fulfilled_by="us")),
            _newest("cancelled", of=models.Q(state="cancelled")),
            _newest("test", of=models.Q(is_test=True)),
            _newest("listening", of=models.Q(mode="listening")),
            # What left, day by day, and whether in time; also of the past that came along with its days.
            models.Index(
                fields=["company", "shipped_at"],
                include=("mode", "state", "is_test", "ship_by", "accepted_at"),
                condition=models.Q(shipped_at__isnull=False),
                name="orders_order_left",
            ),
            models.Index(fields=["company", "-total_minor", "id"], name="orders_order_by_total"),
            models.Index(fields=["company", "ship_by", "-priority", "id"], name="orders_order_by_due"),
            models.Index(
                fields=["company", "-priority", "ship_by", "placed_at", "id"], name="orders_order_by_rank"
            ),
            # What a person types to find an order: beginnings, in any case of letters.
            models.Index(Collate(Upper("number"), "C"), name="orders_order_by_number"),
            models.Index(Collate(Upper("external_name"), "C"), name="orders_order_by_name"),
            models.Index(
                Collate(Upper("purchase_order"), "C"),
                condition=~models.Q(purchase_order=""),
                name="orders_order_by_po",
            ),
            models.Index(fields=["customer"], name="orders_order_customer"),
            # What few orders have costs the others nothing.
            models.Index(
                fields=["imported_in"],
                condition=models.Q(imported_in__isnull=False),
                name="orders_order_import",
            ),
            models.Index(
                fields=["assigned_to"],
                condition=models.Q(assigned_to__isnull=False),
                name="orders_order_assigned",
            ),
            models.Index(
                fields=["told_ship_to"],
                condition=models.Q(told_ship_to__isnull=False),
                name="orders_order_told",
            ),
        ]


class OrderLine(models.Model):
    """One line as sold: stored net, tax and gross, never recomputed. `sku` null means nobody knows the code."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    external_id = models.TextField(db_default="")
    kind = models.TextField(db_default="goods")
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, null=True, db_index=False)
    sku_text = models.TextField(db_default="")  # the code as it was sent
    title = models.TextField(db_default="")
    quantity = models.IntegerField()
    cancelled = models.IntegerField(db_default=0)
    shipped_before = models.IntegerField(db_default=0)  # shipped by the old tool, before cut-over
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    discount_minor = models.BigIntegerField(db_default=0)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6, db_default=0)  # 0.19
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    ships = models.BooleanField(db_default=True)
    personalisation = models.JSONField(db_default=[])  # [[label, text], ...]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="orders_orderline_position_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=LINE_KINDS), name="orders_orderline_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="orders_orderline_quantity_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled__gte=0) & models.Q(cancelled__lte=models.F("quantity")),
                name="orders_orderline_cancelled_within",
            ),
            models.CheckConstraint(
                condition=models.Q(gross_minor=models.F("net_minor") + models.F("tax_minor")),
                name="orders_orderline_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["sku"], name="orders_orderline_sku"),
            models.Index(Collate(Upper("sku_text"), "C"), name="orders_orderline_by_code"),
        ]


class Demand(models.Model):
    """The SKUs one line takes from the shelf, frozen when accepted: itself, or the parts of its kit."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="demands", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="demands", db_index=False)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, db_index=False)
    quantity_each = models.IntegerField()  # pieces of this SKU in one unit of the line
    quantity = models.IntegerField()  # pieces still to be sent by us; falls when a line is cancelled
    placed_at = models.DateTimeField()  # of the order, which never changes: lists of a SKU are walked by it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "sku"], name="orders_demand_once"),
            models.CheckConstraint(
                condition=models.Q(quantity_each__gt=0) & models.Q(quantity__gte=0),
                name="orders_demand_quantity_positive",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="orders_demand_order"),
            models.Index(fields=["sku", "-placed_at", "-order"], name="orders_demand_walk"),
        ]


class Hold(models.Model):
    """A reason not to release an order, with its owner and clock; several may stand at once."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="holds", db_index=False)
    state = models.TextField(db_default="placed")
    reason = models.TextField()  # code: address, payment, unknown_sku, amounts, credit, duplicate, by_hand
    detail = models.TextField(db_default="")
    owner = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    placed_by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    placed_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_check(HOLD, "state", "orders_hold_state_known"),
            models.UniqueConstraint(
                fields=["order", "reason"], condition=models.Q(state="placed"), name="orders_hold_reason_once"
            ),
        ]
        indexes = [models.Index(fields=["order"], name="orders_hold_order")]


class OrderTag(models.Model):
    """A word a person or a channel put on an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.TextField()
    company_id = models.BigIntegerField()  # of the order, as the day: lists of a tag are walked by both
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "tag"], name="orders_ordertag_once")]
        indexes = [
            models.Index(fields=["company_id", "tag", "-placed_at", "-order"], name="orders_ordertag_walk")
        ]


class OrderNote(models.Model):
    """What the team wrote on an order; may name people, so it is erasable and never copied into events."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    author = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    written_at = models.DateTimeField(db_default=Now())
