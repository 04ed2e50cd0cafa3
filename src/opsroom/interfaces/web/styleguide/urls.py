"""Addresses of the style guide."""

from __future__ import annotations

from django.urls import path

from opsroom.interfaces.web.styleguide import views

urlpatterns = [
    path("styleguide", views.styleguide, name="styleguide"),
    path("styleguide/drawer", views.drawer, name="styleguide-drawer"),
    path("styleguide/live", views.live, name="styleguide-live"),
    path("styleguide/scan", views.scan, name="styleguide-scan"),
    path("styleguide/bulk", views.bulk, name="styleguide-bulk"),
    path("styleguide/undo", views.undo, name="styleguide-undo"),
    path("styleguide/paper", views.paper, name="styleguide-paper"),
]
