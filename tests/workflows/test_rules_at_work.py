"""Rules at work: changed only after a look, asked about when they take all or meet another, undone without harm."""

from __future__ import annotations

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.races.room import Room, broken
from tests.workflows.test_rules import said, write

from opsroom.domains.access.errors import Refused
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.create_rule import create_rule
from opsroom.domains.rules.errors import AskFirst
from opsroom.domains.rules.models import Rule, Version
from opsroom.domains.rules.rules import Act, Condition, Content
from opsroom.domains.warehouse.models import Site
from opsroom.workflows.apply_rule import apply_rule
from opsroom.workflows.change_rule import change_rule
from opsroom.workflows.change_tags import change_tags
from opsroom.workflows.switch_on_rule import switch_on_rule
from opsroom.workflows.undo_rule_run import undo_rule_run

pytestmark = pytest.mark.django_db
MANY = Condition("units_at_least", ("2",))


@pytest.fixture
def room() -> Room:
    room = Room(sites=2)
    room.put("MUG", 9)
    room.put("MUG", 9, site=1)
    return room


def test_a_rule_at_work_is_changed_only_after_what_it_will_do_was_seen(room: Room) -> None:
    manager = factories.actor("manager", room.company)
    rule_id = write(room, said("Many", MANY, acts=(Act("tag", "many"),)))
    room.sell(1, ("MUG", 1))
    wider = said("Many", Condition("units_at_least", ("1",)), acts=(Act("tag", "many"),))
    with pytest.raises(AskFirst, match=r"matches 1 of 1 open order and would change 1 of them"):
        change_rule(manager, room.company, rule_id, wider)
    assert Version.objects.count() == 1
    assert change_rule(manager, room.company, rule_id, said("Many", MANY, acts=(Act("tag", "many"),))) == 1, (
        "the same"
    )
    assert change_rule(manager, room.company, rule_id, wider, seen=True) == 2
    assert Rule.objects.get().state == "on"
    off = write(room, said("Off", MANY, acts=(Act("tag", "x"),)), on=False)
    assert change_rule(manager, room.company, off, wider) == 2, "a rule that is off acts on nothing"
    for role in ("desk", "warehouse", "buyer", "bookkeeper", "marketer", "admin"):
        with pytest.raises(Refused):
            change_rule(factories.actor(role, room.company), room.company, rule_id, wider, seen=True)


def test_the_page_asks_keeps_every_typed_word_and_saves_what_was_seen(room: Room) -> None:
    rule_id = write(room, said("Many", MANY, acts=(Act("tag", "many"),)))
    boss, path = enter(room.company, "manager"), f"/improve/rules/{rule_id}/edit"
    form = {
        "name": "Many pieces", "match": "all", "what": ["units_at_least"], "value": ["3"], "act": ["tag"],
        "act_value": ["bulky"], "do": "save",
    }  # fmt: skip
    asked = boss.post(path, form)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Not saved yet." in page
    assert "This rule is at work: what you save judges the next order that comes in." in page
    for typed in ('value="Many pieces"', 'value="3"', 'value="bulky"', 'name="seen"'):
        assert typed in page
    assert Version.objects.count() == 1
    boss.post(path, form | {"seen": "1"})
    assert Version.objects.filter(name="Many pieces").count() == 1


@pytest.mark.parametrize("kind", ["site", "delivery", "priority", "assign"])
@pytest.mark.parametrize("match", ["all", "any"])
def test_a_rule_that_sets_otherwise_what_another_at_work_sets_is_asked_about(
    room: Room, kind: str, match: str
) -> None:
    manager = factories.actor("manager", room.company)
    codes = list(Site.objects.filter(pk__in=room.sites).order_by("id").values_list("code", flat=True))
    people = [str(factories.user("desk", room.company)) for _ in range(2)]
    first, second = {
        "site": codes, "delivery": ["DHL", "DPD"], "priority": ["1", "2"], "assign": people,
    }[kind]  # fmt: skip
    write(room, said("First", MANY, acts=(Act(kind, first),)))
    mine = create_rule(manager, room.company, Content("Second", match, (MANY,), (Act(kind, second),)))
    page = enter(room.company, "manager").get(f"/improve/rules/{mine}?dry=1").content.decode()
    assert "“First” would" in page, "said at saving already"
    with pytest.raises(AskFirst, match=r"“First” would .* Where both match, “First” wins\. Switch it on\?"):
        switch_on_rule(manager, room.company, mine)
    assert Rule.objects.get(pk=mine).state == "off"
    switch_on_rule(manager, room.company, mine, sure=True)
    sold = room.sell(1, ("MUG", 2))
    wants = {w.rule_id: w.became for w in queries.evaluations_of(sold.pk)[0].wants}
    assert wants[mine] == "overruled"


@pytest.mark.parametrize("kind", ["tag", "hold"])
def test_tags_and_holds_contradict_nothing_and_are_not_asked_about(room: Room, kind: str) -> None:
    manager = factories.actor("manager", room.company)
    write(room, said("First", MANY, acts=(Act(kind, "one"),)))
    mine = create_rule(manager, room.company, said("Second", MANY, acts=(Act(kind, "two"),)))
    switch_on_rule(manager, room.company, mine)
    assert Rule.objects.get(pk=mine).state == "on"


def test_a_rule_for_everything_asks_even_in_a_shop_without_orders(room: Room) -> None:
    manager = factories.actor("manager", room.company)
    pair = (Condition("country_is", ("DE",)), Condition("country_is_not", ("DE",)))
    for content, says in (
        (Content("All", "all", (), (Act("tag", "x"),)), "It has no condition, so it matches every order"),
        (
            Content("Any", "any", pair, (Act("priority", "2"),)),
            "so it matches every order of which that is known",
        ),
    ):
        rule_id = create_rule(manager, room.company, content)
        assert says in enter(room.company, "manager").get(f"/improve/rules/{rule_id}").content.decode()
        with pytest.raises(AskFirst, match=says):
            switch_on_rule(manager, room.company, rule_id)


def test_taking_a_run_back_leaves_a_hold_that_another_rule_wants_too(room: Room) -> None:
    manager = factories.actor("manager", room.company)
    mugs, both, alone = (room.sell(n, ("MUG", 1)) for n in (1, 2, 3))
    first = write(room, said("First", Condition("sku_any", ("MUG",)), acts=(Act("hold", "look"),)))
    write(room, said("Second", Condition("tag_has", ("odd",)), acts=(Act("hold", "odd one"),)))
    run = apply_rule(manager, room.company, first)
    change_tags(manager, room.company, [both.pk], "odd", on=True)
    assert Order.objects.filter(on_hold=True).count() == 3
    assert undo_rule_run(manager, room.company, run.run_id) == 2
    assert list(Order.objects.filter(on_hold=True).values_list("id", flat=True)) == [both.pk]
    assert Hold.objects.get(order=both, state="placed").reason == "rule"
    assert {mugs.pk, alone.pk} == set(Order.objects.filter(on_hold=False).values_list("id", flat=True))
    assert broken() == []
