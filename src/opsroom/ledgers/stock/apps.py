"""The stock tables as a Django app; its label is its table prefix."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "opsroom.ledgers.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
