"""Every address of the web interface, gathered from the areas' own lists; holds no page of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from opsroom.project import faults, wiring
from opsroom.project.health import health
from opsroom.project.stream.view import events

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("events", events, name="events"),
]
for module in wiring.page_modules():
    urlpatterns += module.urlpatterns

handler500 = faults.broke
