"""Deletes a mapping template; imports that it read stay as they are. Refuses one of another company."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownTemplate
from opsroom.domains.channels.events import TEMPLATE, TEMPLATE_REMOVED
from opsroom.domains.channels.models import ImportMapping
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_template(actor: Actor, company_id: int, template_id: int) -> None:
    """Raises UnknownTemplate."""
    require(actor, "imports.upload", company_id=company_id)
    gone, _ = ImportMapping.objects.filter(company_id=company_id, pk=template_id).delete()
    if not gone:
        raise UnknownTemplate(name=template_id)
    events.record(TEMPLATE_REMOVED, TEMPLATE, [template_id], actor, company_id=company_id)
