"""The web interface as a Django app: templates, tags and static files; owns no table."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Registered so that Django finds the template tags and the built static files."""

    name = "opsroom.interfaces.web"
    label = "web"
    verbose_name = "Pages"
