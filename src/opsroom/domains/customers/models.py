"""Tables of customers: people and the addresses given with their orders, all erasable. Nothing else holds them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower, Now

from opsroom.kernel.values.limits import TERMS_DAYS_MAX


class Customer(models.Model):
    """A buyer as one channel knows them; never merged by guess (marketplaces mask addresses)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    external_key = models.TextField(null=True)  # "<channel code>:<the channel's id>"
    name = models.TextField(db_default="")
    email = models.TextField(db_default="")
    phone = models.TextField(db_default="")
    locale = models.TextField(db_default="")
    note = models.TextField(db_default="")
    terms_days = models.IntegerField(
        null=True
    )  # None: prepaid; 30: on account, due 30 days after the invoice
    credit_limit_minor = models.BigIntegerField(null=True)  # None: no limit; what may stand open at once
    credit_currency = models.TextField(db_default="")  # of the limit; "" as long as there is none
    created_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_key"], name="customers_customer_external_once"
            ),
            models.CheckConstraint(
                condition=models.Q(terms_days=None) | models.Q(terms_days__range=(0, TERMS_DAYS_MAX)),
                name="customers_customer_terms_days",
            ),
            models.CheckConstraint(
                condition=models.Q(credit_limit_minor=None, credit_currency="")
                | models.Q(credit_limit_minor__gte=0, credit_currency__regex=r"^[A-Z]{3}$"),
                name="customers_customer_limit_has_currency",
            ),
        ]
        indexes = [
            models.Index("company", Lower("email"), name="customers_customer_email"),
            models.Index("company", Lower("name"), name="customers_customer_name"),
            # For the few letters by which a person looks for a buyer, at every keystroke.
            GinIndex(
                fields=["name", "email", "phone"],
                opclasses=["gin_trgm_ops"] * 3,
                name="customers_customer_letters",
            ),
        ]


class Party(models.Model):
    """An address as it was given (a change makes a new row); `problems` are codes of the offline country check."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="parties")
    name = models.TextField(db_default="")
    organisation = models.TextField(db_default="")
    line1 = models.TextField(db_default="")
    line2 = models.TextField(db_default="")
    city = models.TextField(db_default="")
    region = models.TextField(db_default="")
    postcode = models.TextField(db_default="")
    country = models.TextField(db_default="")
    phone = models.TextField(db_default="")
    email = models.TextField(db_default="")
    vat_number = models.TextField(db_default="")
    problems = models.JSONField(db_default=[])
    created_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)
    # The person is erased, an invoice to this address is not: read for that invoice and for nothing else.
    restricted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("company", Lower("name"), name="customers_party_name"),
            # For the few letters by which a person looks for an order.
            GinIndex(
                fields=["name", "email", "city", "postcode"],
                opclasses=["gin_trgm_ops"] * 4,
                name="customers_party_letters",
            ),
            GinIndex(
                fields=["organisation"], opclasses=["gin_trgm_ops"], name="customers_party_firm_letters"
            ),
        ]
