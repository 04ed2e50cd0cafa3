"""Every address of the web interface, gathered from the areas' own lists; holds no view."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
