"""Tasks close themselves, come once for a cause, sleep and change hands; refuses other companies' tasks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests import factories

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.disable_user import disable_user
from opsroom.domains.access.actions.open_task import open_task
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.actions.snooze_tasks import snooze_tasks
from opsroom.domains.access.actions.take_tasks import take_tasks
from opsroom.domains.access.errors import BadValue, ColleagueOff, NotFound
from opsroom.domains.access.models import Task
from opsroom.domains.access.queries import tasks_of
from opsroom.insight.lists import tasks as lists
from opsroom.insight.lists.tasks import TaskFilter, TaskRow
from opsroom.insight.metrics.board import task_groups
from opsroom.kernel.records.events import latest_id, timeline
from opsroom.kernel.values.actor import Actor


def short(actor: object, company_id: int, order: int = 12, **facts: int) -> int:
    return open_task(
        actor, "short", "orders.order", order, f"short:order:{order}", "desk", facts, company_id  # type: ignore[arg-type]
    )  # fmt: skip


def listed(actor: object) -> list[TaskRow]:
    return lists.page(actor, TaskFilter())  # type: ignore[arg-type]


def open_task_counts(actor: object) -> dict[str, int]:
    return {group.kind: group.count for group in task_groups(actor)}  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_cause_has_one_open_task_and_the_latest_facts() -> None:
    company_id = factories.company()
    actor = factories.actor("manager", company_id)
    first = short(actor, company_id, units=3)
    assert short(actor, company_id, units=5) == first
    assert [task.facts for task in listed(actor)] == [{"units": 5}]
    assert open_task_counts(actor) == {"short": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(
            company_id=company_id, kind="short", subject_kind="orders.order", subject_id=12,
            cause_key="short:order:12", role="desk", facts={}, state="open",
        )  # fmt: skip


@pytest.mark.django_db
def test_a_task_closes_when_its_cause_is_gone_and_may_come_again() -> None:
    company_id = factories.company()
    actor = factories.actor("manager", company_id)
    first = short(actor, company_id)
    assert close_tasks(actor, ["short:order:12", "short:order:99"]) == [first]
    assert close_tasks(actor, ["short:order:12"]) == []
    assert listed(actor) == []
    row = Task.objects.get(pk=first)
    assert (row.state, row.close_reason) == ("closed", "cause_gone")
    assert row.closed_at is not None
    assert short(actor, company_id) != first
    assert [event.kind for event in timeline("access.task", first)] == [
        "access.task.created",
        "access.task.closed",
    ]


@pytest.mark.django_db
def test_many_tasks_are_a_handful_of_statements(django_assert_max_num_queries: object) -> None:
    company_id = factories.company()
    actor = factories.actor("manager", company_id)
    tasks = [NewTask("short", "orders.order", n, f"short:order:{n}", "desk", {"n": n}) for n in range(300)]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(open_tasks(actor, tasks, company_id)) == 300
    assert open_task_counts(actor) == {"short": 300}


@pytest.mark.django_db
def test_a_snoozed_task_sleeps_and_comes_back_by_itself() -> None:
    company_id = factories.company()
    actor = factories.actor("manager", company_id)
    task = short(actor, company_id)
    assert snooze_tasks(actor, company_id, [task], timezone.now() + timedelta(hours=1)) == [task]
    assert listed(actor) == []
    assert [row.id for row in lists.page(actor, TaskFilter(view="snoozed"))] == [task]
    assert [facts.id for facts in tasks_of(actor, "orders.order", [12])] == [task]
    Task.objects.filter(pk=task).update(snoozed_until=timezone.now() - timedelta(seconds=1))
    assert [facts.id for facts in listed(actor)] == [task]
    for until in (timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=31)):
        with pytest.raises(BadValue):
            snooze_tasks(actor, company_id, [task], until)


@pytest.mark.django_db
def test_Z3_tasks_of_another_company_are_not_there() -> None:
    north, south = factories.company(), factories.company()
    ours, theirs = factories.actor("manager", north), factories.actor("manager", south)
    task = short(ours, north)
    assert listed(theirs) == []
    assert open_task_counts(theirs) == {}
    assert close_tasks(theirs, ["short:order:12"]) == []
    assert snooze_tasks(theirs, south, [task], timezone.now() + timedelta(hours=1)) == []
    assert take_tasks(theirs, south, [task], None) == []
    assert Task.objects.get(pk=task).state == "open"


@pytest.mark.django_db
def test_Z3_a_warehouse_person_sees_tasks_of_the_own_site() -> None:
    company_id = factories.company()
    one, two = factories.site(company_id), factories.site(company_id)
    manager = factories.actor("manager", company_id)
    for site in (one, two):
        open_task(
            manager,
            "count",
            "warehouse.site",
            site,
            f"count:{site}",
            "warehouse",
            {},
            company_id,
            site,
        )
    kim = factories.actor("warehouse", company_id, sites=[one])
    assert [task.subject_id for task in listed(kim)] == [one]


@pytest.mark.django_db
def test_tasks_go_to_colleagues_only() -> None:
    company_id = factories.company()
    actor, kim = factories.actor("manager", company_id), factories.user("desk", company_id)
    task = short(actor, company_id)
    assert take_tasks(actor, company_id, [task], kim) == [task]
    assert take_tasks(actor, company_id, [task], kim) == []
    with pytest.raises(NotFound):
        take_tasks(actor, company_id, [task], factories.user("desk", factories.company()))
    assert Task.objects.get(pk=task).owner_id == kim


@pytest.mark.django_db
def test_a_colleague_who_was_switched_off_gets_no_task() -> None:
    company_id = factories.company()
    actor, kim = factories.actor("manager", company_id), factories.user("desk", company_id)
    task = short(actor, company_id)
    disable_user(factories.actor("admin", company_id), company_id, kim)
    with pytest.raises(ColleagueOff) as refused:
        take_tasks(actor, company_id, [task], kim)
    assert refused.value.message == (
        "Kim Example is switched off and gets no tasks. Choose another colleague."
    )
    assert Task.objects.get(pk=task).owner_id is None


def test_of_two_who_take_one_task_at_once_the_second_does_not_override(committed_db: object) -> None:
    company_id = factories.company()
    rivals = [factories.actor("desk", company_id) for _ in range(8)]
    task = short(rivals[0], company_id)
    seen = latest_id([company_id])

    def take(actor: Actor) -> list[int]:
        try:
            return take_tasks(actor, company_id, [task], actor.user_id, seen=seen)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, rivals))
    assert sorted(map(len, taken)) == [0] * 7 + [1]
    winner = rivals[taken.index([task])]
    assert Task.objects.get(pk=task).owner_id == winner.user_id
    kinds = [event.kind for event in timeline("access.task", task)]
    assert kinds == ["access.task.created", "access.task.taken"]


def test_eight_rivals_open_one_task(committed_db: object) -> None:
    company_id = factories.company()
    actor = factories.actor("manager", company_id)

    def try_it(_: int) -> int:
        try:
            return short(actor, company_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(try_it, range(8)))) == 1
    assert Task.objects.count() == 1
    assert [event.kind for event in timeline("access.task", Task.objects.get().pk)] == ["access.task.created"]
