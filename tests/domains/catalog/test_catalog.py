"""Stories of the catalog: what an import may change, what an alias may mean, what undo may take; refuses guesses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from opsroom.domains.catalog import queries
from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.catalog.actions.remove_alias import remove_alias
from opsroom.domains.catalog.actions.remove_skus import remove_skus
from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.errors import AliasTaken, CodeTaken, SkuInUse
from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft, changed_fields, free_code, same_but_for_case
from opsroom.kernel.values.actor import Actor

CODES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8)


@given(CODES, st.sets(CODES))
def test_a_proposed_code_is_never_one_that_is_taken(wanted: str, taken: set[str]) -> None:
    assert free_code(wanted, taken) not in taken


@given(st.lists(CODES))
def test_twins_differ_in_case_and_in_nothing_else(codes: list[str]) -> None:
    for group in same_but_for_case(codes):
        assert len(set(group)) == len(group) > 1
        assert len({code.lower() for code in group}) == 1


def test_what_a_draft_does_not_tell_is_no_change_and_null_is_not_zero() -> None:
    stored = {"price": Decimal("2.000000"), "cost": None, "tracked": True}
    assert changed_fields(SkuDraft("A"), stored) == {}
    assert changed_fields(SkuDraft("A", price=Decimal(2), cost=Decimal(0)), stored) == {
        "cost": Decimal("0.000000")
    }


@pytest.fixture
def shop(db: None) -> tuple[Actor, int]:
    company = factories.company()
    return factories.actor("manager", company), company


def draft(handle: str, *codes: str, **fields: object) -> ProductDraft:
    return ProductDraft(handle, tuple(SkuDraft(code, **fields) for code in codes), title=handle)  # type: ignore[arg-type]


def test_products_come_once_and_change_only_where_told(shop: tuple[Actor, int]) -> None:
    actor, company = shop
    (first,) = upsert_products(actor, company, [draft("mug", "M-1", "M-2", price=Decimal(5))])
    again = ProductDraft("mug", (SkuDraft("M-1", sku_id=first.skus[0].sku_id, price=Decimal(6)),))
    (second,) = upsert_products(actor, company, [again])
    assert (first.effect, second.effect) == ("new", "changed")
    assert second.skus[0].before == {"price": Decimal("5.000000")}
    assert Product.objects.get().title == "mug"
    assert upsert_products(actor, company, [again])[0].effect == "same"


def test_two_skus_of_one_code_are_refused_and_nothing_is_written(shop: tuple[Actor, int]) -> None:
    actor, company = shop
    with pytest.raises(CodeTaken):
        upsert_products(actor, company, [draft("a", "X"), draft("b", "X")])
    assert Sku.objects.count() == 0


def test_an_alias_means_one_sku_and_can_be_taken_back(shop: tuple[Actor, int]) -> None:
    actor, company = shop
    (made,) = upsert_products(actor, company, [draft("mug", "M-1", "M-2")])
    one, two = (sku.sku_id for sku in made.skus)
    (alias,) = add_alias(actor, company, {"m-1": one})
    assert queries.skus_by_code(company, ["m-1", "M-1"]).keys() == {"m-1", "M-1"}
    assert add_alias(actor, company, {"m-1": one}) == []
    for taken in ({"m-1": two}, {"M-2": one}):
        with pytest.raises(AliasTaken):
            add_alias(actor, company, taken)
    assert remove_alias(actor, company, [alias]) == 1
    assert queries.skus_by_code(company, ["m-1"]) == {}


def test_a_foreign_company_finds_nothing(shop: tuple[Actor, int]) -> None:
    actor, company = shop
    upsert_products(actor, company, [draft("mug", "M-1")])
    assert queries.skus_by_code(factories.company(), ["M-1"]) == {}
    stranger = factories.actor("manager", factories.company())
    assert queries.find(stranger, "M-1") == []
    assert [row["code"] for row in queries.find(actor, "m-1")] == ["M-1"]


def test_Z4_costs_are_not_found_by_the_warehouse(shop: tuple[Actor, int]) -> None:
    actor, company = shop
    upsert_products(actor, company, [draft("mug", "M-1", cost=Decimal(3))])
    assert "cost" in queries.find(actor, "M-1")[0]
    assert "cost" not in queries.find(factories.actor("warehouse", company), "M-1")[0]


def test_a_part_of_a_kit_stays_and_a_withdrawn_code_is_free_again(shop: tuple[Actor, int]) -> None:
    actor, company = shop
    (cup, pair) = upsert_products(
        actor,
        company,
        [
            draft("cup", "CUP"),
            ProductDraft("pair", (SkuDraft("PAIR", is_kit=True, components=(("CUP", 2),)),), title="P"),
        ],
    )
    cup_id, pair_id = cup.skus[0].sku_id, pair.skus[0].sku_id
    assert queries.skus_by_code(company, ["PAIR"])["PAIR"].components == ((cup_id, 2),)
    with pytest.raises(SkuInUse):
        remove_skus(actor, company, [cup_id])
    remove_skus(actor, company, [cup_id, pair_id], withdraw=[cup_id], mark="I-7")
    assert list(Sku.objects.values_list("code", "active")) == [("CUP (I-7 undone)", False)]
    upsert_products(actor, company, [draft("cup", "CUP")])
    assert Sku.objects.filter(active=True).count() == 1
