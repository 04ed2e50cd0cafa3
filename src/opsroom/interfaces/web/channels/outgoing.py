"""Hands out confirmations of shipments as a file and marks them sent, once; a file can be fetched again as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.rules import require
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.send_outgoing import send_outgoing
from opsroom.domains.channels.queries import OutgoingFacts
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Blank, Status, Tone
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.escaping import csv_line

HEADING = ("order", "shipment", "carrier", "service", "tracking")
TONES: dict[str, Tone] = {"queued": "info", "sent": "ok", "failed": "bad"}
WORDS = {"queued": "Waits", "sent": "Sent", "failed": "Failed", "cancelled": "Cancelled"}


def outgoing_table(rows: Sequence[OutgoingFacts]) -> Table:
    """What one channel was and is to be told, newest first."""
    today = timezone.localdate()
    return Table(
        label="Confirmations",
        tight=True,
        columns=[
            Column(name="Order", phone="1 line"),
            Column(name="Shipment", phone="2"),
            Column(name="Tracking", phone="2", label="Tracking", wrap=True),
            Column(name="State", phone="1 end"),
            Column(name="Since", phone="2 end"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=str(row.payload.get("order", "")), mono=True),
                    Cell(text=str(row.payload.get("fulfilment_order", row.kind))),
                    Cell(text=", ".join(p.get("tracking") or "none" for p in row.payload.get("parcels", []))),
                    Cell(part=Status(text=WORDS[row.state], tone=TONES.get(row.state, ""))),
                    Cell(text=moment_words(row.sent_at or row.created_at, today)),
                ]
            )
            for row in rows
        ],
        empty=Blank(
            title="Nothing to tell yet.", text="A shipment appears here the moment it leaves.", icon="send"
        ),
    )


def _lines(rows: Iterable[OutgoingFacts]) -> str:
    out = ["\ufeff", csv_line(HEADING)]
    for row in rows:
        told = row.payload
        for parcel in told.get("parcels") or [{}]:
            fields = (parcel.get("carrier", ""), parcel.get("service", ""), parcel.get("tracking", ""))
            out.append(csv_line((str(told.get("order", "")), str(told.get("fulfilment_order", "")), *fields)))
    return "".join(out)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _code(request: HttpRequest, channel_id: int) -> tuple[int, str]:
    actor, company = actor_of(request), company_of_request(request)
    found = [c for c in channels.channels_of(actor, company.id) if c.id == channel_id] if company else []
    if not found:
        raise Http404
    return found[0].company_id, found[0].code


@require_POST
def take(request: HttpRequest, channel_id: int) -> HttpResponse:
    """The waiting confirmations as CSV; they count as sent from now on. Without any, back to the page."""
    actor = actor_of(request)
    company_id, code = _code(request, channel_id)
    sent = send_outgoing(actor, company_id, channel_id)
    if not sent:
        return HttpResponseRedirect(f"/channels/{channel_id}")
    rows = channels.outgoing_of_channel(actor, channel_id, ids=sent)
    return _file(_lines(rows), f"{code}-confirmations-{timezone.localtime():%Y%m%d-%H%M}")


@require_safe
def again(request: HttpRequest, channel_id: int) -> HttpResponse:
    """What was sent last, once more as a file; changes nothing."""
    actor = actor_of(request)
    require(actor, "channels.edit")
    _, code = _code(request, channel_id)
    rows = [row for row in channels.outgoing_of_channel(actor, channel_id) if row.state == "sent"]
    return _file(_lines(reversed(rows)), f"{code}-confirmations-sent")
