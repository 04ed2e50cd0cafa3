"""Address of the service worker; at the root, because a worker only serves what lies below it."""

from __future__ import annotations

from django.urls import path

from opsroom.interfaces.web.offline import views

urlpatterns = [path("sw.js", views.service_worker, name="service-worker")]
