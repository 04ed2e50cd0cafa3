"""Addresses of Today."""

from django.urls import path

from opsroom.interfaces.web.today.views import today

urlpatterns = [path("", today, name="today")]
