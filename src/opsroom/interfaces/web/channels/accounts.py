"""Lists the joined accounts and changes one; prefix and currency stay, since orders carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may, require
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.actions.edit_channel import edit_channel
from opsroom.domains.channels.errors import BadChannel
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.channels.rules import ChannelDraft, prefix_for
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.serve_channel import serve_channel
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.channels.outgoing import outgoing_table
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import export_action, give_table
from opsroom.interfaces.web.parts import Action, Alert, Blank, Channel, Choice, Crumb, Field, Head, Status
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import counted
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.kernel.values.errors import CodedError

KINDS = {"csv_files": "CSV files", "shopify": "Shopify", "woocommerce": "WooCommerce"}
SHOWN_KINDS = {**KINDS, "by_hand": "By hand"}  # made by itself, never chosen
WHO = [Choice(value="us", text="We do"), Choice(value="channel", text="The channel does")]


def company_or_404(request: HttpRequest) -> CompanyFacts:
    """The company this person works for now."""
    company = company_of_request(request)
    if company is None:
        raise Http404
    return company


def channel_or_404(actor: Actor, company_id: int, channel_id: int) -> ChannelFacts:
    """One account of the company; any other is as good as missing."""
    found = next((row for row in channels.channels_of(actor, company_id) if row.id == channel_id), None)
    if found is None:
        raise Http404
    return found


@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """/channels: every account with what waits to be told."""
    actor, company = actor_of(request), company_or_404(request)
    rows = channels.channels_of(actor, company.id)
    told = channels.outgoing_counts(actor)
    queued = sum(by_state.get("queued", 0) for by_state in told.values())
    new = Action(label="New channel", href="/channels/new", icon="plus", look="pri", keep=True)
    head = Head(
        title=f"{counted(len(rows), 'channel')}, {counted(queued, 'shipment')} to confirm"
        if queued
        else f"{counted(len(rows), 'channel')}, all told",
        lead="A channel is one account at a shop, a marketplace or a till.",
        actions=[*export_action(actor, "/channels/export"), *([new] if may(actor, "channels.edit") else [])],
    )
    return render(request, "channels/list.html", {"head": head, "table": _table(rows, told)})


@require_http_methods(["GET", "HEAD", "POST"])
def channels_export(request: HttpRequest) -> HttpResponse:
    """/channels/export: every account as the list shows it."""
    actor, company = actor_of(request), company_or_404(request)
    rows = channels.channels_of(actor, company.id)
    return give_table(
        request, "channels", "channel", len(rows), lambda: _table(rows, channels.outgoing_counts(actor))
    )


def _table(rows: Sequence[ChannelFacts], told: Mapping[int, Mapping[str, int]]) -> Table:
    today = timezone.localdate()
    return Table(
        label="Channels",
        columns=[
            Column(name="Channel", phone="1"),
            Column(name="Kind", phone="2"),
            Column(name="Prefix", phone="2", label="Prefix"),
            Column(name="Currency", phone="no"),
            Column(name="Live since", phone="3", label="Live since"),
            Column(name="Invoice", phone="no"),
            Column(name="To confirm", number=True, phone="1 end", label="To confirm"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(
                        text=row.name, href=f"/channels/{row.id}", note="" if row.active else "switched off"
                    ),
                    Cell(part=Channel(name=SHOWN_KINDS.get(row.connector, row.connector))),
                    Cell(text=row.prefix, mono=True),
                    Cell(text=row.currency),
                    Cell(text=moment_words(row.go_live_at, today) if row.go_live_at else "not yet"),
                    Cell(text="ours" if row.invoice_issuer == "us" else "the channel's"),
                    Cell(text=str(told.get(row.id, {}).get("queued", 0) or "")),
                ]
            )
            for row in rows
        ],
        empty=Blank(
            title="No channel yet.", text="A channel is made when you import its first orders, or here."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_channel(request: HttpRequest) -> HttpResponse:
    """Joins an account that speaks by files."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "channels.edit", company_id=company.id)
    wrong, post = "", request.POST
    prefix = prefix_for(company.name, channels.prefixes_of(company.id))
    draft = ChannelDraft("", prefix, "", "csv_files", company.currency, company.timezone)
    if request.method == "POST":
        draft = replace(
            draft,
            code=post.get("code", "").strip().lower(),
            prefix=post.get("prefix", "").strip().upper(),
            name=post.get("name", "").strip(),
            connector=post.get("connector", ""),
            currency=post.get("currency", "").strip().upper(),
        )
        try:
            if draft.currency not in MINOR_DIGITS:
                raise BadChannel(
                    field="The currency", found=draft.currency[:20], usual="Use three letters such as EUR."
                )
            if draft.connector not in KINDS:
                raise BadChannel(
                    field="The kind", found=draft.connector[:40], usual="Choose one of the list."
                )
            made = create_channel(actor, company.id, draft)
        except CodedError as error:
            wrong = error.message
        else:
            return HttpResponseRedirect(f"/channels/{made}")
    kinds = [Choice(value=key, text=words) for key, words in KINDS.items()]
    fields = [
        Field(
            name="name", label="Name", value=draft.name, help="What your team calls this shop.", required=True
        ),
        Field(
            name="code", label="Code", value=draft.code, help="Small letters, such as my-shop.", required=True
        ),
        Field(
            name="prefix",
            label="Prefix",
            value=draft.prefix,
            help="Begins every order number.",
            required=True,
        ),
        Field(name="connector", label="Kind", kind="select", choices=kinds, value=draft.connector),
        Field(name="currency", label="Currency", value=draft.currency, help="Three letters. It stays."),
    ]
    context = {
        "head": Head(crumbs=[Crumb(text="Channels", href="/channels")], title="A new channel"),
        "alert": Alert(strong="Nothing was made.", text=wrong, tone="bad") if wrong else None,
        "fields": fields,
        "button": "Join",
    }
    return render(request, "settings/form.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_page(request: HttpRequest, channel_id: int) -> HttpResponse:
    """One account: its settings, the sites that serve it, what it was told."""
    actor, company = actor_of(request), company_or_404(request)
    found = channel_or_404(actor, company.id, channel_id)
    wrong = ""
    if request.method == "POST":
        try:
            changed = _change(request, actor, company, found)
        except BadChannel as error:
            wrong = error.message
        else:
            messages.info(request, "Saved." if changed else "Nothing was changed.")
            return HttpResponseRedirect(f"/channels/{channel_id}")
    told = channels.outgoing_of_channel(actor, channel_id)
    queued = channels.outgoing_counts(actor).get(channel_id, {}).get("queued", 0)
    serving = warehouse.sites_of_channels(company.id).get(channel_id, ())
    sites = list(warehouse.sites(actor))
    context = {
        "head": Head(
            crumbs=[Crumb(text="Channels", href="/channels")],
            title=found.name,
            lead=f"{SHOWN_KINDS.get(found.connector, found.connector)}, in {found.currency}."
            f" Order numbers begin with {found.prefix}.",
            actions=[
                Action(label="Compare stock", href=f"/channels/{channel_id}/cut-over", icon="scale"),
                Action(label="Parallel run", href=f"/channels/{channel_id}/parallel", icon="git-compare"),
            ],
        ),
        "status": Status(text="Listens only", tone="warn")
        if found.listening
        else Status(text="Active", tone="ok")
        if found.active
        else Status(text="Switched off"),
        "channel": found,
        "alert": Alert(strong="Nothing was saved.", text=wrong, tone="bad") if wrong else None,
        "fields": _fields(request, found),
        "sites": [(site, int(site.pk) in serving) for site in sites],
        "may_edit": may(actor, "channels.edit"),
        "may_serve": may(actor, "warehouse.edit_sites"),
        "told": outgoing_table(told),
        "queued": queued,
        "sent": any(row.state == "sent" for row in told),
    }
    return render(request, "channels/channel.html", context, status=422 if wrong else 200)


def _fields(request: HttpRequest, found: ChannelFacts) -> list[Field]:
    live = timezone.localtime(found.go_live_at).date().isoformat() if found.go_live_at else ""
    given = request.POST
    return [
        Field(name="name", label="Name", value=given.get("name", found.name), required=True),
        Field(
            name="go_live", label="Live since", kind="date", value=given.get("go_live", live),
            help="The day it began to trade here. Compare its stock before you set it.",
        ),
        Field(
            name="invoice_issuer", label="Who issues the invoice", kind="select", choices=WHO,
            value=given.get("invoice_issuer", found.invoice_issuer),
        ),
        Field(
            name="tax_remitter", label="Who remits the tax", kind="select", choices=WHO,
            value=given.get("tax_remitter", found.tax_remitter),
        ),
        Field(name="prices_include_tax", label="Prices include tax", kind="switch", on=found.prices_include_tax),
        Field(name="active", label="Active", kind="switch", on=found.active),
    ]  # fmt: skip


def _change(request: HttpRequest, actor: Actor, company: CompanyFacts, found: ChannelFacts) -> bool:
    post = request.POST
    day = post.get("go_live", "").strip()
    try:
        zone = ZoneInfo(company.timezone)
        live = datetime.combine(date.fromisoformat(day), time(0), zone) if day else None
    except ValueError as error:
        raise BadChannel(field="The day", found=day[:20], usual="Write it as 2026-12-24.") from error
    if live is not None and found.go_live_at is not None:
        # The form knows days alone: the same day keeps its exact moment.
        same = timezone.localtime(found.go_live_at).date() == live.date()
        live = found.go_live_at if same else live
    draft = ChannelDraft(
        code=found.code, prefix=found.prefix, name=post.get("name", "").strip(), connector=found.connector,
        currency=found.currency, timezone=found.timezone, go_live_at=live,
        prices_include_tax="prices_include_tax" in post, fulfilled_by=found.fulfilled_by,
        invoice_issuer="channel" if post.get("invoice_issuer") == "channel" else "us",
        tax_remitter="channel" if post.get("tax_remitter") == "channel" else "us",
        active="active" in post,
    )  # fmt: skip
    changed = bool(edit_channel(actor, company.id, found.id, draft))
    if may(actor, "warehouse.edit_sites") and "sites_shown" in post:
        own = {str(site.pk): int(site.pk) for site in warehouse.sites(actor)}
        before = warehouse.sites_of_channels(company.id).get(found.id, ())
        ticked = [own[value] for value in post.getlist("site") if value in own]
        # Those that served before keep their turn; new ones come after them.
        chosen = [site for site in before if site in ticked] + [site for site in ticked if site not in before]
        changed = serve_channel(actor, company.id, found.id, chosen) or changed
    return changed
