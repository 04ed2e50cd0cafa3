"""Lists sites and changes one: how much it scans, when it works, when carriers come, which bins it has."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may, require
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site
from opsroom.domains.warehouse.actions.edit_site import DAYS, SiteDraft, edit_site, refuse_bad
from opsroom.domains.warehouse.errors import BadSite, SiteTaken
from opsroom.domains.warehouse.queries import SiteSettings
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import export_action, give_table
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Crumb, Field, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError

PROFILES = {
    "paper": (
        "Paper",
        "Pick lists and slips are printed; nobody scans. A released order may be marked shipped at once.",
    ),
    "scan_to_pack": ("Scan to pack", "Picked from paper, then every item is scanned into its parcel."),
    "full": ("Full", "Picked by scanning bin and item on a phone, packed by scanning, from totes."),
}
DAY_WORDS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def company_or_404(request: HttpRequest) -> CompanyFacts:
    """The company this person works for now."""
    company = company_of_request(request)
    if company is None:
        raise Http404
    return company


@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    """/settings/sites: the sites the person works for."""
    actor = actor_of(request)
    rows = warehouse.site_settings(actor)
    new = Action(label="New site", href="/settings/sites/new", icon="plus", look="pri", keep=True)
    head = Head(
        crumbs=[Crumb(text="Settings", href="/settings")],
        title=f"Goods leave from {counted(len(rows), 'site')}",
        actions=[
            *export_action(actor, "/settings/sites/export"),
            *([new] if may(actor, "warehouse.edit_sites") else []),
        ],
    )
    return render(request, "settings/list.html", {"head": head, "table": _site_table(rows, head.actions)})


@require_http_methods(["GET", "HEAD", "POST"])
def sites_export(request: HttpRequest) -> HttpResponse:
    """/settings/sites/export: as the list shows them."""
    rows = warehouse.site_settings(actor_of(request))
    return give_table(request, "sites", "site", len(rows), lambda: _site_table(rows, ()))


def _site_table(rows: Sequence[SiteSettings], acts: Sequence[Action]) -> Table:
    return Table(
        label="Sites",
        columns=[
            Column(name="Site", phone="1"),
            Column(name="Profile", phone="2"),
            Column(name="Bins", number=True, phone="1 end", label="Bins"),
            Column(name="Next cut-offs", phone="3 full", wrap=True),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=row.name, href=f"/settings/sites/{row.id}", note=row.code),
                    Cell(text=PROFILES[row.profile][0]),
                    Cell(text=f"{row.bins:,}"),
                    Cell(text=", ".join(_cut_off(one) for one in row.cut_offs) or "none set"),
                ]
            )
            for row in rows
        ],
        empty=Blank(title="No site yet.", text="Goods need a place to lie.", icon="warehouse", actions=acts),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_site(request: HttpRequest) -> HttpResponse:
    """A code and a name; the rest is set on its page."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "warehouse.edit_sites", company_id=company.id)
    wrong = ""
    code, name = request.POST.get("code", "").strip().upper(), request.POST.get("name", "").strip()
    if request.method == "POST":
        try:
            site_id = _create(actor, company, code, name)
        except CodedError as error:
            wrong = error.message
        else:
            messages.info(request, f"{name} is there. Set its hours and bins here.")
            return HttpResponseRedirect(f"/settings/sites/{site_id}")
    fields = [
        Field(name="code", label="Code", value=code, help="Short, on labels: RTM1.", required=True),
        Field(name="name", label="Name", value=name, help="As your team calls the building.", required=True),
    ]
    context = {
        "head": Head(
            crumbs=[Crumb(text="Settings", href="/settings"), Crumb(text="Sites", href="/settings/sites")],
            title="A new site",
        ),
        "alert": Alert(strong="Nothing was made.", text=wrong, tone="bad") if wrong else None,
        "fields": fields,
        "button": "Make it",
    }
    return render(request, "settings/form.html", context, status=422 if wrong else 200)


def _create(actor: Actor, company: CompanyFacts, code: str, name: str) -> int:
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        raise BadSite(field="The code", found=code[:40], usual="Use 1 to 8 letters and digits, such as RTM1.")
    refuse_bad(SiteDraft(name, "paper", company.timezone, company.country, "", 0, {}, (), ()))
    address = {
        "name": company.legal_name or company.name, "line1": company.street, "postcode": company.postcode,
        "city": company.city, "country_code": company.country,
    }  # fmt: skip
    facts = SiteFacts(code, name, company.timezone, company.country, address=address)
    try:
        with transaction.atomic():
            return create_site(actor, company.id, facts)
    except IntegrityError as error:
        raise SiteTaken(code=code) from error


