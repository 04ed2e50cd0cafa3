"""What may be cancelled and corrected follows from the axes alone; refusals are sentences and never contradict."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from opsroom.domains.customers.country_rules import problems_of, rules_of
from opsroom.domains.customers.rules import PartyDraft, propose_address
from opsroom.domains.orders.rules import (
    IN_HAND,
    Axes,
    cancel_refusal,
    edit_refusal,
    hold_sentence,
    release_refusal,
)
from opsroom.domains.orders.states import ALLOCATION, FULFILMENT, ORDER, PAYMENT

AXES = st.builds(
    Axes,
    mode=st.sampled_from(["live", "history", "listening"]),
    state=st.sampled_from(sorted(ORDER.states)),
    payment_state=st.sampled_from(sorted(PAYMENT.states)),
    allocation_state=st.sampled_from(sorted(ALLOCATION.states)),
    fulfilment_state=st.sampled_from(sorted(FULFILMENT.states)),
    fulfilled_by=st.just("us"),
    on_hold=st.booleans(),
    is_test=st.booleans(),
    has_unknown_sku=st.booleans(),
)
WORDS = st.text(alphabet=string.ascii_letters + string.digits + " -.", max_size=12)


@settings(max_examples=200)
@given(AXES)
def test_only_an_open_order_whose_goods_are_still_ours_may_be_cancelled(axes: Axes) -> None:
    why = cancel_refusal(axes)
    gone = axes.fulfilment_state in IN_HAND | {"shipped", "part_shipped", "elsewhere"}
    may = axes.state == "open" and axes.mode == "live" and not axes.is_test and not gone
    assert (why is None) is may
    assert why is None or (why.endswith(".") and "!" not in why)


@settings(max_examples=200)
@given(AXES)
def test_what_the_warehouse_has_is_not_edited_and_what_may_be_released_may_be_edited(axes: Axes) -> None:
    why = edit_refusal(axes)
    if axes.fulfilment_state in IN_HAND or axes.state != "open" or axes.mode != "live":
        assert why is not None
        assert why.endswith(".")
    if release_refusal(axes) is None:
        assert why is None


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS, st.sampled_from(["DE", "FR", "US", "GB", "NL"]))
def test_a_proposed_address_always_passes_and_changes_postcode_and_town_alone(
    postcode: str, city: str, country: str
) -> None:
    party = PartyDraft(
        name="Mara Klein", line1="Torstraße 12", region="CA", postcode=postcode, city=city, country=country
    )
    proposed = propose_address(party, rules_of(country))
    if proposed is not None:
        assert problems_of(party) != []
        assert problems_of(proposed) == []
        assert (proposed.name, proposed.line1, proposed.region) == (party.name, party.line1, party.region)
        kept = sorted(c for c in (proposed.postcode + proposed.city).upper() if c.isalpha())
        assert len(kept) <= len([c for c in postcode + city if c.isalpha()])


def test_a_hold_of_a_change_claims_no_release_that_never_was() -> None:
    assert hold_sentence("changed", "") == "The channel changed it."
    assert "release" not in hold_sentence("changed", "The channel sent other lines or amounts.")
