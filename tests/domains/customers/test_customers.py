"""Stories of customers: addresses judged by their country, people saved as told, erased for good; refuses merging."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from opsroom.domains.access.errors import Refused
from opsroom.domains.customers import queries
from opsroom.domains.customers.actions.erase_customer import erase_customer
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.country_rules import problems_of, rules_of
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.customers.rules import CountryRules, CustomerDraft, PartyDraft, check_address
from opsroom.kernel.records import events

GOOD = PartyDraft(name="Kim", line1="Weg 1", city="Berlin", postcode="10115", country="DE")


@pytest.mark.parametrize(
    ("party", "found"),
    [
        (GOOD, []),
        (PartyDraft(name="Kim", line1="1 Rue", city="Lyon", postcode="69002", country="fr"), []),
        (
            PartyDraft(name="Kim", line1="1 Rue", city="Lyon", postcode="690002", country="FR"),
            ["“690002” is no postcode of France, such as 33380. Check it with the buyer."],
        ),
        (
            PartyDraft(name="Kim", line1="1 Main St", city="Austin", postcode="78701", country="US"),
            ["The state or province is missing; United States needs one."],
        ),
        (
            PartyDraft(name="", line1="n/a", city="Berlin", postcode="10115", country="DE"),
            [
                "Nobody is named. A carrier needs a name or a company.",
                "The street and number are missing. Ask the buyer for them.",
            ],
        ),
        (PartyDraft(name="Kim"), ["The country is missing. Ask the buyer for it."]),
        (
            PartyDraft(name="Kim", country="Germoney"),
            ["“Germoney” is no country we know. Use its two letters, such as DE, FR or US."],
        ),
        (PartyDraft(name="Kim", line1="1 High St", city="Cork", country="IE"), []),
    ],
)
def test_an_address_is_judged_by_its_own_country(party: PartyDraft, found: list[str]) -> None:
    assert [problem.sentence for problem in problems_of(party)] == found


def test_every_country_s_own_example_is_a_good_postcode() -> None:
    for code in ("DE", "AT", "FR", "GB", "US", "NL", "PL", "SE", "JP", "BR", "IN", "CA"):
        rules = rules_of(code)
        assert rules is not None
        for example in rules.postcode_examples:
            party = PartyDraft(name="A", line1="1", city="Town", postcode=example, country=code)
            assert "postcode" not in {problem.field for problem in check_address(party, rules)}, (
                code,
                example,
            )


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_no_text_breaks_the_check(name: str, city: str, postcode: str) -> None:
    rules = CountryRules("DE", "Germany", frozenset({"line1", "city", "postcode"}), (r"\d{5}",), ("10115",))
    found = check_address(PartyDraft(name=name, city=city, postcode=postcode, country="DE"), rules)
    assert "line1" in {problem.field for problem in found}


@pytest.fixture
def company(db: None) -> int:
    return factories.company()


def test_a_buyer_is_one_row_a_key_and_guests_are_never_merged(company: int) -> None:
    actor = factories.actor("manager", company)
    buyer = CustomerDraft("shop:1", name="Kim", email="kim@example.com")
    first = save_customers(
        actor, company, [buyer, CustomerDraft(None, name="Kim"), CustomerDraft(None, name="Kim")]
    )
    assert len(set(first)) == 3
    again = save_customers(actor, company, [CustomerDraft("shop:1", name="Kim Example")])
    assert again == first[:1]
    stored = Customer.objects.get(id=first[0])
    assert (stored.name, stored.email) == ("Kim Example", "kim@example.com")


def test_P4_erasing_empties_every_personal_field_once_and_leaves_no_name_in_events(company: int) -> None:
    manager = factories.actor("manager", company)
    (customer,) = save_customers(
        manager, company, [CustomerDraft("shop:1", name="Kim", email="kim@example.com")]
    )
    (party,) = save_parties(manager, company, [PartyDraft(**{**_fields(GOOD), "customer_id": customer})])
    admin = factories.actor("admin", company)
    with pytest.raises(Refused):
        erase_customer(admin, company, customer)
    with pytest.raises(Refused):
        erase_customer(manager, company, customer, approved=True)
    assert erase_customer(admin, company, customer, approved=True) == (1, 0)
    assert erase_customer(admin, company, customer, approved=True) == (0, 0)
    row, address = Customer.objects.get(id=customer), Party.objects.get(id=party)
    assert (row.external_key, row.name, row.email, row.phone, row.note) == (None, "", "", "", "")
    assert (address.name, address.line1, address.city, address.postcode, address.country) == (
        "",
        "",
        "",
        "",
        "DE",
    )
    told = events.timeline("customers.customer", customer)
    assert [event.kind for event in told] == ["customers.customer.erased"]
    assert "Kim" not in str(told)
    assert save_customers(manager, company, [CustomerDraft("shop:1", name="Kim")]) != [customer]


def test_Z3_people_of_another_company_are_not_there(company: int) -> None:
    manager = factories.actor("manager", company)
    (customer,) = save_customers(manager, company, [CustomerDraft("shop:1", name="Kim")])
    stranger = factories.actor("manager", factories.company())
    assert queries.customer(stranger, customer) is None
    assert queries.find(stranger, "Kim") == []
    assert queries.find(manager, "kim")[0]["id"] == customer


def _fields(party: PartyDraft) -> dict[str, object]:
    return {name: getattr(party, name) for name in PartyDraft.__slots__}
