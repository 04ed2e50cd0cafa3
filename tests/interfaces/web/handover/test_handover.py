"""One shift leaves a note to the next: numbers of that moment, words, taken by another person, kept as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish
from tests.workflows.test_from_order_to_invoice import BERLIN, line

from opsroom.domains.access.actions.erase_comments import erase_comments
from opsroom.domains.access.actions.give_shift_note import give_shift_note
from opsroom.domains.access.actions.take_shift_note import take_shift_note
from opsroom.domains.access.actions.withdraw_shift_note import withdraw_shift_note
from opsroom.domains.access.errors import NoteTaken, NotFound, OwnNote, Refused
from opsroom.domains.access.matrix import ROLES
from opsroom.domains.access.models import ShiftNote, User
from opsroom.domains.orders.models import Order
from opsroom.insight.metrics.shift import standing
from opsroom.kernel.records.models import Event
from opsroom.workflows.hand_over import hand_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Three mugs: one order ready, one with a bad address, one short, one that no site has a part in yet."""
    shop = furnish(3)
    shop.take_in(1001)
    shop.take_in(1003, ship_to=replace(BERLIN, postcode="1"))
    shop.take_in(1002, line("MUG", 9, "23.80", 3420), total=21910)
    shop.take_in(1004, line("MUGG", 1, "23.80", 380))
    return shop


def named(shop: Shop, role: str, name: str, sites: set[int] | None = None) -> tuple[int, Client]:
    pk = factories.user(role, shop.company, sites=sites)
    User.objects.filter(pk=pk).update(name=name)
    client, path = Client(), factories.sign_in_path(shop.company, pk)
    client.get(path)
    client.post(path)
    return pk, client


