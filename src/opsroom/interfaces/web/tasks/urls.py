"""Addresses of Tasks: the groups and what is done to one."""

from django.urls import path

from opsroom.interfaces.web.tasks.views import change, tasks

urlpatterns = [
    path("tasks", tasks, name="tasks"),
    path("tasks/<str:kind>", change, name="tasks-change"),
]
