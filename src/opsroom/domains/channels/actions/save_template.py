"""Saves a mapping template, or changes one; refuses what template_rules refuses, a taken name, and a newer one."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from opsroom.domains.channels.errors import BadTemplate, TemplateChanged, TemplateStands, UnknownTemplate
from opsroom.domains.channels.events import TEMPLATE, TEMPLATE_SAVED
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.models import ImportMapping
from opsroom.domains.channels.queries.templates import as_it_stands
from opsroom.domains.channels.template_rules import TemplateDraft, fingerprint_of, judged
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import TEMPLATES_COUNT_MAX


def save_template(
    actor: Actor,
    company_id: int,
    draft: TemplateDraft,
    *,
    template_id: int | None = None,
    seen: str | None = None,
    anew: bool = False,
) -> int:
    """Returns its id. One of its name is replaced only by who saw it, and with `anew` by nobody.

    `seen`: the fingerprint of the template as its editor saw it. Raises BadTemplate, UnknownTemplate, TemplateChanged,
    TemplateStands.
    """
    require_file(actor, "imports.upload", company_id, draft.format)
    good = judged(draft)
    fields = {
        "name": good.name,
        "format": good.format,
        "titles": list(good.titles),
        "mapping": dict(good.columns),
        "reading": dict(good.reading),
        "words": good.words,
    }
    with transaction.atomic():
        mine = ImportMapping.objects.select_for_update().filter(company_id=company_id)
        if template_id is None:
            row = mine.filter(name=good.name).first()
            if row is not None and (anew or row.format != good.format):
                raise BadTemplate(why=f"there is a template “{good.name}” already. Give it another name.")
            if row is not None and fingerprint_of(as_it_stands(row)) not in (seen, fingerprint_of(good)):
                raise TemplateStands(name=row.name)
        else:
            row = mine.filter(pk=template_id).first()
            if row is None:
                raise UnknownTemplate(name=good.name)
            if seen is not None and seen != fingerprint_of(as_it_stands(row)):
                raise TemplateChanged(name=row.name)
        if row is None and mine.count() >= TEMPLATES_COUNT_MAX:
            raise BadTemplate(why=f"there are {TEMPLATES_COUNT_MAX} already. Delete one that is not used.")
        row = row or ImportMapping(company_id=company_id, made_by_id=actor.user_id)
        for name, value in fields.items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise BadTemplate(
                why=f"there is a template “{good.name}” already. Give it another name."
            ) from error
        events.record(TEMPLATE_SAVED, TEMPLATE, [int(row.pk)], actor, company_id=company_id)
    return int(row.pk)
