"""Addresses of Today: the page at the root, its live card, and the dry run of releasing all that is ready."""

from django.urls import path

from opsroom.interfaces.web.today.progress import progress_card
from opsroom.interfaces.web.today.release import release
from opsroom.interfaces.web.today.views import today

urlpatterns = [
    path("", today, name="today"),
    path("today/progress", progress_card, name="today-progress"),
    path("today/release", release, name="today-release"),
]
