"""Tables of billing: number series, invoices and credit notes with stored amounts by line; never recomputed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opsroom.domains.billing.states import CREDIT_NOTE, INVOICE, RECEIVABLE
from opsroom.kernel.records.constraints import state_check


class Series(models.Model):
    """A gap-free row of numbers; `next_number` is locked only in the short numbering step."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    code = models.TextField()  # "invoice", "credit_note"
    prefix = models.TextField()  # "INV-2026-"
    digits = models.SmallIntegerField(db_default=6, default=6)  # 000042: zeros in front up to this width
    next_number = models.BigIntegerField(db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="billing_series_code_once"),
            models.CheckConstraint(condition=Q(next_number__gte=1), name="billing_series_positive"),
            models.UniqueConstraint(fields=["company", "prefix"], name="billing_series_prefix_once"),
        ]


class Invoice(models.Model):
    """One invoice of ours for what left in one shipment; the rounding mode is frozen on it."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="invoices", db_index=False
    )
    fulfilment_order = models.ForeignKey("fulfilment.FulfilmentOrder", on_delete=models.PROTECT, null=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, db_index=False)
    key = models.TextField()  # "shipment:<id>": one shipment makes one invoice
    number = models.BigIntegerField(null=True)
    display_number = models.TextField(null=True)
    state = models.TextField(db_default="draft")
    rounding = models.TextField(db_default="line")  # line | document
    prices_include_tax = models.BooleanField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    bill_to = models.ForeignKey("customers.Party", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    supplied_on = models.DateField()
    issued_on = models.DateField(null=True)
    terms_days = models.IntegerField(null=True)  # as the order was accepted; None: not on terms
    due_on = models.DateField(null=True)  # set with the number

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="billing_invoice_key_once"),
            models.UniqueConstraint(fields=["series", "number"], name="billing_invoice_number_once"),
            state_check(INVOICE, "state", "billing_invoice_state_known"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")), name="billing_invoice_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True)
                | (~Q(state="draft") & Q(number__isnull=False)),
                name="billing_invoice_numbered_once_not_draft",
            ),
            models.CheckConstraint(
                condition=Q(rounding__in=["line", "document"]), name="billing_invoice_rounding_known"
            ),
        ]
        indexes = [models.Index(fields=["order"], name="billing_invoice_order")]


class InvoiceLine(models.Model):
    """A line of an invoice, taken from the order line's stored amounts by largest remainder."""

    append_only = True

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.IntegerField()
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT)
    title = models.TextField()
    sku_text = models.TextField(db_default="")
    quantity = models.IntegerField()
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6)
    discount_minor = models.BigIntegerField(db_default=0)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="billing_invoiceline_position_once"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")), name="billing_invoiceline_adds_up"
            ),
        ]


class InvoiceTax(models.Model):
    """The tax of an invoice per rate, as stored and printed."""

    append_only = True

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="taxes", db_index=False)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "tax_rate"], name="billing_invoicetax_rate_once")
        ]


class InvoiceDocument(models.Model):
    """The PDF as it was issued, byte for byte, with its hash."""

    append_only = True

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="document")
    sha256 = models.TextField()
    pdf = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())


class CreditNote(models.Model):
    """What we take back of one invoice, because money went back or the sale was called off before it was paid."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="credit_notes", db_index=False
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, db_index=False)
    key = models.TextField()  # "invoice:<id>:<n>": the nth of its invoice
    reason = models.TextField()
    number = models.BigIntegerField(null=True)
    display_number = models.TextField(null=True)
    state = models.TextField(db_default="draft")
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="billing_creditnote_key_once"),
            models.UniqueConstraint(fields=["series", "number"], name="billing_creditnote_number_once"),
            state_check(CREDIT_NOTE, "state", "billing_creditnote_state_known"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")) & Q(gross_minor__gt=0),
                name="billing_creditnote_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["refund", "cancelled"]), name="billing_creditnote_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True)
                | (~Q(state="draft") & Q(number__isnull=False)),
                name="billing_creditnote_numbered_once_not_draft",
            ),
        ]
        indexes = [models.Index(fields=["order"], name="billing_creditnote_order")]


class CreditNoteLine(models.Model):
    """What is taken back of one invoice line; no units where only its price is lowered."""

    append_only = True

    credit_note = models.ForeignKey(
        CreditNote, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    position = models.IntegerField()
    invoice_line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, related_name="credited")
    quantity = models.IntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_note", "position"], name="billing_creditnoteline_position_once"
            ),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")) & Q(quantity__gte=0),
                name="billing_creditnoteline_adds_up",
            ),
        ]


class CreditNoteDocument(models.Model):
    """The PDF as it was issued, byte for byte, with its hash."""

    append_only = True

    credit_note = models.OneToOneField(CreditNote, on_delete=models.PROTECT, related_name="document")
    sha256 = models.TextField()
    pdf = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())


class OpenReceivable(models.Model):
    """What a customer still owed on an invoice of an old tool when the shop moved in. It is no invoice of ours: its
    number is the old tool's, and our own row of numbers knows nothing of it."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    number = models.TextField()
    state = models.TextField(db_default="open")
    currency = models.CharField(max_length=3)
    issued_on = models.DateField()
    due_on = models.DateField(null=True)
    opened_on = models.DateField()  # the day of the opening entry
    gross_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()  # of that, not paid when it was opened
    settled_minor = models.BigIntegerField(db_default=0)  # of that, paid since
    imported_in = models.ForeignKey("channels.Import", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            state_check(RECEIVABLE, "state", "billing_openreceivable_state_known"),
            models.UniqueConstraint(fields=["company", "number"], name="billing_openreceivable_number_once"),
            models.CheckConstraint(
                condition=Q(open_minor__gt=0)
                & Q(settled_minor__gte=0)
                & Q(open_minor__gte=F("settled_minor")),
                name="billing_openreceivable_settles_what_is_open",
            ),
            models.CheckConstraint(
                condition=Q(state="open", open_minor__gt=F("settled_minor"))
                | Q(state="settled", open_minor=F("settled_minor")),
                name="billing_openreceivable_settled_is_paid",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "due_on"], name="billing_receivable_due"),
            models.Index(fields=["customer"], name="billing_receivable_customer"),
        ]


class OpeningBalance(models.Model):
    """What an old tool says stood on an account when the shop moved in, in minor units, debit above zero."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    account = models.TextField()  # its code in our book
    title = models.TextField(db_default="")  # what the old tool calls it
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    booked = models.BooleanField()  # no: it was zero, or stands on the open invoices
    opened_on = models.DateField()
    imported_in = models.ForeignKey("channels.Import", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "account", "currency"], name="billing_openingbalance_once"
            ),
            models.CheckConstraint(condition=~Q(account=""), name="billing_openingbalance_named"),
            models.CheckConstraint(
                condition=Q(booked=False) | ~Q(minor=0), name="billing_openingbalance_moves"
            ),
        ]
