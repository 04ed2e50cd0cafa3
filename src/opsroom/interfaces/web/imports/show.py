"""The page of one import and its error file; only reads."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.import_rights import may_file
from opsroom.domains.channels.queries import ImportFacts
from opsroom.domains.channels.template_rules import fingerprint_of
from opsroom.insight import rows_to_fix
from opsroom.insight.lists.subjects import IMPORT
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.imports.page import page_of
from opsroom.interfaces.web.talk.parts import talk_on
from opsroom.interfaces.web.wording import moment
from opsroom.kernel.values.actor import Actor


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    """GET tab, after (row number), keep (the name of a template that asks before it is replaced)."""
    after = request.GET.get("after", "")
    place = int(after) if after.isdecimal() and len(after) < 10 else -1
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    context = page_of(actor, facts, request.GET.get("tab", ""), place)
    context |= {
        "talk": talk_on(actor, IMPORT, facts.id),
        "stands": _stands(actor, facts, request.GET.get("keep", "")),
    }
    return render(request, "imports/show.html", context)


def _stands(actor: Actor, facts: ImportFacts, name: str) -> dict[str, str] | None:
    """The template that would be replaced, in words, with the fingerprint of what is shown."""
    if not name or not may_file(actor, "imports.upload", facts.format):
        return None
    found = next(
        (one for one in channels.templates_of(actor, facts.company_id) if one.draft.name == name), None
    )
    if found is None:
        return None
    used = (
        f"last used {moment(found.last_used_at, timezone.localdate())}"
        if found.last_used_at
        else "never used"
    )
    by = f" by {found.last_used_by}" if found.last_used_by else ""
    columns = ", ".join(found.draft.columns.values())
    return {
        "name": name,
        "seen": fingerprint_of(found.draft),
        "said": f"There is a template “{name}” already: it reads {columns}, and was {used}{by}. It stays as it is "
        "until you press once more; or give another name below.",
        "href": reverse("import-template-page", args=[found.id]),
        "again": urlencode({"keep": name}),
    }


@require_http_methods(["GET", "HEAD"])
def error_file(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """Every row that did not get in, with what was found and what to do, as CSV that opens nothing (X1)."""
    facts = channels.import_of(actor_of(request), import_id)
    answer = StreamingHttpResponse(
        rows_to_fix.error_file(actor_of(request), facts.id), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="import-{facts.id}-to-fix.csv"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
