"""Who and where Northbay Goods is: company, two sites with their bins, five channels. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction

from opsroom.domains.access.actions.create_first_company import create_first_company
from opsroom.domains.access.actions.edit_company import edit_company
from opsroom.domains.access.rules import system_actor
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.rules import ChannelDraft
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site
from opsroom.kernel.records import jobs
from opsroom.kernel.values.actor import Actor

TIMEZONE = "Europe/Berlin"
JOB, YEAR_JOB = "demo.load", "demo.year"
MAIL = "hello@northbay.example"
LEGAL = {
    "legal_name": "Northbay Goods GmbH",
    "street": "Hafenbogen 7",
    "city": "Berlin",
    "postcode": "10999",
    "phone": "+49 30 23125 100",
    "vat_number": "DE999999999",
    "registration_number": "HRB 000000, Amtsgericht Charlottenburg",
}
CUT_OFFS = (("DHL", "", "15:00"), ("GLS", "", "11:30"), ("UPS", "", "17:00"))
SENDER = {"name": LEGAL["legal_name"], "postcode": "10999", "city": "Berlin", "country": "DE"}
MAIN = SiteFacts(
    "BER", "Berlin, Hafenbogen", TIMEZONE, "DE", profile="full", region="BE", cut_offs=CUT_OFFS,
    address=SENDER | {"line1": "Hafenbogen 7"},
)  # fmt: skip
SMALL = SiteFacts(
    "POT", "Potsdam, the workshop", TIMEZONE, "DE", region="BB", cut_offs=(("DHL", "", "14:00"), ("GLS", "", "11:00")),
    address=SENDER | {"line1": "Werkgasse 2", "postcode": "14467", "city": "Potsdam"},
)  # fmt: skip
SHOP, DAILY, DESK, MARKET, TILL = "northbay", "daily", "desk", "marketplace", "till"
TOTES = tuple(LocationRow(f"TOTE-{number:02d}", "tote") for number in range(1, 31))
_AISLES, _SHELVES = 6, 3


@dataclass(frozen=True, slots=True)
class Furnished:
    """Ids of the two sites and, by code, of the channels."""

    main_id: int
    small_id: int
    channels: dict[str, int]


def drafts() -> tuple[ChannelDraft, ...]:
    """The five channels. What the marketplace does itself its orders say; its tax it remits always."""

    def draft(code: str, prefix: str, name: str, connector: str = "csv_files", **more: str) -> ChannelDraft:
        return ChannelDraft(code, prefix, name, connector, "EUR", TIMEZONE, **more)  # type: ignore[arg-type]

    return (
        draft(SHOP, "SH", "Northbay web shop", "shopify"),
        draft(DAILY, "ND", "Northbay Daily web shop", "woocommerce"),
        draft(DESK, "WD", "Wholesale desk"),
        draft(MARKET, "MP", "Marketplace", tax_remitter="channel"),
        draft(TILL, "TL", "Shop till"),
    )


@transaction.atomic
def make_house(actor: Actor, *, email: str, steps: int) -> tuple[int, int]:
    """Makes the company with everything in it and the job that fills it, all or nothing; returns both ids."""
    first = create_first_company(
        actor,
        email=email,
        code="NB",
        name="Northbay Goods",
        country="DE",
        currency="EUR",
        timezone=TIMEZONE,
        is_demo=True,
        person_name="The owner",
        **LEGAL,
    )
    company_id = first.company_id
    own = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
    edit_company(own, company_id, email=MAIL)  # the first person's address is not the company's
    furnish(own, company_id)
    return company_id, jobs.start(JOB, "Loading the demo shop", own, steps, company_id=company_id)


@transaction.atomic
def furnish(
    actor: Actor,
    company_id: int,
    *,
    profile: str = MAIN.profile,
    cut_offs: tuple[tuple[str, str, str], ...] = CUT_OFFS,
) -> Furnished:
    """The sites, their bins and the channels of Northbay Goods; `profile` and `cut_offs` are the main site's."""
    channels = {draft.code: create_channel(actor, company_id, draft) for draft in drafts()}
    daily = channels[DAILY]
    others = tuple(channel for channel in channels.values() if channel != daily)
    main_id = create_site(actor, company_id, replace(MAIN, profile=profile, cut_offs=cut_offs), others)
    create_locations(actor, company_id, main_id, (*bins("ABCD"), *TOTES))
    small_id = create_site(actor, company_id, SMALL, (daily,))
    create_locations(actor, company_id, small_id, bins("P", aisles=1, shelves=8))
    return Furnished(main_id, small_id, channels)


def bins(zones: str, *, aisles: int = _AISLES, shelves: int = _SHELVES) -> tuple[LocationRow, ...]:
    """Bins in walking order: up one aisle, down the next, zone after zone."""
    rows, place = [], 0
    for zone in zones:
        for aisle in range(1, aisles + 1):
            numbers = range(1, shelves + 1)
            for shelf in numbers if aisle % 2 else reversed(numbers):
                place += 10
                rows.append(LocationRow(f"{zone}-{aisle:02d}-{shelf}", "bin", zone, place))
    return tuple(rows)
