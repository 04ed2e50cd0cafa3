"""Rules on real orders: judged when they come in and when they change, explained, dry run first, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.races.room import Room, broken, wish
from tests.workflows.test_from_order_to_invoice import BERLIN

from opsroom.domains.access.errors import Refused
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Hold, Order, OrderTag
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.create_rule import create_rule
from opsroom.domains.rules.actions.edit_rule import edit_rule
from opsroom.domains.rules.actions.move_rule import move_rule
from opsroom.domains.rules.actions.retire_rule import retire_rule
from opsroom.domains.rules.actions.switch_rule import switch_rule
from opsroom.domains.rules.errors import AskFirst, BadRule, NothingToUndo, RuleNotFound, WrongState
from opsroom.domains.rules.models import Evaluation, Rule, Version
from opsroom.domains.rules.rules import Act, Condition, Content, judge
from opsroom.domains.warehouse.models import Allocation, Site
from opsroom.insight.rulings import dry_run as dry_run_module
from opsroom.insight.rulings.dry_run import dry_run
from opsroom.kernel.records.models import Event
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.apply_rule import apply_rule
from opsroom.workflows.change_tags import change_tags
from opsroom.workflows.fix_address import fix_address
from opsroom.workflows.match_skus import match_skus
from opsroom.workflows.switch_on_rule import switch_on_rule
from opsroom.workflows.undo_rule_run import undo_rule_run

pytestmark = pytest.mark.django_db
ZURICH = replace(BERLIN, line1="Bahnhofstrasse 1", postcode="8001", city="Zürich", country_code="CH")
SWISS = Condition("country_is", ("CH",))


def room_sites(room: Room) -> list[Site]:
    return list(Site.objects.filter(pk__in=room.sites).order_by("id"))


def said(name: str, *conditions: Condition, acts: tuple[Act, ...], stop: bool = False) -> Content:
    return Content(name, "all", conditions, acts, stop)


def write(room: Room, content: Content, *, on: bool = True) -> int:
    manager = factories.actor("manager", room.company)
    rule_id = create_rule(manager, room.company, content)
    if on:
        switch_rule(manager, room.company, rule_id, on=True)
    return rule_id


def tags(order: Order) -> list[str]:
    return sorted(OrderTag.objects.filter(order=order).values_list("tag", flat=True))


def test_a_rule_steers_the_whole_order_and_says_why_and_test_orders_and_history_are_left_alone() -> None:
    room = Room(sites=2)
    codes = [one.code for one in room_sites(room)]
    room.put("MUG", 9)
    room.put("MUG", 9, site=1)
    write(room, said("Customs", SWISS, acts=(Act("hold", "customs papers"), Act("tag", "abroad"))))
    write(
        room,
        said(
            "Second house",
            Condition("sku_any", ("MUG",)),
            Condition("tag_has_not", ("abroad",)),
            acts=(Act("site", codes[1]), Act("delivery", "DPD"), Act("priority", "4")),
        ),
    )
    swiss, german = room.sell(1, ("MUG", 1), ship_to=ZURICH), room.sell(2, ("MUG", 2))
    trial = room.sell(3, ("MUG", 1), test=True)
    (past,) = accept_orders(room.demo, room.channel, [wish(4, ("MUG", 1), ship_to=ZURICH)], mode="history")
    hold = Hold.objects.get(order=swiss)
    assert (swiss.on_hold, hold.reason, hold.detail, tags(swiss)) == (
        True,
        "rule",
        "customs papers",
        ["abroad"],
    )
    assert (german.on_hold, german.priority, german.delivery_method, german.delivery_chosen) == (
        False, 4, "DPD", "DHL Paket",
    )  # fmt: skip
    assert list(Allocation.objects.filter(order=german).values_list("site_id", flat=True)) == [room.sites[1]]
    assert list(Allocation.objects.filter(order=swiss).values_list("site_id", flat=True)) == [room.sites[0]]
    assert not Evaluation.objects.filter(order_id__in=[trial.pk, past.order_id]).exists()
    assert OrderTag.objects.filter(order_id__in=[trial.pk, past.order_id]).count() == 0
    (kept,) = queries.evaluations_of(swiss.pk)
    assert [v.said for v in kept.verdicts] == ["matched", "not"]
    rules = [Version.objects.get(pk=v.version_id) for v in kept.verdicts]
    again = judge(queries.rules_on(room.company), kept.facts)
    assert (again.verdicts, [v.name for v in rules]) == (kept.verdicts, ["Customs", "Second house"])
    assert broken() == []


def test_what_a_person_took_back_stays_and_a_rule_acts_when_an_order_comes_to_match() -> None:
    room = Room()
    room.put("MUG", 9)
    write(
        room,
        said(
            "VIP first", Condition("tag_has", ("vip",)), acts=(Act("hold", "ask Kim"), Act("priority", "9"))
        ),
    )
    sold = room.sell(1, ("MUG", 1))
    desk = factories.actor("desk", room.company)
    assert (sold.on_hold, sold.priority) == (False, 0)
    change_tags(desk, room.company, [sold.pk], "vip", on=True)
    sold.refresh_from_db()
    assert (sold.on_hold, sold.priority) == (True, 9)
    release_hold(desk, room.company, [sold.pk], reason="rule")
    change_tags(desk, room.company, [sold.pk], "gift", on=True)
    sold.refresh_from_db()
    assert not sold.on_hold
    assert [v.said for v in queries.evaluations_of(sold.pk)[0].verdicts] == ["again"]
    change_tags(desk, room.company, [sold.pk], "vip", on=False)
    change_tags(desk, room.company, [sold.pk], "vip", on=True)
    sold.refresh_from_db()
    assert sold.on_hold


def test_a_corrected_address_and_a_matched_sku_are_judged_anew() -> None:
    room = Room()
    room.put("MUG", 9)
    write(room, said("Swiss", SWISS, acts=(Act("tag", "abroad"),)))
    write(room, said("Mugs", Condition("sku_every", ("MUG",)), acts=(Act("tag", "mugs"),)))
    sold = room.sell(1, ("MUGG", 1))
    assert tags(sold) == []
    draft = PartyDraft(
        name="Mara Klein", line1="Bahnhofstrasse 1", postcode="8001", city="Zürich", country="CH"
    )
    fix_address(room.demo, room.company, sold.pk, draft)
    match_skus(room.demo, room.company, [sold.lines.get(kind="goods").pk], "MUG")
    assert tags(sold) == ["abroad", "mugs"]


def test_a_new_rule_is_dry_run_applied_to_open_orders_and_taken_back() -> None:
    room = Room(sites=2)
    room.put("MUG", 9)
    room.put("MUG", 9, site=1)
    sold = [room.sell(n, ("MUG", 1)) for n in (1, 2, 3)]
    other = room_sites(room)[1].code
    manager = factories.actor("manager", room.company)
    content = said(
        "Move", Condition("units_at_least", ("1",)), acts=(Act("site", other), Act("tag", "moved"))
    )
    rule_id = write(room, content, on=False)
    seen = dry_run(manager, room.company, content, rule_id)
    assert (seen.open_orders, seen.open_matched, seen.open_changed, seen.matches_everything) == (
        3,
        3,
        3,
        True,
    )
    assert dict(seen.changes) == {("site", other): 3, ("tag", "moved"): 3}
    assert {one.number for one in seen.examples} == {one.number for one in sold}
    assert not OrderTag.objects.exists()
    with pytest.raises(WrongState):
        apply_rule(manager, room.company, rule_id)
    with pytest.raises(AskFirst, match=r"This rule matches all 3 open orders\. Switch it on\?"):
        switch_on_rule(manager, room.company, rule_id)
    switch_on_rule(manager, room.company, rule_id, sure=True)
    assert not OrderTag.objects.exists()
    done = apply_rule(manager, room.company, rule_id)
    assert (done.matched, done.changed) == (3, 3)
    live = Allocation.objects.exclude(state="freed")
    assert set(live.values_list("site_id", flat=True)) == {room.sites[1]}
    assert dry_run(manager, room.company, content, rule_id).open_changed == 0
    change_tags(manager, room.company, [sold[0].pk], "moved", on=False)
    assert undo_rule_run(manager, room.company, done.run_id) == 3
    assert set(live.all().values_list("site_id", flat=True)) == {room.sites[0]}
    assert not OrderTag.objects.exists()
    with pytest.raises(NothingToUndo):
        undo_rule_run(manager, room.company, done.run_id)
    change_tags(manager, room.company, [sold[1].pk], "other", on=True)
    assert tags(sold[1]) == ["other"]
    assert broken() == []


def test_a_conflict_is_kept_with_who_was_first_and_a_site_that_is_gone_does_nothing() -> None:
    room = Room()
    room.put("MUG", 9)
    first = write(room, said("One", acts=(Act("priority", "3"), Act("site", "GONE"))))
    second = write(room, said("Two", acts=(Act("priority", "7"), Act("assign", "999999"))))
    sold = room.sell(1, ("MUG", 1))
    wants = {(w.rule_id, w.kind): (w.became, w.before) for w in queries.evaluations_of(sold.pk)[0].wants}
    assert wants == {
        (first, "priority"): ("done", "0"),
        (first, "site"): ("no_site", None),
        (second, "priority"): ("overruled", "3"),
        (second, "assign"): ("no_person", None),
    }
    assert (sold.priority, sold.assigned_to_id) == (3, None)


def test_versions_stay_order_is_stated_and_each_change_leaves_its_event() -> None:
    room = Room()
    manager = factories.actor("manager", room.company)
    one = write(room, said("One", acts=(Act("tag", "a"),)))
    two = write(room, said("Two", acts=(Act("tag", "b"),)))
    assert edit_rule(manager, room.company, one, said("One", acts=(Act("tag", "c"),))) == 2
    assert edit_rule(manager, room.company, one, said("One", acts=(Act("tag", "c"),))) == 2
    assert [v.content.acts[0].value for v in queries.versions_of(one)] == ["c", "a"]
    assert move_rule(manager, room.company, two, up=True)
    assert not move_rule(manager, room.company, two, up=True)
    assert [r.rule_id for r in queries.rules_on(room.company)] == [two, one]
    with pytest.raises(WrongState, match="Switch it off first"):
        retire_rule(manager, room.company, two)
    switch_rule(manager, room.company, two, on=False)
    retire_rule(manager, room.company, two)
    with pytest.raises(RuleNotFound):
        edit_rule(manager, room.company, two, said("Two", acts=(Act("tag", "x"),)))
    with pytest.raises(BadRule):
        create_rule(manager, room.company, said("Nothing", acts=()))
    kinds = Event.objects.filter(subject_kind="rules.rule", subject_id__in=[one, two])
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == [
        "rules.rule.created", "rules.rule.switched_on", "rules.rule.created", "rules.rule.switched_on",
        "rules.rule.edited", "rules.rule.moved", "rules.rule.switched_off", "rules.rule.retired",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["desk", "warehouse", "buyer", "bookkeeper", "marketer", "admin"])
def test_Z2_only_a_manager_writes_rules_and_others_rules_do_not_exist(role: str) -> None:
    room = Room()
    rule_id = write(room, said("Margin secret", acts=(Act("tag", "a"),)))
    person = factories.actor(role, room.company)
    for act in (
        lambda: create_rule(person, room.company, said("x", acts=(Act("tag", "a"),))),
        lambda: switch_rule(person, room.company, rule_id, on=False),
        lambda: apply_rule(person, room.company, rule_id),
        lambda: move_rule(person, room.company, rule_id, up=True),
    ):
        with pytest.raises(Refused):
            act()
    if role == "admin":
        assert queries.rule_of(person, rule_id).content.name == "Margin secret"
    else:
        with pytest.raises(Refused):
            queries.rules_of(person)
    stranger = factories.actor("manager", factories.company())
    assert queries.rules_of(stranger) == []
    with pytest.raises(RuleNotFound):
        queries.rule_of(stranger, rule_id)
    assert Rule.objects.get(pk=rule_id).state == "on"


def test_many_orders_cost_as_many_statements_as_few() -> None:
    room = Room()
    room.put("MUG", 200)
    write(room, said("All", acts=(Act("tag", "a"), Act("priority", "2"), Act("hold", "look"))))

    def statements(first: int, many: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            room.take(*[wish(n, ("MUG", 1)) for n in range(first, first + many)])
        return len(seen)

    statements(1, 2)
    assert abs(statements(10, 40) - statements(60, 3)) <= 2
    assert OrderTag.objects.filter(tag="a").count() == 45


def test_a_dry_run_judges_the_newest_orders_and_says_how_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A shop with more orders than a page can wait for: the rule is tried on the newest, and the page says so."""
    monkeypatch.setattr(dry_run_module, "RULE_DRY_RUN_ORDERS_COUNT_MAX", 2)
    room = Room()
    room.put("MUG", 9)
    sold = [room.sell(n, ("MUG", 1)) for n in (1, 2, 3)]
    manager = factories.actor("manager", room.company)
    content = said("Mugs", Condition("sku_every", ("MUG",)), acts=(Act("tag", "mugs"),))
    rule_id = write(room, content, on=False)
    seen = dry_run(manager, room.company, content, rule_id)
    assert (seen.open_orders, seen.all_open, seen.past_orders, seen.all_past) == (2, 3, 2, 3)
    assert {one.number for one in seen.examples} == {one.number for one in sold[1:]}
    asked = r"^This rule matches the newest 2 of 3 open orders\. Switch it on\?$"
    with pytest.raises(AskFirst, match=asked):
        switch_on_rule(manager, room.company, rule_id)
    page = enter(room.company, "manager").get(f"/improve/rules/{rule_id}?dry=1").content.decode()
    assert (
        "It matches everything: the newest 2 of 3 open orders.</b> 2 of the newest 2 of 3 orders of the last 90 days "
        "match. Older ones were not judged, so that the page answers soon." in page
    )
    switch_on_rule(manager, room.company, rule_id, sure=True)
    assert apply_rule(manager, room.company, rule_id).changed == 3, "what is applied is every open order"