def test_the_note_keeps_the_numbers_of_its_moment_and_waits_on_today_until_another_takes_it(
    shop: Shop,
) -> None:
    dana, desk = named(shop, "desk", "Dana Desk")
    _, floor = named(shop, "warehouse", "Wally Ware", {shop.site})
    sent = desk.post("/handover/new", {"site": str(shop.site), "shift": "early", "words": "Ramp 2 is broken"})
    note = ShiftNote.objects.get()
    assert sent["Location"] == f"/handover/{note.pk}"
    assert (note.state, note.given_by_id, note.words) == ("given", dana, "Ramp 2 is broken")
    assert {key: note.facts[key] for key in ("ready", "short", "on_hold", "tasks")} == {
        "ready": 1, "short": 1, "on_hold": 1, "tasks": 2,
    }, "the code nobody knows concerns no site yet"  # fmt: skip
    assert "Ramp 2 is broken" in floor.get("/").content.decode()
    Order.objects.filter(number__endswith="1001").update(state="cancelled", fulfilment_state="nothing")
    page = floor.get(f"/handover/{note.pk}").content.decode()
    assert "Ramp 2 is broken" in page
    assert re.search(r"Ready to release.*?>1<.*?>0<", page, re.DOTALL), "then one, now none"
    floor.post(f"/handover/{note.pk}/take")
    note.refresh_from_db()
    assert note.state == "taken"
    assert "Ramp 2 is broken" not in floor.get("/").content.decode()
    assert "Ramp 2 is broken" not in desk.get("/").content.decode()
    listed = desk.get("/handover").content.decode()
    assert "Wally Ware, " in listed
    assert "1 ready to release, 2 open tasks" in listed
    kinds = list(
        Event.objects.filter(subject_kind="access.shiftnote").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["access.shiftnote.created", "access.shiftnote.taken"]
    assert "Ramp" not in str(list(Event.objects.values_list("data", "reason")))


def test_each_number_is_the_length_of_the_list_it_opens(shop: Shop) -> None:
    other = factories.site(shop.company)
    desk = enter(shop.company, "desk")
    actor = factories.actor("desk", shop.company)
    for site in (shop.site, other):
        rows = standing(actor, site, now=datetime.now(UTC), time_zone="Europe/Berlin")
        assert {row.key for row in rows} >= {"late", "ready", "short", "tasks", "count"}
        for row in rows:
            page = desk.get(row.href).content.decode()
            assert page.count("data-id=") == row.number, (site, row.key)
            assert "not understood" not in page
    assert sum(row.number for row in rows) == 0, "nothing of the first site is counted at the second"


def test_one_does_not_take_ones_own_note_and_a_taken_one_is_not_written_over(shop: Shop) -> None:
    dana, wally = factories.actor("desk", shop.company), factories.actor("warehouse", shop.company)
    first = hand_over(dana, shop.company, shop.site, "early", "one")
    assert hand_over(dana, shop.company, shop.site, "early", "two") == first
    assert ShiftNote.objects.get().words == "two"
    with pytest.raises(OwnNote):
        take_shift_note(dana, shop.company, first)
    with pytest.raises(NoteTaken, match="was written by a colleague"):
        hand_over(wally, shop.company, shop.site, "early", "mine")
    assert take_shift_note(wally, shop.company, first)
    assert not take_shift_note(factories.actor("manager", shop.company), shop.company, first), (
        "the second is too late"
    )
    with pytest.raises(NoteTaken, match="was taken over"):
        hand_over(dana, shop.company, shop.site, "early", "three")
    assert not withdraw_shift_note(dana, shop.company, first)
    late = hand_over(dana, shop.company, shop.site, "late", "four")
    assert not withdraw_shift_note(wally, shop.company, late), "a colleague's stays"
    assert withdraw_shift_note(dana, shop.company, late)
    again = hand_over(wally, shop.company, shop.site, "late", "five")
    assert again != late


@pytest.mark.parametrize("role", ROLES)
def test_Z2_Z3_who_hands_over_where(shop: Shop, role: str) -> None:
    other = factories.site(shop.company)
    note = hand_over(factories.actor("manager", shop.company), shop.company, shop.site, "day", "read me")
    allowed = role in ("manager", "desk", "warehouse")
    for sites, sees in ((None, allowed), ({shop.site}, allowed), ({other}, False)):
        actor = factories.actor(role, shop.company, sites=sites)
        if sees:
            assert hand_over(actor, shop.company, shop.site, "night", "x")
            ShiftNote.objects.filter(shift="night").update(state="withdrawn")
        else:
            with pytest.raises(Refused):
                hand_over(actor, shop.company, shop.site, "night", "x")
            with pytest.raises(Refused):
                take_shift_note(actor, shop.company, note)
    page = enter(shop.company, role).get(f"/handover/{note}")
    assert page.status_code == (200 if allowed else 403)
    stranger = factories.company()
    assert enter(stranger, role).get(f"/handover/{note}").status_code == (404 if allowed else 403)
    with pytest.raises(NotFound):
        hand_over(factories.actor("manager", stranger), shop.company, shop.site, "day", "x")


def test_bad_input_says_what_to_do_and_loses_no_word(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    hand_over(factories.actor("manager", shop.company), shop.company, shop.site, "day", "first")
    back = desk.post(
        "/handover/new", {"site": str(shop.site), "shift": "day", "words": "long typed words"}
    ).content.decode()
    assert "This was not handed over." in back
    assert "was written by a colleague" in back
    assert "long typed words</textarea>" in back
    long = desk.post(
        "/handover/new", {"site": str(shop.site), "shift": "late", "words": "y" * 4_001}
    ).content.decode()
    assert "has 4,001 characters and 4,000 fit" in long
    for site in ("0", "x", "9" * 30):
        assert desk.post("/handover/new", {"site": site, "shift": "late"}).status_code == 404
    desk.post("/handover/new", {"site": str(shop.site), "shift": "late", "words": "card 4111 1111 1111 1111"})
    assert ShiftNote.objects.get(shift="late").words == "card •••• 1111"
    assert "not understood" in desk.get("/handover?state=lost").content.decode()


def test_P4_an_erasure_empties_a_note_that_names_the_person_and_the_database_holds_the_rest(
    shop: Shop,
) -> None:
    manager = factories.actor("manager", shop.company)
    kept = hand_over(manager, shop.company, shop.site, "early", "All well")
    named_in = hand_over(manager, shop.company, shop.site, "late", "Mara Klein will call")
    for pk in (kept, named_in):
        take_shift_note(factories.actor("desk", shop.company), shop.company, pk)
    for change in (
        "UPDATE access_shiftnote SET words = 'never'",
        "UPDATE access_shiftnote SET facts = '{}'",
        "DELETE FROM access_shiftnote",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftNote.objects.create(
            company_id=shop.company, site_id=shop.site, day=timezone.localdate(), shift="day", state="taken",
            given_by_id=manager.user_id, taken_by_id=manager.user_id, taken_at=timezone.now(),
        )  # fmt: skip
    erase_comments(
        factories.actor("admin", shop.company), shop.company, {}, words={"Mara Klein"}, approved=True
    )
    assert list(ShiftNote.objects.order_by("id").values_list("words", flat=True)) == ["All well", ""]
    assert give_shift_note(manager, shop.company, shop.site, timezone.localdate(), "day", "", {})
