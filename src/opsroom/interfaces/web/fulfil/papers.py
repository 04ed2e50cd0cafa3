"""Papers and files of Fulfil as downloads: always an attachment, sandboxed, under a name of ours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.fulfilment.actions.mark_printed import mark_printed
from opsroom.domains.fulfilment.documents.carrier_file import carrier_csv
from opsroom.domains.fulfilment.documents.label import label_pdf, label_zpl
from opsroom.domains.fulfilment.documents.slips import slips_pdf
from opsroom.interfaces.web.actor import actor_of

PDF = "application/pdf"


def download(name: str, content: bytes, kind: str) -> HttpResponse:
    """A file for the person's disk; the browser may neither guess its kind nor run anything in it."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def papers(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Pick list and slips of a wave in one PDF; the wave remembers that they were printed."""
    actor = actor_of(request)
    company = company_of(actor).id
    name, pdf = slips_pdf(actor, company, wave_id)
    mark_printed(actor, company, wave_id)
    return download(name, pdf, PDF)


@require_safe
def carrier_file(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The wave's addresses as CSV for a carrier's own tool."""
    actor = actor_of(request)
    name, content = carrier_csv(actor, company_of(actor).id, wave_id)
    return download(name, content, "text/csv; charset=utf-8")


@require_safe
def label(request: HttpRequest, parcel_id: int, kind: str) -> HttpResponse:
    """A parcel's label as pdf or zpl."""
    actor = actor_of(request)
    company = company_of(actor).id
    if kind == "pdf":
        return download(*label_pdf(actor, company, parcel_id), PDF)
    if kind == "zpl":
        return download(*label_zpl(actor, company, parcel_id), "application/zpl")
    raise Http404
