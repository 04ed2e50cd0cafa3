"""The purchasing domain as a Django app; its label is its table prefix."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "opsroom.domains.purchasing"
    label = "purchasing"
    default_auto_field = "django.db.models.BigAutoField"
