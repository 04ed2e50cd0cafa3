"""Deletes a mapping template; imports that it read stay as they are. Refuses a foreign one, and one that changed."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import TemplateNotDeleted, UnknownTemplate
from opsroom.domains.channels.events import TEMPLATE, TEMPLATE_REMOVED
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.models import ImportMapping
from opsroom.domains.channels.queries.templates import as_it_stands
from opsroom.domains.channels.template_rules import fingerprint_of
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_template(actor: Actor, company_id: int, template_id: int, *, seen: str) -> None:
    """`seen`: the fingerprint of the template as it was shown. Raises UnknownTemplate, TemplateNotDeleted."""
    require(actor, "imports.view", company_id=company_id)
    row = ImportMapping.objects.select_for_update().filter(company_id=company_id, pk=template_id).first()
    if row is None:
        raise UnknownTemplate(name=template_id)
    require_file(actor, "imports.upload", company_id, row.format)
    if seen != fingerprint_of(as_it_stands(row)):
        raise TemplateNotDeleted(name=row.name)
    row.delete()
    events.record(TEMPLATE_REMOVED, TEMPLATE, [template_id], actor, company_id=company_id)
