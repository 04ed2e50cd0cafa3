"""The chart and the kinds of places are closed lists; a word outside them is refused."""

from __future__ import annotations

import pytest

from opsroom.ledgers.core import accounts, places


def test_qualified_accounts_carry_who_or_where() -> None:
    assert accounts.receivable_from("stripe") == "receivable:stripe"
    assert accounts.tax_payable_to("DE") == "tax_payable:DE"
    assert accounts.tax_withheld_by("amazon.de") == "tax_withheld:amazon.de"
    assert accounts.kind_of("receivable:stripe") == "asset"
    assert accounts.kind_of("tax_payable:DE") == "liability"
    assert accounts.kind_of("tax_withheld:amazon.de") == "clearing"
    assert accounts.kind_of(accounts.DISCOUNTS) == "income"


@pytest.mark.parametrize(
    "code", ["", "pocket", "receivable", "receivable:", "tax_payable:de", "tax_payable:DEU", "a:b"]
)
def test_codes_outside_the_chart_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is not an account of the standard chart"):
        accounts.kind_of(code)


def test_a_qualifier_that_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot qualify the account receivable"):
        accounts.receivable_from("Stripe; DROP")
    with pytest.raises(ValueError, match="cannot qualify the account tax_payable"):
        accounts.tax_payable_to("Germany")


def test_every_standard_account_has_a_known_kind() -> None:
    assert set(accounts.STANDARD.values()) <= accounts.KINDS


def test_only_the_outside_world_may_go_below_zero() -> None:
    assert {kind for kind in places.KINDS if places.is_unbounded(kind)} == {
        "supplier",
        "customer",
        "loss",
        "external",
        "opening",
    }
    with pytest.raises(ValueError, match="'attic' is not a kind of place"):
        places.is_unbounded("attic")
