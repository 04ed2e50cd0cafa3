"""Tables of the catalog: products, SKUs, barcodes, aliases and kits. Refuses two SKUs of one code in a company."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

SKU_KINDS = ("goods", "gift_card", "service", "digital")


class Product(models.Model):
    """What a shop describes on one page; its SKUs are what is counted, sold and shipped."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    handle = models.TextField()
    title = models.TextField()
    vendor = models.TextField(db_default="")
    product_type = models.TextField(db_default="")
    description_html = models.TextField(db_default="")
    status = models.TextField(db_default="active")
    tags = ArrayField(models.TextField(), db_default=[])
    image_url = models.TextField(db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "handle"], name="catalog_product_handle_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["active", "draft", "archived"]),
                name="catalog_product_status_known",
            ),
        ]


class Sku(models.Model):
    """One sellable, countable thing. `tracked` false means its stock is unknown, never that it is zero."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="skus")
    code = models.TextField()
    code_proposed = models.BooleanField(db_default=False)
    title = models.TextField(db_default="")
    options = models.JSONField(db_default={})
    kind = models.TextField(db_default="goods")
    tracked = models.BooleanField(db_default=True)
    shippable = models.BooleanField(db_default=True)
    is_kit = models.BooleanField(db_default=False)
    active = models.BooleanField(db_default=True)
    weight_g = models.IntegerField(null=True)
    length_mm = models.IntegerField(null=True)
    width_mm = models.IntegerField(null=True)
    height_mm = models.IntegerField(null=True)
    price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    cost = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, db_default="EUR")
    tax_class = models.TextField(db_default="standard")
    hs_code = models.TextField(db_default="")
    origin_country = models.TextField(db_default="")
    image_url = models.TextField(db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="catalog_sku_code_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="catalog_sku_code_given"),
            models.CheckConstraint(condition=models.Q(kind__in=SKU_KINDS), name="catalog_sku_kind_known"),
            models.CheckConstraint(
                condition=models.Q(price__isnull=True) | models.Q(price__gte=0),
                name="catalog_sku_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost__gte=0),
                name="catalog_sku_cost_not_negative",
            ),
        ]
        indexes = [models.Index("company", Lower("code"), name="catalog_sku_code_folded")]


class SkuBarcode(models.Model):
    """A code a scanner reads; `quantity` is how many pieces one scan stands for (an inner pack has its own code)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="barcodes")
    code = models.TextField()
    quantity = models.IntegerField(db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="catalog_skubarcode_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="catalog_skubarcode_quantity_positive"
            ),
        ]


class SkuAlias(models.Model):
    """Another spelling that means the same SKU; reversible, so nothing is merged."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="aliases")
    alias = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "alias"], name="catalog_skualias_once")]


class KitComponent(models.Model):
    """What a kit is made of today; an order line freezes it when it is accepted."""

    kit = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="components", db_index=False)
    component = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="part_of")
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kit", "component"], name="catalog_kitcomponent_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="catalog_kitcomponent_quantity_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(kit=models.F("component")), name="catalog_kitcomponent_not_itself"
            ),
        ]
