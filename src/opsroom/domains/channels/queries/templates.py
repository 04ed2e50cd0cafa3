"""Reads of mapping templates and of the imports they read; refuses those of other companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, IntegerField, OuterRef, Subquery

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownTemplate
from opsroom.domains.channels.models import Import, ImportMapping
from opsroom.domains.channels.template_rules import TemplateDraft
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """One saved template. `imports`: how many it read that stand."""

    id: int
    draft: TemplateDraft
    imports: int
    made_by: str
    created_at: datetime
    last_used_at: datetime | None
    last_used_by: str


def templates_of(actor: Actor, company_id: int) -> list[TemplateFacts]:
    """Every template of the company, the one used last first."""
    require(actor, "imports.view", company_id=company_id)
    read = (
        Import.objects.filter(template=OuterRef("pk"))
        .order_by()
        .values("template")
        .annotate(found=Count("id"))
        .values("found")
    )
    rows = (
        ImportMapping.objects.filter(company_id=company_id)
        .annotate(
            imports=Subquery(read, output_field=IntegerField()),
            maker=F("made_by__name"),
            user=F("last_used_by__name"),
        )
        .order_by(F("last_used_at").desc(nulls_last=True), "-id")
    )
    return [
        TemplateFacts(
            int(row.pk),
            as_it_stands(row),
            row.imports or 0,
            row.maker or "",
            row.created_at,
            row.last_used_at,
            row.user or "",
        )
        for row in rows
    ]


def as_it_stands(row: ImportMapping) -> TemplateDraft:
    """What a stored template says."""
    return TemplateDraft(row.name, row.format, row.mapping, row.titles, row.reading, row.words)


def template_of(actor: Actor, company_id: int, template_id: int) -> TemplateFacts:
    """One template. Raises UnknownTemplate, also for one of another company."""
    for one in templates_of(actor, company_id):
        if one.id == template_id:
            return one
    raise UnknownTemplate(name=template_id)


def imports_of_template(
    actor: Actor, company_id: int, template_id: int, *, rows: int
) -> list[tuple[int, str]]:
    """(id, file name) of the newest imports that it read."""
    require(actor, "imports.view", company_id=company_id)
    found = Import.objects.filter(company_id=company_id, template_id=template_id).order_by("-id")
    return list(found.values_list("id", "file_name")[:rows])
