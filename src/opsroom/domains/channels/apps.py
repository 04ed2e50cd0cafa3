"""The channels domain as a Django app; its label is its table prefix."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "opsroom.domains.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"
