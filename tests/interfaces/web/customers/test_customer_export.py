"""Buyers leave within a daily limit and come back by the import unchanged, terms and limits with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests import factories
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.conftest import _connectors as connectors  # noqa: F401 - read back by the importer
from tests.workflows.imports.test_house import undo

from opsroom.domains.access import matrix
from opsroom.domains.access.errors import Refused
from opsroom.domains.access.models import Approval, Task
from opsroom.domains.channels.models import ImportRow
from opsroom.domains.customers.actions.set_terms import set_terms
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.customers.rules import Terms
from opsroom.interfaces.web.customers.export import customer_lines
from opsroom.kernel.records.models import Event
from opsroom.kernel.values.escaping import csv_line
from opsroom.workflows.accept_customers import write_terms

pytestmark = pytest.mark.django_db

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" =+-@'\",;"), max_size=12
).map(str.strip)
MAIL = st.sampled_from(["", "ada@example.com", "b.c+d@shop.example", "ü@example.de"])
TERMS = st.sampled_from(
    [
        None,
        (0, None, ""),
        (30, None, ""),
        (14, 0, "EUR"),
        (30, 50_000, "EUR"),
        (60, 123_456, "JPY"),
        (7, 1_234_567, "KWD"),
    ]
)
BUYER = st.tuples(
    WORDS,
    MAIL,
    WORDS,
    st.sampled_from(["", "de", "en-GB"]),
    TERMS,
    st.sampled_from(["", "a", "b"]),
    st.booleans(),
)


@pytest.fixture
def shop() -> Shop:
    company = factories.company()
    return Shop(company, factories.site(company), factories.actor("manager", company))


def export(shop: Shop, text: str = "") -> str:
    return "".join(csv_line(line) for line in customer_lines(shop.manager, text))


def stored() -> list[dict[str, Any]]:
    return list(Customer.objects.order_by("id").values())


def make(shop: Shop, place: int, buyer: tuple[Any, ...]) -> None:
    name, mail, phone, locale, terms, channel, erased = buyer
    days, limit, currency = terms or (None, None, "")
    Customer.objects.create(
        company_id=shop.company, name=name, email=mail, phone=phone, locale=locale, terms_days=days,
        credit_limit_minor=limit, credit_currency=currency, external_key=f"{channel}:N{place}" if channel else None,
    )  # fmt: skip
    if erased:
        last = Customer.objects.order_by("-id")[:1].get()
        Customer.objects.filter(pk=last.pk).update(
            name="", email="", phone="", locale="", external_key=None, terms_days=None, credit_limit_minor=None,
            credit_currency="", erased_at=last.created_at,
        )  # fmt: skip


@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],  # an example costs an import: no shrinking
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(BUYER, min_size=1, max_size=25))
def test_X1_what_leaves_as_a_list_of_buyers_comes_back_and_changes_nothing(
    shop: Shop, buyers: list[tuple[Any, ...]]
) -> None:
    Customer.objects.filter(company_id=shop.company).delete()
    for place, buyer in enumerate(buyers):
        make(shop, place, buyer)
    before, told = stored(), Event.objects.filter(subject_kind="customers.customer").count()
    run = shop.bring(export(shop), "customers.csv", format="customers")
    found = list(
        ImportRow.objects.filter(imported_in_id=run.import_id).values_list(
            "verdict", "effect", "problems", "before"
        )
    )
    assert [row for row in found if row[1] != "same" or row[2]] == []
    assert len(found) == len(buyers)
    assert stored() == before
    assert Party.objects.count() == 0
    assert Event.objects.filter(subject_kind="customers.customer").count() == told


def terms() -> list[tuple[int | None, int | None, str]]:
    rows = Customer.objects.order_by("id")
    return list(rows.values_list("terms_days", "credit_limit_minor", "credit_currency"))


LIST = "Customer number,Customer name,E-mail,Payment terms,Credit limit,Credit currency\n"


def test_terms_and_limits_come_in_with_a_list_are_shown_first_and_go_back(shop: Shop) -> None:
    text = (
        LIST + "C1,Ada,ada@example.com,30 days,500.00,EUR\nC2,Bo,bo@example.com,prepaid,,\n"
        "C3,Cy,cy@example.com,net 14,none,\n"
    )
    seen = shop.bring(text, dry_run=True, format="customers")
    assert (seen.effects["terms_changes"], Customer.objects.count()) == (2, 0)
    first = shop.again(seen.import_id)
    assert terms() == [(30, 50_000, "EUR"), (None, None, ""), (14, None, "")]
    assert shop.bring(text + "\n", format="customers").counts["same"] == 3
    newer = LIST + "C1,Ada,ada@example.com,prepaid,,\nC3,Cy,cy@example.com,,250,\n"
    second = shop.bring(newer, format="customers")
    assert terms() == [(None, None, ""), (None, None, ""), (14, 25_000, "EUR")]
    ada = Customer.objects.get(name="Ada")
    set_terms(shop.manager, shop.company, ada.pk, terms_days=7, credit_limit_minor=None, credit_currency="")
    taken, stay = undo(shop, second.import_id)
    assert (taken, [row for row, _ in stay]) == (1, [2])
    assert terms() == [(7, None, ""), (None, None, ""), (14, None, "")]
    assert undo(shop, first.import_id)[0] == 2


def test_terms_nobody_can_mean_get_a_sentence_and_the_neighbours_go_in(shop: Shop) -> None:
    text = LIST + (
        "C1,Ada,a@example.com,soon,,\nC2,Bo,b@example.com,9 years,,\nC3,Cy,c@example.com,30,-5,EUR\n"
        "C4,Di,d@example.com,30,5.005,EUR\nC5,Ed,e@example.com,30,5,XQQ\nC6,Fi,f@example.com,prepaid,5,EUR\n"
        "C7,Gu,g@example.com,30,5,EUR\n"
    )
    run = shop.bring(text, format="customers")
    assert (run.counts["fix"], run.written) == (6, 1)
    said = " ".join(shop.sentences(run.import_id))
    for words in (
        '"soon" are no payment terms', '"9 years" are no payment terms', "below zero",
        "more decimals than the currency",
        '"XQQ" is no currency', "A credit limit needs days of payment",
    ):  # fmt: skip
        assert words in said, words
    other = shop.bring("Opsroom customer,Customer name\n999999,Eve\nx7,Eva\n", format="customers")
    said = " ".join(shop.sentences(other.import_id))
    assert "No customer here has the number 999999." in said
    assert '"x7" is no number of a customer here' in said


def test_Z2_a_list_with_terms_goes_in_only_for_who_may_set_them(shop: Shop) -> None:
    factories.channel(shop.company)
    desk = factories.actor("desk", shop.company)
    own = Shop(shop.company, shop.site, desk)
    with pytest.raises(Refused, match=r"customers\.set_terms"):
        own.bring(LIST + "C1,Ada,a@example.com,30,500,EUR\n", format="customers")
    assert Customer.objects.count() == 0
    assert own.bring(LIST + "C2,Bo,b@example.com,,,\n", format="customers").written == 1
    with pytest.raises(Refused):
        write_terms(
            desk,
            shop.company,
            {Customer.objects.get().pk: Terms(30)},
        )


def enter_as(shop: Shop, pk: int) -> Client:
    client = Client()
    client.post(factories.sign_in_path(shop.company, pk))
    return client


def test_Z2_Z5_buyers_leave_within_a_daily_limit_and_beyond_it_when_another_agrees(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(matrix.LIMITS, ("customers.export", "manager"), 5)
    Customer.objects.bulk_create(Customer(company_id=shop.company, name=f"Buyer {n}") for n in range(6))
    Customer.objects.create(company_id=shop.company, name="Zoe")
    boss, second = factories.user("manager", shop.company), factories.user("bookkeeper", shop.company)
    manager, keeper = enter_as(shop, boss), enter_as(shop, second)
    for role in ("desk", "warehouse", "buyer", "marketer", "admin", "bookkeeper"):
        client = enter_as(shop, factories.user(role, shop.company))
        assert client.post("/customers/export", {"form": "csv"}).status_code == 403, role
    assert (
        "/customers/export"
        not in enter_as(shop, factories.user("desk", shop.company)).get("/customers").content.decode()
    )
    assert manager.post("/customers/export?q=Zoe", {"form": "csv"}).status_code == 200
    refused = manager.post("/customers/export?q=Buyer", {"form": "csv"})
    assert refused.status_code == 403
    said = (
        "You may take 5 buyers out in a day and have taken 1; this list has 6. Another person with the role "
    )
    assert said in refused.content.decode()
    assert 'href="/customers?q=Buyer">Back to the list' in refused.content.decode()
    assert "Asked." in manager.post("/customers/export?q=Buyer", {"form": "csv", "ask": "1"}).content.decode()
    assert Task.objects.get(state="open").kind == "approval"
    asked = Approval.objects.get()
    assert "Export of 6 customers" in keeper.get("/stock/approvals").content.decode()
    manager.post(f"/stock/approvals/{asked.pk}", {"agree": "1"})
    asked.refresh_from_db()
    assert asked.state == "asked", "nobody agrees to their own"
    keeper.post(f"/stock/approvals/{asked.pk}", {"agree": "1"})
    assert manager.post("/customers/export?q=e", {"form": "csv"}).status_code == 403, (
        "another list was not agreed to"
    )
    assert manager.post("/customers/export?q=Buyer", {"form": "csv"}).content.count(b"Buyer") == 6
    assert manager.post("/customers/export?q=Buyer", {"form": "csv"}).status_code == 403, "once"
    told = [e.data for e in Event.objects.filter(kind="access.company.exported").order_by("id")]
    assert [(one["list"], one["rows"], one["people"]) for one in told] == [
        ("customers", 1, True),
        ("customers", 6, True),
    ]
    assert "Buyer" not in str(list(Event.objects.values_list("data", "reason")))
