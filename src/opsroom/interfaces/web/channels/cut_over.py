"""Proves that we say what the channel says, SKU by SKU, before anybody switches; reads a file and changes nothing."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.rules import may, require
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.insight.lists.cut_over import (
    DIFFERS,
    EQUAL,
    ONLY_HERE,
    UNKNOWN,
    UNTRACKED,
    VERDICTS,
    Compared,
    Proof,
    proof_of,
)
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.channels.accounts import channel_or_404, company_or_404
from opsroom.interfaces.web.parts import Blank, Crumb, Head, Status, Tone
from opsroom.interfaces.web.parts_list import Cell, Column, Pager, Row, Table, View, Views
from opsroom.interfaces.web.wording import UNKNOWN as DASH
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import COMPARE_BYTES_MAX, PAGE_ROWS_USUAL
from opsroom.workflows.compare_figures import compare_figures
from opsroom.workflows.importing.uploads import drop_upload, keep_upload

WORDS: Final[dict[str, tuple[str, str, Tone]]] = {
    DIFFERS: ("Different", "We promise more or less than the channel.", "bad"),
    UNKNOWN: ("Not known here", "The channel sells a code we do not know: import its products.", "bad"),
    ONLY_HERE: ("Only here", "We hold it, and the channel's file does not name it.", ""),
    UNTRACKED: ("Not counted", "The channel or we do not count it, so there is nothing to compare.", ""),
    EQUAL: ("Equal", "Both say the same.", "ok"),
}


@require_safe
def cut_over(request: HttpRequest, channel_id: int) -> HttpResponse:
    """/channels/<id>/cut-over?show=differs&page=2: the last file against our books of now."""
    actor = actor_of(request)
    found = channel_or_404(actor, company_or_404(request).id, channel_id)
    proof = proof_of(actor, channel_id)
    shown = request.GET.get("show", "")
    rows = [row for row in proof.rows if shown in ("", row.verdict)] if proof else []
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < 7 else 1
    first = (max(page, 1) - 1) * PAGE_ROWS_USUAL
    context = {
        "head": _head(found, proof),
        "channel": found,
        "may_compare": may(actor, "imports.upload"),
        "most_mb": COMPARE_BYTES_MAX // 1024**2,
        "views": _views(proof, shown) if proof else None,
        "table": _table(rows[first : first + PAGE_ROWS_USUAL]) if proof else None,
        "blank": None if proof else Blank(
            title="Nothing compared yet.", icon="scale",
            text="Export the products of the channel with their quantities and bring the file here.",
        ),
        "pager": _pager(rows, page, shown),
    }  # fmt: skip
    return render(request, "channels/cut_over.html", context)


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """POST file, channel: reads it, keeps its figures, shows the proof; a file that says nothing gets its sentence."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "imports.upload", company_id=company.id)
    told = request.POST.get("channel", "")
    if not told.isdecimal() or len(told) > 18:
        raise Http404
    channel = channel_or_404(actor, company.id, int(told))
    file, back = request.FILES.get("file"), HttpResponseRedirect(f"/channels/{channel.id}/cut-over")
    if file is None:
        messages.error(request, "No file was chosen. Pick one, then compare.")
        return back
    if (file.size or 0) > COMPARE_BYTES_MAX:
        messages.error(
            request,
            f"The file is larger than {COMPARE_BYTES_MAX // 1024**2} MB. Compare it on the terminal: opsroom cut-over.",
        )
        return back
    name = (file.name or "file").replace("\\", "/").rpartition("/")[2]
    try:
        kept = keep_upload(file.chunks(), owner=f"u{actor.user_id}")
        try:
            compare_figures(actor, channel.id, kept, name)
        finally:
            drop_upload(kept.file_key)
    except CodedError as error:
        messages.error(request, error.message)
    return back


def _head(found: ChannelFacts, proof: Proof | None) -> Head:
    crumbs = [Crumb(text="Channels", href="/channels"), Crumb(text=found.name, href=f"/channels/{found.id}")]
    if proof is None:
        return Head(
            crumbs=crumbs, title="Is our stock the channel's?",
            lead="Before you switch: what the channel can still sell must be what we can promise, SKU by SKU.",
        )  # fmt: skip
    counts = proof.counts
    compared = counts[EQUAL] + counts[DIFFERS]
    wrong = counts[DIFFERS] + counts[UNKNOWN]
    pieces = sum(abs(row.difference or 0) for row in proof.rows)
    title = (
        "Nothing in this file can be compared"
        if not compared and not wrong
        else f"{counted(compared, 'SKU')} {'agrees' if compared == 1 else 'agree'} with {found.name}"
        if proof.holds
        else f"{counted(wrong, 'SKU')} to clear up, {counted(pieces, 'piece')} apart"
    )
    when = moment_words(proof.as_of, timezone.localdate())
    return Head(
        crumbs=crumbs, title=title,
        lead=f"{proof.file_name}, as of {when}, less what was ordered since, beside what we can promise now.",
    )  # fmt: skip


def _views(proof: Proof, shown: str) -> Views:
    counts = proof.counts
    views = [View(name="All", href="?", count=len(proof.rows), current=shown not in VERDICTS)]
    views += [
        View(name=WORDS[one][0], href=f"?show={one}", count=counts[one], current=shown == one)
        for one in VERDICTS
    ]
    return Views(views=views, label="What came of each SKU")


def _table(rows: list[Compared]) -> Table:
    return Table(
        label="SKUs compared",
        columns=[
            Column(name="SKU", phone="1"),
            Column(name="Result", phone="1 end", wrap=True),
            Column(name="The channel says", number=True, label="The channel says", phone="2"),
            Column(name="Ordered since", number=True, label="Ordered since", phone="2"),
            Column(name="We can promise", number=True, label="We can promise", phone="2"),
            Column(name="On hand", number=True, label="On hand", phone="no"),
            Column(name="Set aside or waited for", number=True, label="Set aside or waited for", phone="no"),
            Column(name="Difference", number=True, label="Difference", phone="2"),
        ],
        rows=[_row(one) for one in rows],
        empty=Blank(title="None of this kind.", icon="circle-check", tone="ok"),
    )


def _row(one: Compared) -> Row:
    word, why, tone = WORDS[one.verdict]
    note = " · ".join(filter(None, (one.title, f"line {one.row}" if one.row else "")))
    apart = quantity(one.difference, plus=True) if one.difference else ""
    href = f"/stock/{one.sku_id}" if one.sku_id else ""
    return Row(
        cells=[
            Cell(text=one.code or "no code", href=href, mono=True, note=note),
            Cell(part=Status(text=word, tone=tone), note=why if tone == "bad" else ""),
            Cell(text=_figure(one.told)),
            Cell(text=_figure(one.since or None)),
            Cell(text=_figure(one.ours)),
            Cell(text=_figure(one.on_hand)),
            Cell(text=_figure(one.allocated + one.waiting)),
            Cell(text=apart, tone="bad" if apart else ""),
        ]
    )  # fmt: skip


def _figure(value: int | None) -> str:
    return DASH if value is None else quantity(value)


def _pager(rows: list[Compared], page: int, shown: str) -> Pager | None:
    last = min(page * PAGE_ROWS_USUAL, len(rows))
    first = (page - 1) * PAGE_ROWS_USUAL + 1
    if len(rows) <= PAGE_ROWS_USUAL or first > len(rows):
        return None
    at = f"?show={shown}&page=" if shown else "?page="
    return Pager(
        first=first,
        last=last,
        total=len(rows),
        before=f"{at}{page - 1}" if page > 1 else "",
        after=f"{at}{page + 1}" if last < len(rows) else "",
    )
