"""Tables of orders taken by hand before they are orders: drafts, their lines, and the papers of quotes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from opsroom.domains.orders.models.orders import Order
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records.constraints import state_check


class Draft(models.Model):
    """An order taken by hand that is none yet: no stock is set aside for it. With a quote number it is a quote.

    Who buys and where it goes are rows of customers, so that an erasure finds them; amounts are minor units, None
    while a price or a tax rate is not known.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    number = models.IntegerField()  # 1001; becomes the name of the order
    state = models.TextField(db_default="draft")
    version = models.IntegerField(db_default=1)  # counts changes: who saves an older one is told
    quote_number = models.TextField(null=True)  # "Q-00001"; stays when the quote is revised
    revision = models.IntegerField(db_default=0)  # how often it was quoted
    quoted_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, db_index=False)
    ship_to = models.ForeignKey("customers.Party", on_delete=models.PROTECT, null=True, related_name="+")
    bill_to = models.ForeignKey("customers.Party", on_delete=models.PROTECT, null=True, related_name="+")
    purchase_order = models.TextField(db_default="")
    ship_by = models.DateField(null=True)  # the day the buyer asked for
    note = models.TextField(db_default="")
    tags = ArrayField(models.TextField(), db_default=[])
    payment = models.TextField(db_default="prepaid")
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField()
    delivery_method = models.TextField(db_default="")
    delivery_minor = models.BigIntegerField(db_default=0)  # as told: with tax where prices include it
    delivery_rate = models.DecimalField(max_digits=9, decimal_places=6, db_default=0)
    delivery_tax_minor = models.BigIntegerField(db_default=0)
    net_minor = models.BigIntegerField(null=True)
    tax_minor = models.BigIntegerField(null=True)
    total_minor = models.BigIntegerField(null=True)
    copied_from = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, related_name="+")
    order = models.OneToOneField(Order, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            state_check(DRAFT, "state", "orders_draft_state_known"),
            models.UniqueConstraint(fields=["company", "number"], name="orders_draft_number_once"),
            models.UniqueConstraint(fields=["company", "quote_number"], name="orders_draft_quote_once"),
            models.CheckConstraint(
                condition=models.Q(payment__in=["prepaid", "terms"]), name="orders_draft_payment_known"
            ),
            models.CheckConstraint(
                condition=models.Q(delivery_minor__gte=0), name="orders_draft_delivery_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(total_minor=models.F("net_minor") + models.F("tax_minor")),
                name="orders_draft_total_adds_up",
            ),
            # What was put on paper has its number, its day and its sum.
            models.CheckConstraint(
                condition=~models.Q(state__in=["quoted", "expired"])
                | models.Q(quote_number__isnull=False, valid_until__isnull=False, total_minor__isnull=False),
                name="orders_draft_quote_whole",
            ),
        ]
        indexes = [models.Index(fields=["customer"], name="orders_draft_customer")]


class DraftLine(models.Model):
    """One line of a draft. A price other than the list's, and any discount, stands there with its reason."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, db_index=False)
    quantity = models.IntegerField()
    list_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)  # None: the list has none
    unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    discount_rate = models.DecimalField(max_digits=9, decimal_places=6, db_default=0)  # 0.1 of the line
    discount_minor = models.BigIntegerField(db_default=0)  # off the whole line, after the share
    override_reason = models.TextField(db_default="")  # code; the words beside it may name people
    override_words = models.TextField(db_default="")
    overridden_by = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True)
    old_price = models.DecimalField(
        max_digits=18, decimal_places=6, null=True
    )  # of the order it was copied from
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)  # None: not known yet
    net_minor = models.BigIntegerField(null=True)
    tax_minor = models.BigIntegerField(null=True)
    gross_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="orders_draftline_position_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="orders_draftline_quantity_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(discount_rate__range=(0, 1), discount_minor__gte=0)
                & (models.Q(unit_price__isnull=True) | models.Q(unit_price__gte=0)),
                name="orders_draftline_price_sane",
            ),
            models.CheckConstraint(
                condition=~models.Q(override_reason="")
                | models.Q(discount_rate=0, discount_minor=0, unit_price=models.F("list_price"))
                | models.Q(
                    discount_rate=0, discount_minor=0, unit_price__isnull=True, list_price__isnull=True
                ),
                name="orders_draftline_other_price_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(gross_minor=models.F("net_minor") + models.F("tax_minor")),
                name="orders_draftline_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="orders_draftline_sku")]


class QuotePaper(models.Model):
    """The PDF of a quote as it was made, byte for byte; a revision has its own. It goes with the buyer's erasure."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers", db_index=False)
    revision = models.IntegerField()
    name = models.TextField()  # "Q-00001/2", as on the paper
    valid_until = models.DateField()
    total_minor = models.BigIntegerField()
    sha256 = models.TextField()
    pdf = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="orders_quotepaper_revision_once")
        ]
