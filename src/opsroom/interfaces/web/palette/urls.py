"""Address of the palette."""

from __future__ import annotations

from django.urls import path

from opsroom.interfaces.web.palette.views import palette

urlpatterns = [path("palette", palette, name="palette")]
