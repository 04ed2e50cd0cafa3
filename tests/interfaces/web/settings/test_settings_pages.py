"""Settings are changed by who may, in words a person understands; nonsense is refused and changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.stock.test_stock_pages import House, enter, text

from opsroom.domains.access.queries import company_of
from opsroom.domains.channels.models import Import
from opsroom.domains.warehouse.models import CutOff, Location, Site, Stock
from opsroom.domains.warehouse.rules import bin_codes
from opsroom.kernel.records import events, jobs

pytestmark = pytest.mark.django_db
SITE = {
    "name": "Rotterdam", "profile": "full", "timezone": "Europe/Berlin", "country": "DE", "region": "BY",
    "handling_days": "1", "hours_mon": "08:00-12:00, 13:00-17:00",
    "cut_offs": "DHL 15:00\nUPS 16:30\nUPS, Express Saver 12:00",
    "holidays": "2026-12-24",
}  # fmt: skip


@pytest.fixture
def house() -> House:
    return House()


def test_the_overview_offers_what_the_person_may_open(client: Client, house: House) -> None:
    page = text(enter(client, house.company, "admin"), "/settings")
    for href in (
        "/settings/company",
        "/settings/sites",
        "/channels",
        "/settings/users",
        "/settings/health",
        "/settings/data-map",
    ):
        assert f'href="{href}"' in page
    packer = text(enter(Client(), house.company, "warehouse", sites=[house.site]), "/settings")
    assert 'href="/settings/company"' not in packer
    assert 'href="/settings/sites"' in packer


def test_legal_facts_are_saved_and_told_by_an_event_without_values(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    manager.post(
        "/settings/company", {"name": "Northbay", "vat_number": "DE123456789", "timezone": "Europe/Berlin"}
    )
    facts = company_of(factories.actor("manager", house.company))
    assert (facts.name, facts.vat_number) == ("Northbay", "DE123456789")
    told = events.timeline("access.company", house.company)[-1]
    assert told.data == {"fields": ["name", "vat_number"]}
    answer = manager.post("/settings/company", {"timezone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "Europe/Berlin" in answer.content.decode()


@pytest.mark.parametrize("role", ["desk", "warehouse", "buyer", "bookkeeper", "marketer"])
def test_Z2_company_and_health_are_for_managers_and_administrators(
    client: Client, house: House, role: str
) -> None:
    person = enter(client, house.company, role)
    for path in ("/settings/company", "/settings/health", "/settings/data-map", "/settings/sites/new"):
        assert person.get(path).status_code == 403
    assert person.post("/settings/health/check").status_code == 403


def test_a_site_gets_its_profile_hours_cut_offs_and_closed_days(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    manager.post(f"/settings/sites/{house.site}", SITE)
    site = Site.objects.get(pk=house.site)
    assert (site.name, site.profile, site.handling_days) == ("Rotterdam", "full", 1)
    assert site.hours == {"mon": ["08:00", "12:00", "13:00", "17:00"]}
    assert site.holidays == ["2026-12-24"]
    cut_offs = {(c.carrier, c.service, f"{c.at:%H:%M}") for c in CutOff.objects.filter(site=site)}
    assert cut_offs == {("DHL", "", "15:00"), ("UPS", "", "16:30"), ("UPS", "Express Saver", "12:00")}
    page = client.get(f"/settings/sites/{site.pk}").content.decode()
    assert "UPS, Express Saver 12:00" in page, "saving the page as it is shown keeps the service"
    page = text(manager, f"/settings/sites/{house.site}")
    assert "08:00-12:00, 13:00-17:00" in page
    assert events.timeline("warehouse.site", house.site)[-1].kind == "warehouse.site.changed"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("profile", "magic", "Choose one of the three."),
        ("hours_mon", "17:00-08:00", "The hours"),
        ("hours_tue", "8 to 5", "The hours"),
        ("cut_offs", "15:00", "A cut-off"),
        ("holidays", "Christmas", "A holiday"),
        ("handling_days", "-3", "The handling time"),
        ("name", " ", "The name"),
        ("timezone", "Nowhere", "The time zone"),
    ],
)
def test_nonsense_about_a_site_is_refused_in_words(
    client: Client, house: House, field: str, value: str, said: str
) -> None:
    manager = enter(client, house.company, "manager")
    before = Site.objects.values().get(pk=house.site)
    answer = manager.post(f"/settings/sites/{house.site}", SITE | {field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Site.objects.values().get(pk=house.site) == before
    assert not CutOff.objects.exists()


def test_Z2_Z3_a_warehouse_person_changes_no_site_and_sees_no_other(client: Client, house: House) -> None:
    other = factories.site(house.company, code="FAR")
    packer = enter(client, house.company, "warehouse", sites=[house.site])
    assert packer.get(f"/settings/sites/{other}").status_code == 404
    assert packer.post(f"/settings/sites/{house.site}", SITE).status_code == 403
    assert packer.post(f"/settings/sites/{house.site}/bins", {"range": "Z-1..Z-9"}).status_code == 403
    stranger = enter(Client(), factories.company(), "manager")
    assert stranger.get(f"/settings/sites/{house.site}").status_code == 404
    assert stranger.post(f"/settings/sites/{house.site}/bins", {"range": "Z-1..Z-9"}).status_code == 404
    assert not Location.objects.filter(code__startswith="Z-").exists()


def test_bins_are_made_by_a_range_in_walking_order_and_labelled(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    bins = f"/settings/sites/{house.site}/bins"
    manager.post(bins, {"range": "B-01-1..B-02-3"})
    codes = list(Location.objects.filter(zone="B").order_by("sequence").values_list("code", flat=True))
    assert codes == ["B-01-1", "B-01-2", "B-01-3", "B-02-1", "B-02-2", "B-02-3"]
    manager.post(bins, {"range": "B-01-1..B-02-3"})
    manager.post(bins, {"range": "B-9..C"})
    assert Location.objects.filter(zone="B").count() == 6
    sheet = text(manager, f"/settings/sites/{house.site}/labels?zone=B")
    assert sheet.count("QR code B-0") == 6


def test_a_range_counts_numbers_and_letters_and_stops_before_it_is_too_much() -> None:
    assert bin_codes("a-1..b-2", 10) == ["A-1", "A-2", "B-1", "B-2"]
    assert bin_codes("R-09..R-11", 10) == ["R-09", "R-10", "R-11"]
    assert bin_codes("X", 10) == ["X"]
    for wrong in ("", "A-1..A", "A-5..A-1", "AA-1..BB-1", "A-1..A-999999", "A-001..A-999", "-..-"):
        with pytest.raises(ValueError, match=r"."):
            bin_codes(wrong, 500)


def test_health_shows_what_the_last_check_found(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    assert "not checked yet" in text(manager, "/settings/health")
    manager.post("/settings/health/check")
    assert "The data says what it must" in text(manager, "/settings/health")
    Stock.objects.filter(sku=house.mug).update(counted_at=None, on_hand=4)
    manager.post("/settings/health/check")
    page = text(manager, "/settings/health")
    assert "says 4 of MUG on hand, but the book says 3." in page
    assert "PostgreSQL" in page


def test_jobs_are_paused_resumed_and_stay_in_their_company(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    actor = factories.actor("manager", house.company)
    job = jobs.start("imports.check", "Reading orders.csv", actor, total=10, company_id=house.company)
    job_id = getattr(job, "job_id", job)
    assert "Reading orders.csv" in text(manager, "/settings/jobs")
    stranger = enter(Client(), factories.company(), "manager")
    assert "Reading orders.csv" not in text(stranger, "/settings/jobs")
    assert stranger.post(f"/settings/jobs/{job_id}/pause").status_code == 404
    assert stranger.get(f"/settings/jobs/{job_id}/errors.csv").status_code == 404
    manager.post(f"/settings/jobs/{job_id}/pause")
    assert "Resume" in text(manager, "/settings/jobs")
    warehouse = enter(Client(), house.company, "warehouse", sites=[house.site])
    assert warehouse.post(f"/settings/jobs/{job_id}/resume").status_code == 403
    import_id = factories.import_row(house.company, factories.channel(house.company))
    Import.objects.filter(pk=import_id).update(job_id=job_id)
    admin = enter(Client(), house.company, "admin")
    assert admin.post(f"/settings/jobs/{job_id}/resume").status_code == 403, (
        "an import goes on by who may import"
    )
    assert "Resume" in text(manager, "/settings/jobs"), "and its job waits as before"
