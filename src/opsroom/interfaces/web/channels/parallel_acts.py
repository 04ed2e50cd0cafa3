"""Acts of a parallel run: listen, compare, explain, take over, step back; refuses what its verbs refuse."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from opsroom.domains.access.rules import require
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.explain_difference import explain_difference
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.orders import heard
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.channels.accounts import KINDS, channel_or_404, company_or_404
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import COMPARE_BYTES_MAX
from opsroom.workflows.compare_with_old import ABOUT, compare_with_old
from opsroom.workflows.importing.uploads import drop_upload, keep_upload
from opsroom.workflows.start_listening import start_listening
from opsroom.workflows.take_over_channel import listen_again, take_over_channel


@require_POST
def listen(request: HttpRequest, channel_id: int) -> HttpResponse:
    """POST all=1: every channel that does not trade here yet, else this one."""
    actor, company = actor_of(request), company_or_404(request)
    found = channel_or_404(actor, company.id, channel_id)
    wanted = [found.id]
    if request.POST.get("all"):
        mine = [one.id for one in channels.channels_of(actor, company.id) if one.active]
        trading = heard.live_of(company.id, mine)
        hand = {one.id for one in channels.channels_of(actor, company.id) if one.connector not in KINDS}
        wanted = [one for one in mine if one not in trading and one not in hand]
    try:
        begun = start_listening(actor, company.id, wanted)
        messages.info(request, f"{counted(len(begun), 'channel')} only listen from now on." if len(begun) != 1
                      else "It only listens from now on.")  # fmt: skip
    except CannotListen as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"/channels/{channel_id}/parallel")


@require_POST
def compare_day(request: HttpRequest) -> HttpResponse:
    """POST file, channel, about (orders | stock | empty), day: keeps the list of differences and shows it."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "imports.upload", company_id=company.id)
    told = request.POST.get("channel", "")
    if not told.isdecimal() or len(told) > 18:
        raise Http404
    channel = channel_or_404(actor, company.id, int(told))
    base, file = f"/channels/{channel.id}/parallel", request.FILES.get("file")
    about = request.POST.get("about", "")
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.error(request, "That is no day. Write it as 2026-12-24. Nothing was compared.")
        return HttpResponseRedirect(base)
    if file is None or (file.size or 0) > COMPARE_BYTES_MAX:
        most = COMPARE_BYTES_MAX // 1024**2
        said = (
            "No file was chosen. Pick one, then compare."
            if file is None
            else f"The file is larger than {most} MB. Compare it on the terminal: opsroom compare."
        )
        messages.error(request, said)
        return HttpResponseRedirect(base)
    name = (file.name or "file").replace("\\", "/").rpartition("/")[2]
    try:
        kept = keep_upload(file.chunks(), owner=f"u{actor.user_id}")
        try:
            made = compare_with_old(
                actor, channel.id, kept, name, about=about if about in ABOUT else None, day=day
            )
        finally:
            drop_upload(kept.file_key)
    except CodedError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(base)
    return HttpResponseRedirect(f"{base}/{made}")


@require_POST
def explain(request: HttpRequest, channel_id: int, difference_id: int) -> HttpResponse:
    """POST reason: one of those offered, or nothing to take it back."""
    actor, company = actor_of(request), company_or_404(request)
    channel_or_404(actor, company.id, channel_id)
    one = channels.difference_of(actor, channel_id, difference_id)
    try:
        explain_difference(actor, company.id, difference_id, request.POST.get("reason", ""))
    except CannotListen as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"/channels/{channel_id}/parallel/{one.day_id}")


@require_POST
def take_over(request: HttpRequest, channel_id: int) -> HttpResponse:
    """What waits becomes live; repeated after a crash it goes on."""
    actor, company = actor_of(request), company_or_404(request)
    channel_or_404(actor, company.id, channel_id)
    try:
        done = take_over_channel(actor, channel_id)
        messages.info(
            request, f"Taken over: {counted(done.live, 'order')} live now, {done.history:,} stay history."
        )
    except CannotListen as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"/channels/{channel_id}/parallel")


@require_POST
def step_back(request: HttpRequest, channel_id: int) -> HttpResponse:
    """It listens only again, as before the take-over."""
    actor, company = actor_of(request), company_or_404(request)
    channel_or_404(actor, company.id, channel_id)
    try:
        done = listen_again(actor, channel_id)
        messages.info(request, f"It only listens again: {counted(done.live, 'order')} gave their stock back.")
    except CannotListen as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"/channels/{channel_id}/parallel")
