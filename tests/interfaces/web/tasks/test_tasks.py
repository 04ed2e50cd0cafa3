"""Tasks stand in groups with one act each; a group is taken or put to sleep, and a foreign company's is never seen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish
from tests.workflows.test_from_order_to_invoice import BERLIN, line, sku

from opsroom.domains.access.actions.disable_user import disable_user
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.actions.take_tasks import take_tasks
from opsroom.domains.access.models import Task
from opsroom.domains.catalog.models import Sku
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import tasks as lists
from opsroom.insight.lists.tasks import VIEWS, TaskFilter
from opsroom.insight.metrics.board import task_counts, task_groups
from opsroom.kernel.records.events import latest_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    shop = furnish(2)
    for number in (1001, 1002):
        shop.take_in(number, ship_to=replace(BERLIN, postcode="1"))
    shop.take_in(1003, line("MUGG", 1, "23.80", 380))
    shop.take_in(1004)
    return shop


def test_tasks_are_groups_with_one_act_each(shop: Shop) -> None:
    page = enter(shop.company, "desk").get("/tasks").content.decode()
    assert "2 bad addresses" in page
    assert "1 order with a SKU nobody knows" in page
    assert "1 order short of stock" in page
    assert page.count(">2 bad addresses</a>") == 1
    assert 'href="/orders/fix-addresses?tasks=kind%3Dbad_address"' in page
    assert 'href="/orders/match-skus?tasks=kind%3Dunknown_sku"' in page


def test_bins_to_count_lead_each_to_its_count_and_only_who_may_count_is_led_there(shop: Shop) -> None:
    first, second = Sku.objects.get(company_id=shop.company, code="MUG").pk, sku(shop.company, "JUG")
    count = NewTask("count", "catalog.sku", first, "count:1", "warehouse", {"pieces": 1}, shop.site)
    open_tasks(shop.demo, [count], shop.company)
    keeper = enter(shop.company, "warehouse")
    page = keeper.get("/tasks").content.decode()
    assert f'href="/stock/{first}/count" aria-label="Count: 1 bin to count">Count</a>' in page
    list_page = keeper.get("/tasks?kind=count").content.decode()
    assert f'href="/stock/{first}/count"' in list_page
    assert ">–<" not in list_page, "what is not known is not said"
    open_tasks(shop.demo, [replace(count, subject_id=second, cause_key="count:2")], shop.company)
    page = keeper.get("/tasks").content.decode()
    assert f'href="/stock/{first}/count" aria-label="Count the oldest: 2 bins to count"' in page
    desk = enter(shop.company, "desk").get("/tasks").content.decode()
    assert "2 bins to count" in desk
    assert "/count" not in desk


def test_a_group_is_taken_and_slept_over(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    group = {"scope": "view", "until": "morning"}
    said = desk.post(
        "/tasks/bulk?kind=bad_address", {**group, "action": "take"}, follow=True
    ).content.decode()
    assert "2 tasks now yours." in said
    assert Task.objects.filter(kind="bad_address", owner__isnull=False).count() == 2
    desk.post("/tasks/bulk?kind=bad_address", {**group, "action": "snooze"})
    assert "bad addresses</a>" not in desk.get("/tasks").content.decode()
    assert "Bad address" in desk.get("/tasks?view=snoozed").content.decode()
    assert Task.objects.filter(kind="bad_address", state="open").count() == 2
    assert Task.objects.exclude(kind="bad_address").filter(owner__isnull=False).count() == 0
    waking = {
        t.snoozed_until.astimezone(ZoneInfo("Europe/Berlin")).time()
        for t in Task.objects.filter(kind="bad_address")
    }
    assert waking == {opening(shop)}


def opening(shop: Shop) -> time:
    spans = warehouse.site_clock(shop.site).calendar.hours
    return next(iter(spans.values()))[0][0]


def test_ticked_rows_are_given_to_a_colleague_and_the_dry_run_changes_nothing(shop: Shop) -> None:
    desk, kim = enter(shop.company, "desk"), factories.user("manager", shop.company)
    first, second = Task.objects.filter(kind="bad_address").order_by("id")
    form = {"scope": "ids", "id": [str(first.pk)], "action": "give", "to": str(kim)}
    assert (
        "1 task will be Kim Example&#x27;s."
        in desk.post("/tasks/bulk", {**form, "dry": "1"}).content.decode()
    )
    assert Task.objects.filter(owner__isnull=False).count() == 0
    desk.post("/tasks/bulk", form)
    assert [t.owner_id for t in Task.objects.filter(pk__in=[first.pk, second.pk]).order_by("id")] == [
        kim,
        None,
    ]
    page = desk.get(f"/tasks?owner={kim}").content.decode()
    assert page.count("data-id=") == 1
    assert f'data-id="{first.pk}"' in page


def test_who_comes_second_is_told_and_overrides_nobody(shop: Shop) -> None:
    """Two people look at the same list; Kim is quicker with one of two tasks, by taking, then by snoozing."""
    desk, kim = enter(shop.company, "desk"), factories.actor("manager", shop.company)
    first, second = Task.objects.filter(kind="bad_address").order_by("id")
    seen = re.findall(r'name="seen" value="([0-9]+)"', desk.get("/tasks").content.decode())
    assert len(set(seen)) == 1
    take_tasks(kim, shop.company, [first.pk], kim.user_id)
    form = {"scope": "ids", "id": [str(first.pk), str(second.pk)], "seen": seen[0], "until": "hour"}

    dry = desk.post("/tasks/bulk", {**form, "action": "take", "dry": "1"}).content.decode()
    said = desk.post("/tasks/bulk", {**form, "action": "take"}, follow=True).content.decode()

    stays = "1 task stays as it is: Kim Example took or snoozed it after you saw the list."
    assert "1 task will be yours." in dry
    assert stays in dry
    assert f"1 task now yours. {stays}" in said
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.owner_id == kim.user_id
    assert second.owner_id not in (None, kim.user_id)

    said = desk.post("/tasks/bulk", {**form, "action": "snooze"}, follow=True).content.decode()
    assert stays in said
    first.refresh_from_db()
    assert first.snoozed_until is None

    later = {**form, "id": [str(first.pk)], "seen": str(latest_id([shop.company]))}
    assert (
        "1 task now yours."
        in desk.post("/tasks/bulk", {**later, "action": "take"}, follow=True).content.decode()
    )


def test_a_ticked_task_that_left_the_list_is_told_of(shop: Shop) -> None:
    desk, kim = enter(shop.company, "desk"), factories.actor("manager", shop.company)
    first, second = Task.objects.filter(kind="bad_address").order_by("id")
    take_tasks(kim, shop.company, [first.pk], kim.user_id)
    form = {"scope": "ids", "id": [str(first.pk), str(second.pk)], "action": "take"}
    said = desk.post("/tasks/bulk?view=nobody", form, follow=True).content.decode()
    assert (
        "1 task now yours. 1 task left this list after you saw it: ended, snoozed or given to somebody."
        in said
    )
    first.refresh_from_db()
    assert first.owner_id == kim.user_id


def test_a_colleague_switched_off_while_the_page_was_open_gets_nothing(shop: Shop) -> None:
    desk, kim = enter(shop.company, "desk"), factories.user("desk", shop.company)
    disable_user(factories.actor("admin", shop.company), shop.company, kim)
    form = {"scope": "view", "action": "give", "to": str(kim)}
    said = desk.post("/tasks/bulk?kind=bad_address", form, follow=True).content.decode()
    assert "Kim Example is switched off and gets no tasks. Choose another colleague." in said
    assert Task.objects.filter(owner__isnull=False).count() == 0


def test_a_task_whose_cause_stands_is_not_ended_by_hand_and_the_page_says_when_it_ends(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    form = {"scope": "view", "action": "end", "reason": "looked_at"}
    said = desk.post("/tasks/bulk?kind=bad_address", form, follow=True).content.decode()
    assert "0 tasks ended. 2 stay open: It ends by itself when the address passes" in said
    assert Task.objects.filter(kind="bad_address", state="open").count() == 2
    row = Order.objects.get(external_id="1004")
    open_tasks(
        shop.demo,
        [NewTask("changed_at_channel", "orders.order", row.pk, f"changed_at_channel:order:{row.pk}")],
        shop.company,
    )
    no_reason = {**form, "reason": "Mara Klein called"}
    assert (
        "Choose why it ends first."
        in desk.post("/tasks/bulk?kind=changed_at_channel", no_reason, follow=True).content.decode()
    )
    assert (
        "1 task ended."
        in desk.post("/tasks/bulk?kind=changed_at_channel", form, follow=True).content.decode()
    )
    assert Task.objects.get(kind="changed_at_channel").close_reason == "looked_at"
    assert "Looked at, nothing to do" in desk.get("/tasks?view=closed").content.decode()


def test_new_tasks_are_whose_the_manager_said_and_nobody_else_may_say_it(shop: Shop) -> None:
    kim = factories.user("desk", shop.company)
    for role in ("desk", "warehouse", "buyer", "bookkeeper", "marketer"):
        assert enter(shop.company, role).post("/tasks/owners", {"bad_address": str(kim)}).status_code == 403
    stranger = factories.user("desk", factories.company())
    manager = enter(shop.company, "manager")
    assert manager.post("/tasks/owners", {"short": str(stranger)}).status_code == 404
    said = manager.post("/tasks/owners", {"bad_address": str(kim)}, follow=True).content.decode()
    assert "1 kind changed. 2 open tasks went along." in said
    new = shop.take_in(1005, ship_to=replace(BERLIN, postcode="1"))
    assert Task.objects.get(kind="bad_address", subject_id=new.pk).owner_id == kim
    disable_user(factories.actor("admin", shop.company), shop.company, kim)
    assert Task.objects.filter(state="open", owner_id=kim).count() == 0
    later = shop.take_in(1006, ship_to=replace(BERLIN, postcode="1"))
    assert Task.objects.get(kind="bad_address", subject_id=later.pk).owner_id is None


def test_Z3_another_company_sees_and_takes_none_of_them(shop: Shop) -> None:
    stranger = enter(factories.company(), "manager")
    assert "Nothing waits for you." in stranger.get("/tasks").content.decode()
    ids = [str(pk) for pk in Task.objects.values_list("id", flat=True)]
    stranger.post("/tasks/bulk", {"scope": "ids", "id": ids, "action": "take"})
    stranger.post("/tasks/bulk", {"scope": "ids", "id": ids, "action": "end", "reason": "looked_at"})
    assert Task.objects.filter(owner__isnull=False).count() == 0
    assert Task.objects.filter(state="closed").count() == 0


def test_Z2_a_bookkeeper_is_offered_no_act_it_may_not_do(shop: Shop) -> None:
    page = enter(shop.company, "bookkeeper").get("/tasks").content.decode()
    assert "2 bad addresses" in page
    assert "/orders/fix-addresses" not in page


def test_Z2_each_role_sees_the_kinds_it_may_look_into_and_a_site_its_own_orders(shop: Shop) -> None:
    """An administrator has no orders, a warehouse person those of the own site; nobody reads a name here."""
    tasks = [
        NewTask("refund", "orders.order", 1, "refund:order:1"),
        NewTask("approval", "access.approval", 1, "approval:1"),
    ]
    open_tasks(shop.demo, tasks, shop.company)
    seen = {
        role: {group.kind for group in task_groups(factories.actor(role, shop.company))}
        for role in ("manager", "desk", "buyer", "bookkeeper", "marketer", "admin")
    }
    orders = {"bad_address", "unknown_sku", "short"}
    assert seen == {
        "manager": orders | {"refund", "approval"}, "desk": orders | {"refund"}, "buyer": orders,
        "bookkeeper": orders | {"refund", "approval"}, "marketer": orders, "admin": set(),
    }  # fmt: skip
    other = factories.site(shop.company)
    assert task_groups(factories.actor("warehouse", shop.company, sites=[other])) == []
    for role in ("marketer", "warehouse", "manager"):
        assert "Mara Klein" not in enter(shop.company, role).get("/tasks").content.decode()


def test_counts_groups_and_list_agree_in_every_view(shop: Shop) -> None:
    for role in ("manager", "desk", "buyer", "admin"):
        actor = factories.actor(role, shop.company)
        counts = task_counts(actor)
        for view in VIEWS:
            wanted = TaskFilter(view=view)
            assert counts[view] == len(lists.page(actor, wanted)) == len(lists.ids(actor, wanted)), (
                role,
                view,
            )
            assert counts[view] == sum(group.count for group in task_groups(actor, wanted)), (role, view)
