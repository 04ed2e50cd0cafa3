"""Buyers are found by a few letters of name, company, e-mail or phone, through the indexes and not by reading all."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories

from opsroom.domains.customers import queries
from opsroom.domains.customers.models import Customer, Party
from opsroom.kernel.values.actor import program

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> int:
    """Ines of Bistro Anker in Utrecht, who moved to Gent; Bo of no address; 30 of one firm; a foreign Ines."""
    company = factories.company()
    ines = Customer.objects.create(
        company_id=company, name="Ines Álvarez", email="I_nes@example.com", phone="+49 40 123"
    )
    for firm, city in (("Old Anker", "Utrecht"), ("Bistro Anker", "Gent")):
        Party.objects.create(company_id=company, customer=ines, organisation=firm, city=city)
    Customer.objects.create(company_id=company, name="Bo Anker", email="bo@example.com")
    for n in range(30):
        row = Customer.objects.create(company_id=company, name=f"Person {n}", email=f"p{n}@example.com")
        Party.objects.create(company_id=company, customer=row, organisation="Many GmbH", city="Bern")
    Customer.objects.create(company_id=factories.company(), name="Ines Foreign", email="ines@other.example")
    return company


def names(company: int, text: str) -> list[str]:
    return [row["name"] for row in queries.find(factories.actor("desk", company), text)]


def test_a_buyer_is_found_by_whatever_is_known_of_them_the_newest_first(company: int) -> None:
    for text in ("álvar", "I_NES@ex", "0 123", "bistro", "Old Anker", "in", "ÁL"):
        assert names(company, text) == ["Ines Álvarez"], text
    assert names(company, "anker") == ["Bo Anker", "Ines Álvarez"]
    assert names(company, "Many") == [f"Person {n}" for n in range(29, 9, -1)]
    for text in ("lv", "example", "i%s@", "inés", " ", "Ines Foreign"):
        assert names(company, text) == [], text
    (ines,) = queries.find(factories.actor("desk", company), "Ines")
    assert (ines["city"], ines["firm"], ines["phone"]) == ("Gent", "Bistro Anker", "+49 40 123")
    assert queries.has_email(company, "I_NES@Example.com")
    assert not queries.has_email(company, "ixnes@example.com")
    Party.objects.filter(organisation="Bistro Anker").update(restricted_at="2026-01-01T00:00Z")
    assert names(company, "bistro") == [], "an address kept for an invoice finds nobody"
    Customer.objects.filter(name="Bo Anker").update(erased_at="2026-01-01T00:00Z")
    assert names(company, "anker") == ["Ines Álvarez"]


def test_no_keystroke_reads_every_buyer(company: int) -> None:
    """Of a program that sees every company, so that the letters alone narrow; with reads of whole tables priced out."""
    everywhere = program("system.test", verbs=frozenset({"customers.view"}))
    with CaptureQueriesContext(connection) as asked:
        assert [row["name"] for row in queries.find(everywhere, "bistro")] == ["Ines Álvarez"]
        queries.has_email(company, "bo@example.com")
    searches = [one["sql"] for one in asked if "ILIKE" in one["sql"] or "LOWER" in one["sql"]]
    # The last beside an index on the company: too few rows here to prefer it, so what it holds has to be asked.
    served = ("customers_customer_letters", "customers_party_firm_letters", "lower(email) = 'bo@example.com'")
    for sql, index in zip(searches, served, strict=True):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert index in plan, plan
