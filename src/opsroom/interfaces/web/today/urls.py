"""Addresses of Today: the page at the root."""

from django.urls import path

from opsroom.interfaces.web.today.views import today

urlpatterns = [path("", today, name="today")]
