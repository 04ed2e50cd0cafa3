"""Addresses of Tasks: the list, what is done to many, whose they are."""

from django.urls import path

from opsroom.interfaces.web.tasks.acts import bulk
from opsroom.interfaces.web.tasks.one import task
from opsroom.interfaces.web.tasks.owners import owners
from opsroom.interfaces.web.tasks.views import tasks, tasks_export

urlpatterns = [
    path("tasks", tasks, name="tasks"),
    path("tasks/bulk", bulk, name="tasks-bulk"),
    path("tasks/<int:task_id>", task, name="task"),
    path("tasks/export", tasks_export, name="tasks-export"),
    path("tasks/owners", owners, name="tasks-owners"),
]
