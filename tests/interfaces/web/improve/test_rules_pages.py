"""A manager writes a rule, tries it, switches it on, applies and takes it back; others look or see none."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.races.room import Room

from opsroom.domains.orders.models import Order, OrderTag
from opsroom.domains.rules import queries
from opsroom.domains.rules.models import Rule, Run, Version

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Swiss customs",
    "match": "all",
    "what": ["country_is", "value_at_least"],
    "value": ["Switzerland, AT", "10"],
    "act": ["tag", "hold"],
    "act_value": ["abroad", "customs papers"],
}


def text(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_rule_is_written_tried_switched_on_applied_explained_and_taken_back() -> None:
    room = Room()
    room.put("MUG", 9)
    room.sell(1, ("MUG", 1))
    sold = room.sell(2, ("MUG", 2))
    boss = enter(room.company, "manager")
    assert "No rules yet." in text(boss, "/improve")
    more = boss.post("/improve/rules/new", FORM | {"do": "add-condition"}).content.decode()
    assert more.count('name="what"') == 3
    fewer = boss.post("/improve/rules/new", FORM | {"do": "remove-act:1"}).content.decode()
    assert fewer.count('name="act"') == 1
    reads = boss.post("/improve/rules/new", FORM | {"do": "read"}).content.decode()
    assert (
        "If the country is CH or AT and the order value is at least 10.00 EUR, then add the tag “abroad”,"
        " and hold it, saying “customs papers”." in reads
    )
    assert Rule.objects.count() == 0
    boss.post("/improve/rules/new", FORM | {"do": "save"})
    rule = Rule.objects.get()
    assert "It was not tried yet." in text(boss, f"/improve/rules/{rule.pk}")
    page = text(boss, f"/improve/rules/{rule.pk}?dry=1")
    assert "It was not tried yet." not in page
    assert "It matches nothing: no open order and none of the last 90 days." in page
    assert "This rule matches none of the 2 orders of the last 90 days. Switch it on?" in page
    path = f"/improve/rules/{rule.pk}"
    boss.post(f"{path}/act", {"do": "on"})
    rule.refresh_from_db()
    assert rule.state == "off"
    boss.post(
        f"{path}/edit", FORM | {"do": "save", "what": ["sku_any", "value_at_least"], "value": ["MUG", "20"]}
    )
    assert Version.objects.filter(rule=rule).count() == 2
    page = text(boss, f"{path}?dry=1")
    assert "It matches 1 of 2 open orders." in page
    assert sold.number in page
    boss.post(f"{path}/act", {"do": "on"})
    assert not OrderTag.objects.exists()
    assert "Apply to open orders: 1 will change" in text(boss, f"{path}?dry=1")
    boss.post(f"{path}/act", {"do": "apply"})
    assert (OrderTag.objects.get().order_id, Order.objects.get(pk=sold.pk).on_hold) == (sold.pk, True)
    why = text(boss, f"/orders/{sold.pk}/rules")
    assert "Any line is SKU MUG; the order value is at least 20.00 EUR." in why
    assert "add the tag “abroad”: done" in why
    boss.post(f"{path}/act", {"do": f"undo:{Run.objects.get().pk}"})
    assert (OrderTag.objects.count(), Order.objects.get(pk=sold.pk).on_hold) == (0, False)
    fresh = room.sell(3, ("MUG", 1))
    why = text(boss, f"/orders/{fresh.pk}/rules")
    assert "The value of 14.90 EUR is less than 20.00 EUR." in why
    assert "1 order" in text(boss, "/improve")


def test_what_does_not_fit_is_said_on_its_line_and_nothing_typed_is_lost() -> None:
    room = Room()
    boss = enter(room.company, "manager")
    wrong = FORM | {
        "do": "save",
        "what": ["country_is", "value_at_least", "units_under", "channel_is"],
        "value": ["Atlantis", "lots", "", "Moon shop"],
        "act": ["site", "assign"],
        "act_value": ["Nowhere", "nobody@example.com"],
    }
    answer = boss.post("/improve/rules/new", wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in (
        "“Atlantis” is not known here.",
        "Fill in a value or remove the line.",
        "“Moon shop” is not known here.",
        "There is no site “Nowhere”.",
        "Nobody with the e-mail “nobody@example.com” works here.",
        'value="Atlantis"',
        'value="lots"',
    ):
        assert said in page, said
    never = FORM | {"do": "save", "what": ["country_is", "country_is"], "value": ["DE", "FR"]}
    assert "but an order has one country." in boss.post("/improve/rules/new", never).content.decode()
    assert Rule.objects.count() == 0


def test_Z2_admin_looks_the_desk_reads_why_and_strangers_find_nothing() -> None:
    room = Room()
    room.put("MUG", 9)
    boss = enter(room.company, "manager")
    boss.post("/improve/rules/new", FORM | {"do": "save"})
    assert queries.rules_on(room.company) == []
    path = f"/improve/rules/{Rule.objects.get().pk}"
    sold = room.sell(1, ("MUG", 1))
    admin, desk, stranger = (
        enter(room.company, "admin"),
        enter(room.company, "desk"),
        enter(Room().company, "manager"),
    )
    page = text(admin, path)
    assert "Swiss customs" in page
    assert "Judge earlier" not in page
    assert admin.post(f"{path}/act", {"do": "off"}).status_code == 403
    assert (desk.get("/improve").status_code, desk.get(path).status_code) == (403, 403)
    assert desk.get(f"/orders/{sold.pk}/rules").status_code == 200
    assert (stranger.get(path).status_code, stranger.get(f"/orders/{sold.pk}/rules").status_code) == (
        404,
        404,
    )
    assert stranger.post(f"{path}/act", {"do": "retire"}).status_code == 404
