"""Confirms every open question of one kind in an import and judges its rows anew; writes no business data.

Its undo is leaving rows out before they are imported, and the undo of the import after.
"""

from __future__ import annotations

from opsroom.domains.channels.actions.accept_flags import accept_flags
from opsroom.domains.channels.import_rights import require_file
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.check_import import check_import
from opsroom.workflows.importing.context import setting_of


def confirm_flags(actor: Actor, import_id: int, code: str) -> int:
    """Returns how many rows asked this; 0 when none does any more."""
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.upload", setting.company.id, setting.facts.format)
    rows = accept_flags(actor, import_id, code)
    if rows:
        check_import(actor, import_id)
    return rows
