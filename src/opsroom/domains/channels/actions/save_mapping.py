"""Saves which column means which field for files of the same header; refuses an empty name."""

from __future__ import annotations

from collections.abc import Mapping

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import BadChannel
from opsroom.domains.channels.models import ImportMapping
from opsroom.kernel.values.actor import Actor


def save_mapping(
    actor: Actor, company_id: int, format_code: str, name: str, header_sha256: str, columns: Mapping[str, str]
) -> int:
    """Returns the mapping's id; the same name again is replaced."""
    require(actor, "imports.upload", company_id=company_id)
    if not name.strip():
        raise BadChannel(field="The mapping's name", found="", usual="Write whose files it reads.")
    row, _ = ImportMapping.objects.update_or_create(
        company_id=company_id,
        format=format_code,
        name=name.strip(),
        defaults={"header_sha256": header_sha256, "mapping": dict(columns)},
    )
    return int(row.pk)
