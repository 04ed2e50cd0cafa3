"""Terms of payment on a buyer's page: days and a limit, by who may; bad ones are told and keep what was typed."""

from __future__ import annotations

import pytest
from django.db import connection
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter

from opsroom.domains.access.errors import NotFound
from opsroom.domains.customers import queries
from opsroom.domains.customers.actions.erase_customer import erase_customer
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.actions.set_terms import set_terms
from opsroom.domains.customers.errors import BadTerms, UnknownCustomer
from opsroom.domains.customers.rules import CustomerDraft
from opsroom.kernel.records import events

pytestmark = pytest.mark.django_db


def buyer(company: int) -> int:
    (pk,) = save_customers(
        factories.actor("desk", company), company, [CustomerDraft(None, "Bistro Anker", "anker@example.com")]
    )
    return pk


def test_a_manager_grants_terms_and_the_event_names_nobody() -> None:
    company = factories.company()
    pk = buyer(company)
    manager = enter(company, "manager")
    assert "Prepaid" in manager.get(f"/customers/{pk}").content.decode()
    assert (
        manager.post(f"/customers/{pk}/terms", {"days": "30", "limit": "1.500,00"}).url == f"/customers/{pk}"
    )
    assert "On account, 30 days, up to €1,500.00" in manager.get(f"/customers/{pk}").content.decode()
    found = queries.terms_of(company, [pk])[pk]
    assert (found.terms_days, found.credit_limit_minor, found.credit_currency) == (30, 150_000, "EUR")
    manager.post(f"/customers/{pk}/terms", {"days": "30", "limit": "1500.00"})  # the same again says nothing
    (told,) = events.timeline("customers.customer", pk)
    assert told.kind == "customers.customer.terms_set"
    assert "Anker" not in str(told)
    assert "anker@" not in str(told)
    assert told.data["to"] == {"terms_days": 30, "credit_limit_minor": 150_000, "credit_currency": "EUR"}
    assert manager.post(f"/customers/{pk}/terms", {"days": "", "limit": ""}).status_code == 302
    assert queries.terms_of(company, [pk])[pk].terms_days is None


@pytest.mark.parametrize(
    ("days", "limit", "said"),
    [
        ("soon", "", "“soon” is no number of days. Use a whole number, such as 30."),
        ("-3", "", "“-3” is no number of days."),
        ("9999", "", "9999 days are no terms of payment."),
        ("", "100", "A credit limit needs days of payment"),
        ("30", "-1", "The credit limit must be zero or more"),
        ("30", "1,500", "can mean 1500 or 1.500 EUR"),
        ("30", "much", "is not an amount"),
        ("30", "10.0005", "has more decimals than EUR allows"),
        ("٣", "", "is no number of days"),
    ],
)
def test_terms_that_cannot_be_are_told_and_what_was_typed_stays(days: str, limit: str, said: str) -> None:
    company = factories.company()
    pk = buyer(company)
    answer = enter(company, "manager").post(f"/customers/{pk}/terms", {"days": days, "limit": limit})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{limit}"' in page or not limit
    assert queries.terms_of(company, [pk])[pk].terms_days is None


def test_Z2_a_bookkeeper_may_and_learns_no_name_while_the_desk_only_looks() -> None:
    company = factories.company()
    pk = buyer(company)
    books = enter(company, "bookkeeper")
    page = books.get(f"/customers/{pk}/terms").content.decode()
    assert "Terms of payment" in page
    assert "Anker" not in page
    assert "anker@" not in page
    done = books.post(f"/customers/{pk}/terms", {"days": "14", "limit": ""})
    assert done.url == f"/customers/{pk}/terms"
    desk = enter(company, "desk")
    assert "On account, 14 days, no limit" in desk.get(f"/customers/{pk}").content.decode()
    assert f"/customers/{pk}/terms" not in desk.get(f"/customers/{pk}").content.decode()
    for role in ("desk", "warehouse", "buyer", "marketer", "admin"):
        answer = enter(company, role).post(f"/customers/{pk}/terms", {"days": "90", "limit": ""})
        assert answer.status_code == 403
    assert queries.terms_of(company, [pk])[pk].terms_days == 14


def test_Z3_P4_other_companies_and_erased_people_have_no_terms() -> None:
    company = factories.company()
    pk = buyer(company)
    manager = factories.actor("manager", company)
    grant = {"terms_days": 30, "credit_limit_minor": None, "credit_currency": ""}
    stranger = factories.actor("manager", factories.company())
    with pytest.raises(NotFound):
        set_terms(stranger, company, pk, **grant)
    with pytest.raises(UnknownCustomer):
        set_terms(stranger, next(iter(stranger.company_ids)), pk, **grant)
    with pytest.raises(BadTerms):
        set_terms(manager, company, pk, terms_days=1, credit_limit_minor=1, credit_currency="XX")
    assert set_terms(manager, company, pk, **grant)
    erase_customer(factories.actor("admin", company), company, pk, approved=True)
    assert queries.terms_of(company, [pk]) == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT terms_days FROM customers_customer WHERE id = %s", [pk])
        assert cursor.fetchone() == (None,)
