"""Notes that a template reads an import, and when it was used last; refuses one of another company."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownTemplate
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.models import ImportMapping
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def use_template(actor: Actor, company_id: int, template_id: int) -> None:
    """Raises UnknownTemplate."""
    require(actor, "imports.view", company_id=company_id)
    mine = ImportMapping.objects.filter(company_id=company_id, pk=template_id)
    row = mine.first()
    if row is None:
        raise UnknownTemplate(name=template_id)
    require_file(actor, "imports.upload", company_id, row.format)
    mine.update(last_used_at=Now(), last_used_by_id=actor.user_id)
