"""Tables of access: companies, people and their roles, links, tasks, comments, notes, views, approvals."""

from __future__ import annotations

from opsroom.domains.access.models.approvals import Approval
from opsroom.domains.access.models.comments import Comment, Mention
from opsroom.domains.access.models.companies import Company
from opsroom.domains.access.models.devices import DevicePin
from opsroom.domains.access.models.notes import ShiftNote
from opsroom.domains.access.models.people import RoleGrant, SignInLink, User
from opsroom.domains.access.models.tasks import Task, TaskRoute
from opsroom.domains.access.models.views import SavedView

__all__ = [
    "Approval",
    "Comment",
    "Company",
    "DevicePin",
    "Mention",
    "RoleGrant",
    "SavedView",
    "ShiftNote",
    "SignInLink",
    "Task",
    "TaskRoute",
    "User",
]
