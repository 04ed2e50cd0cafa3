"""Changes how a site works: name, profile, hours, holidays, cut-offs; refuses its code, which stands on labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import available_timezones

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.errors import BadSite, UnknownSite
from opsroom.domains.warehouse.models import PROFILES, CutOff, Site
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import COMPANY_FIELD_CHARS_MAX, HOLIDAYS_COUNT_MAX

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HANDLING_DAYS_MAX = 30


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """A site as it should be. hours: {"mon": ["08:00", "17:00"]}; cut_offs: (carrier, service, "15:00")."""

    name: str
    profile: str
    timezone: str
    country: str
    region: str
    handling_days: int
    hours: dict[str, list[str]]
    holidays: tuple[str, ...]
    cut_offs: tuple[tuple[str, str, str], ...]


@transaction.atomic
def edit_site(actor: Actor, company_id: int, site_id: int, draft: SiteDraft) -> list[str]:
    """Returns the names of what changed. Raises warehouse.unknown_site, warehouse.bad_site."""
    access.require(actor, "warehouse.edit_sites", company_id=company_id, site_id=site_id)
    refuse_bad(draft)
    site = Site.objects.select_for_update(no_key=True).filter(company_id=company_id, pk=site_id).first()
    if site is None:
        raise UnknownSite(site=site_id)
    wanted = {
        "name": draft.name.strip(),
        "profile": draft.profile,
        "timezone": draft.timezone,
        "country": draft.country.upper(),
        "region": draft.region.strip(),
        "handling_days": draft.handling_days,
        "hours": draft.hours,
        "holidays": sorted(set(draft.holidays)),
    }
    changed = sorted(name for name, value in wanted.items() if getattr(site, name) != value)
    Site.objects.filter(pk=site_id).update(**{name: wanted[name] for name in changed})
    if _set_cut_offs(site, draft.cut_offs):
        changed.append("cut_offs")
    if changed:
        records.record(
            events.SITE_CHANGED,
            events.SITE,
            [site_id],
            actor,
            company_id=company_id,
            data={"fields": changed},
        )
    return changed


def refuse_bad(draft: SiteDraft) -> None:
    """Raises warehouse.bad_site for the first thing that cannot be."""
    if not draft.name.strip() or len(draft.name) > COMPANY_FIELD_CHARS_MAX:
        raise BadSite(
            field="The name", found=draft.name[:40], usual="Write what your team calls the building."
        )
    if draft.profile not in PROFILES:
        raise BadSite(field="The profile", found=draft.profile[:40], usual="Choose one of the three.")
    if draft.timezone not in available_timezones():
        raise BadSite(
            field="The time zone", found=draft.timezone[:60], usual="Use a name such as Europe/Berlin."
        )
    if not (len(draft.country) == 2 and draft.country.isalpha() and draft.country.isascii()):
        raise BadSite(field="The country", found=draft.country[:40], usual="Use its two letters, such as DE.")
    if not 0 <= draft.handling_days <= HANDLING_DAYS_MAX:
        raise BadSite(field="The handling time", found=draft.handling_days, usual="Use 0 to 30 working days.")
    for day, spans in draft.hours.items():
        _refuse_hours(day, spans)
    if len(draft.holidays) > HOLIDAYS_COUNT_MAX:
        raise BadSite(
            field="The holidays", found=len(draft.holidays), usual=f"Keep {HOLIDAYS_COUNT_MAX} at most."
        )
    for holiday in draft.holidays:
        try:
            date.fromisoformat(holiday)
        except ValueError as error:
            raise BadSite(field="A holiday", found=holiday[:40], usual="Write days as 2026-12-24.") from error
    for carrier, _, at in draft.cut_offs:
        if not carrier.strip() or _minute(at) is None:
            usual = "Write one a line: DHL 15:00."
            raise BadSite(field="A cut-off", found=f"{carrier} {at}"[:40], usual=usual)


def _refuse_hours(day: str, spans: list[str]) -> None:
    times = [_minute(one) for one in spans]
    known = [one for one in times if one is not None]
    if day not in DAYS or len(known) != len(times) or len(times) % 2 or known != sorted(set(known)):
        usual = "Write hours as 08:00-12:00, 13:00-17:00, or leave a closed day empty."
        raise BadSite(field="The hours", found=", ".join(spans)[:60], usual=usual)


def _minute(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _set_cut_offs(site: Site, wanted: tuple[tuple[str, str, str], ...]) -> bool:
    """Puts the site's cut-offs where they should be; True when any differed."""
    now = {
        (c.carrier, c.service, c.at.strftime("%H:%M"))
        for c in CutOff.objects.filter(site=site).order_by("id")
    }
    if now == set(wanted):
        return False
    CutOff.objects.filter(site=site).delete()
    CutOff.objects.bulk_create(
        CutOff(site=site, carrier=carrier, service=service, at=time.fromisoformat(at))
        for (carrier, service), at in {(c, s): at for c, s, at in wanted}.items()
    )
    return True
