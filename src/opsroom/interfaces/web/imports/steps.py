"""Starts the steps of an import from a page: small ones while the person waits, long ones as a job of the worker."""

from __future__ import annotations

from opsroom.domains.channels import queries as channels
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_INLINE_BYTES_MAX, IMPORT_INLINE_ROWS_MAX
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.run_import import run_import
from opsroom.workflows.tasks import read_import, take_back_import, write_import
from opsroom.workflows.undo_import import KIND as UNDO
from opsroom.workflows.undo_import import undo_import


def begin_reading(actor: Actor, import_id: int) -> None:
    """Reads and checks the file."""
    facts = channels.import_of(actor, import_id)
    if facts.file_bytes <= IMPORT_INLINE_BYTES_MAX:
        run_import(actor, import_id, dry_run=True)
    else:
        read_import.defer(import_id=import_id, company_id=facts.company_id, user_id=actor.user_id)


def begin_writing(actor: Actor, import_id: int) -> None:
    """Imports the ready rows."""
    facts = channels.import_of(actor, import_id)
    if channels.count_rows(import_id, ["ready"]) <= IMPORT_INLINE_ROWS_MAX:
        run_import(actor, import_id)
    else:
        write_import.defer(import_id=import_id, company_id=facts.company_id, user_id=actor.user_id)


def begin_undoing(actor: Actor, import_id: int) -> None:
    """Takes the import back."""
    setting = setting_of(actor, import_id)
    facts = setting.facts
    if channels.count_rows(import_id, ["imported", "kept"]) <= IMPORT_INLINE_ROWS_MAX:
        undo_import(actor, import_id, run_for(setting, UNDO, f"Undoing {facts.file_name}", None))
    else:
        take_back_import.defer(import_id=import_id, company_id=facts.company_id, user_id=actor.user_id)


def go_on(actor: Actor, import_id: int) -> None:
    """Goes on with what was paused or left by a crash, as a job."""
    facts = channels.import_of(actor, import_id)
    task = {"undoing": take_back_import, "committing": write_import}.get(facts.state, read_import)
    task.defer(import_id=import_id, company_id=facts.company_id, user_id=actor.user_id)
