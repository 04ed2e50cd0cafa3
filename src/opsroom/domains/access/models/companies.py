"""The company table: whose books and whose clock; refuses a second company with the same code."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Company(models.Model):
    """One seller: the tenant. The address is the issuer's on invoices, in the company's own words."""

    code = models.TextField()  # "NB", the front of document numbers
    name = models.TextField()
    legal_name = models.TextField(db_default="")
    country = models.CharField(max_length=2)  # ISO 3166-1
    currency = models.CharField(max_length=3)  # ISO 4217
    timezone = models.TextField(db_default="UTC")  # the business clock: "Europe/Berlin"
    street = models.TextField(db_default="")
    city = models.TextField(db_default="")
    postcode = models.TextField(db_default="")
    region = models.TextField(db_default="")
    email = models.TextField(db_default="")
    phone = models.TextField(db_default="")
    vat_number = models.TextField(db_default="")
    registration_number = models.TextField(db_default="")
    is_demo = models.BooleanField(db_default=False)
    closed_at = models.DateTimeField(null=True)  # a demo shop that was removed: nobody works in it any more
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="access_company_code_once"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9]{1,8}$"), name="access_company_code_form"
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="access_company_country_form"
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="access_company_currency_form"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="access_company_named"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(is_demo=True),
                name="access_company_only_demos_close",
            ),
        ]

    def __str__(self) -> str:
        return self.code
