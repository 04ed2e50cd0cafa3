"""Names of the events of access; none carries personal data, people are ids."""

from __future__ import annotations

from typing import Final

USER: Final = "access.user"
COMPANY: Final = "access.company"
TASK: Final = "access.task"
ACTION: Final = "access.action"

SIGNED_IN: Final = "access.user.signed_in"
SIGNED_OUT: Final = "access.user.signed_out"
SIGN_IN_FAILED: Final = "access.user.sign_in_failed"
LOCKED_OUT: Final = "access.user.locked_out"
LINK_MADE: Final = "access.user.link_made"
LINK_USED: Final = "access.user.link_used"
FACTOR_ADDED: Final = "access.user.factor_added"
FACTOR_REMOVED: Final = "access.user.factor_removed"
CODES_MADE: Final = "access.user.recovery_codes_made"
PASSWORD_SET: Final = "access.user.password_set"  # noqa: S105 - the name of an event
PIN_SET: Final = "access.user.pin_set"
PIN_ENDED: Final = "access.user.pin_ended"
SESSIONS_ENDED: Final = "access.user.sessions_ended"
INVITED: Final = "access.user.invited"
ROLES_SET: Final = "access.user.roles_set"
DISABLED: Final = "access.user.disabled"
ENABLED: Final = "access.user.enabled"
CHANGED: Final = "access.user.changed"
COMPANY_CREATED: Final = "access.company.created"
COMPANY_CLOSED: Final = "access.company.closed"
COMPANY_REOPENED: Final = "access.company.reopened"
COMPANY_CHANGED: Final = "access.company.changed"
REFUSED: Final = "access.action.refused"
EXPORTED: Final = "access.company.exported"
TASK_SNOOZED: Final = "access.task.snoozed"
TASKS_ROUTED: Final = "access.company.tasks_routed"
TASK_TAKEN: Final = "access.task.taken"