@require_http_methods(["GET", "HEAD", "POST"])
def site_page(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site: its settings, its bins, its labels."""
    actor, company = actor_of(request), company_or_404(request)
    found = next((row for row in warehouse.site_settings(actor) if row.id == site_id), None)
    if found is None:
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            changed = edit_site(actor, company.id, site_id, _draft(request))
        except BadSite as error:
            wrong = error.message
        else:
            messages.info(request, "Saved." if changed else "Nothing was changed.")
            return HttpResponseRedirect(f"/settings/sites/{site_id}")
    zones = warehouse.bins_by_zone(actor, site_id)
    context = {
        "head": Head(
            crumbs=[Crumb(text="Settings", href="/settings"), Crumb(text="Sites", href="/settings/sites")],
            title=found.name,
            lead=f"{found.code}. {PROFILES[found.profile][1]}",
        ),
        "alert": Alert(strong="Nothing was saved.", text=wrong, tone="bad") if wrong else None,
        "site": found,
        "fields": _fields(request, found),
        "hours": [
            Field(name=f"hours_{day}", label=words, value=_given(request, f"hours_{day}", _spans(found, day)))
            for day, words in zip(DAYS, DAY_WORDS, strict=True)
        ],
        "may_edit": may(actor, "warehouse.edit_sites"),
        "profiles": list(PROFILES.values()),
        "bins": Table(
            label="Bins",
            tight=True,
            columns=[
                Column(name="Zone"),
                Column(name="Bins", number=True),
                Column(name="From"),
                Column(name="To"),
            ],
            rows=[
                Row(cells=[Cell(text=zone or "–"), Cell(text=f"{n:,}"), Cell(text=first), Cell(text=last)])
                for zone, n, first, last in zones
            ],
            empty=Blank(title="No bins yet.", text="Add a range below.", icon="grid-2x2"),
        ),
        "range": Field(
            name="range", label="Range", placeholder="A-01-1..A-04-9", help="From the first bin to the last."
        ),
        "zone": Field(name="zone", label="Zone", help="Empty: the first part of the code."),
    }
    return render(request, "settings/site.html", context, status=422 if wrong else 200)


def _given(request: HttpRequest, name: str, standing: str) -> str:
    return request.POST.get(name, standing)


def _spans(site: SiteSettings, day: str) -> str:
    times = site.hours.get(day, [])
    return ", ".join(f"{a}-{b}" for a, b in zip(times[::2], times[1::2], strict=False))


def _fields(request: HttpRequest, site: SiteSettings) -> list[Field]:
    cut_offs = "\n".join(map(_cut_off, site.cut_offs))
    profiles = [Choice(value=key, text=words) for key, (words, _) in PROFILES.items()]
    plain = {
        "name": ("Name", site.name, ""),
        "timezone": ("Time zone", site.timezone, ""),
        "country": ("Country", site.country, "Its public holidays are known where its calendar is."),
        "region": ("Region", site.region, "For regional holidays, such as BY."),
        "handling_days": (
            "Handling time",
            str(site.handling_days),
            "Working days before goods leave; 0 is the same day.",
        ),
    }
    return [
        Field(
            name="profile", label="Profile", kind="select", choices=profiles,
            value=_given(request, "profile", site.profile),
        ),
        *(
            Field(name=name, label=label, value=_given(request, name, value), help=words)
            for name, (label, value, words) in plain.items()
        ),
        Field(
            name="cut_offs", label="Cut-offs", kind="textarea", value=_given(request, "cut_offs", cut_offs),
            help="One a line, carrier then time: DHL 15:00. For one service only: DHL, Express 12:00.",
        ),
        Field(
            name="holidays", label="Own closed days", kind="textarea",
            value=_given(request, "holidays", "\n".join(site.holidays)), help="One a line: 2026-12-24.",
        ),
    ]  # fmt: skip


def _cut_off(row: tuple[str, str, str]) -> str:
    """One cut-off as its line of the form: "DHL 15:00", "DHL, Express 12:00" where it is for one service."""
    carrier, service, at = row
    return f"{carrier}, {service} {at}" if service else f"{carrier} {at}"


def _cut_off_of(line: str) -> tuple[str, str, str]:
    """The way back: what stands before the last word, parted at its first comma."""
    before, _, at = " ".join(line.split()).rpartition(" ")
    carrier, _, service = before.partition(",")
    return carrier.strip(), service.strip(), at


def _draft(request: HttpRequest) -> SiteDraft:
    post = request.POST
    days = post.get("handling_days", "").strip()
    hours = {}
    for day in DAYS:
        spans = post.get(f"hours_{day}", "").replace("–", "-").split(",")
        times = [one.strip() for span in spans for one in span.split("-") if one.strip()]
        if times:
            hours[day] = times
    cut_offs = [_cut_off_of(line) for line in post.get("cut_offs", "").splitlines() if line.strip()]
    return SiteDraft(
        name=post.get("name", ""),
        profile=post.get("profile", ""),
        timezone=post.get("timezone", "").strip(),
        country=post.get("country", "").strip(),
        region=post.get("region", ""),
        handling_days=int(days) if days.isdecimal() and len(days) < 4 else -1,
        hours=hours,
        holidays=tuple(line.strip() for line in post.get("holidays", "").splitlines() if line.strip()),
        cut_offs=tuple(cut_offs),
    )
