"""A channel is joined and changed by who may, and is told of each shipment in one file only."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.stock.test_stock_pages import House, enter, text

from opsroom.domains.channels.actions.queue_outgoing import queue_outgoing
from opsroom.domains.channels.models import Channel, Outgoing
from opsroom.domains.warehouse.queries import sites_of_channels
from opsroom.kernel.records import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = House()
    demo = factories.system("system.demo", house.company)
    for n, tracking in ((1, "00340"), (2, "=HYPERLINK(1)")):
        facts = {
            "order": f"{n}",
            "fulfilment_order": f"F-{n}",
            "parcels": [{"carrier": "DHL", "tracking": tracking}],
        }
        queue_outgoing(demo, house.channel, f"shipment:{n}", "shipment", facts)
    return house


def test_confirmations_are_taken_once_as_a_file_and_can_be_fetched_again(
    client: Client, house: House
) -> None:
    manager = enter(client, house.company, "manager")
    assert "2 shipments to confirm" in text(manager, "/channels")
    answer = manager.post(f"/channels/{house.channel}/confirmations")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert lines[0] == "order,shipment,carrier,service,tracking"
    assert lines[1] == "1,F-1,DHL,,00340"
    assert ",=HYPERLINK" not in lines[2]
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"sent"}
    second = manager.post(f"/channels/{house.channel}/confirmations")
    assert second.status_code == 302, "nothing waits any more"
    again = manager.get(f"/channels/{house.channel}/confirmations/again")
    assert again.content.decode("utf-8-sig").splitlines() == lines
    kinds = [e.kind for e in events.timeline("channels.outgoing", Outgoing.objects.earliest("id").pk)]
    assert kinds == ["channels.outgoing.created", "channels.outgoing.sent"]


def test_Z2_Z3_who_may_not_edit_takes_no_file_and_strangers_see_no_channel(
    client: Client, house: House
) -> None:
    desk = enter(client, house.company, "desk")
    assert "Take 2" not in text(desk, f"/channels/{house.channel}")
    assert desk.post(f"/channels/{house.channel}/confirmations").status_code == 403
    assert desk.get(f"/channels/{house.channel}/confirmations/again").status_code == 403
    assert desk.post(f"/channels/{house.channel}", {"name": "X"}).status_code == 403
    stranger = enter(Client(), factories.company(), "manager")
    for path in ("", "/confirmations/again"):
        assert stranger.get(f"/channels/{house.channel}{path}").status_code == 404
    assert stranger.post(f"/channels/{house.channel}/confirmations").status_code == 404
    packer = enter(Client(), house.company, "warehouse", sites=[house.site])
    assert packer.get("/channels").status_code == 403
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"queued"}


def test_an_account_is_changed_and_its_sites_keep_their_turn(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    second = factories.site(house.company, code="TWO")
    facts = {
        "name": "Web shop", "go_live": "2026-11-01", "invoice_issuer": "channel", "tax_remitter": "us",
        "prices_include_tax": "on", "active": "on", "sites_shown": "1", "site": [second, house.site],
    }  # fmt: skip
    manager.post(f"/channels/{house.channel}", facts)
    row = Channel.objects.get(pk=house.channel)
    assert (row.invoice_issuer, row.tax_remitter) == ("channel", "us")
    assert row.go_live_at is not None
    assert row.go_live_at.isoformat() == "2026-10-31T23:00:00+00:00"
    assert sites_of_channels(house.company)[house.channel] == (house.site, second)
    manager.post(f"/channels/{house.channel}", facts)
    assert Channel.objects.get(pk=house.channel).go_live_at == row.go_live_at
    answer = manager.post(f"/channels/{house.channel}", facts | {"go_live": "soon"})
    assert answer.status_code == 422
    assert "2026-12-24" in answer.content.decode()


def test_a_channel_is_joined_and_a_taken_prefix_is_refused(client: Client, house: House) -> None:
    manager = enter(client, house.company, "manager")
    facts = {"name": "Fair", "code": "fair", "prefix": "FA", "connector": "csv_files", "currency": "EUR"}
    manager.post("/channels/new", facts)
    assert Channel.objects.get(code="fair").prefix == "FA"
    assert manager.post("/channels/new", facts).status_code == 422
    assert manager.post("/channels/new", facts | {"code": "x", "currency": "ZZZ"}).status_code == 422
    assert Channel.objects.count() == 2
