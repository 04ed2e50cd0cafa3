"""Which rules match everything, and which two rules can meet on one order: said before they work, never wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.rules.test_judging import ACTS, CONDITIONS, KNOWN_FACTS

from opsroom.domains.rules.rules import Act, Condition, Content, Ruled, can_meet, everything, matches, rivals

CONTENT = st.builds(Content, st.just("r"), st.sampled_from(["all", "any"]), CONDITIONS, ACTS)
OTHERWISE = {"site": "B", "delivery": "DPD", "priority": "7", "assign": "2"}
FIRST = {"site": "A", "delivery": "DHL", "priority": "1", "assign": "1"}


@given(CONTENT, KNOWN_FACTS)
def test_a_rule_that_is_said_to_match_everything_does(content, facts) -> None:
    assert not everything(content) or matches(content, facts)[0]


@given(CONTENT, CONTENT, KNOWN_FACTS)
def test_two_rules_that_are_said_never_to_meet_never_do(one, other, facts) -> None:
    assert can_meet(one, other) or not (matches(one, facts)[0] and matches(other, facts)[0])


@pytest.mark.parametrize(
    ("match", "conditions", "says"),
    [
        ("all", (), "no condition"),
        ("any", (), "no condition"),
        ("any", (Condition("country_is", ("DE", "AT")), Condition("country_is_not", ("DE",))), "every order"),
        ("any", (Condition("country_is", ("DE",)), Condition("country_is_not", ("DE", "AT"))), ""),
        (
            "any",
            (Condition("value_at_least", ("500", "EUR")), Condition("value_under", ("900", "EUR"))),
            "every order",
        ),
        ("any", (Condition("value_at_least", ("900", "EUR")), Condition("value_under", ("500", "EUR"))), ""),
        ("any", (Condition("value_at_least", ("500", "EUR")), Condition("value_under", ("900", "USD"))), ""),
        ("any", (Condition("units_at_least", ("1",)), Condition("units_under", ("1",))), "every order"),
        ("any", (Condition("sku_any", ("a1", "B2")), Condition("sku_none", ("A1",))), "every order"),
        ("any", (Condition("tag_has", ("Gift",)), Condition("tag_has_not", ("gift",))), "every order"),
        ("any", (Condition("first_yes"), Condition("first_no")), "every order"),
        ("all", (Condition("first_yes"),), ""),
    ],
)
def test_what_matches_everything_is_said_across_any_and_all(match, conditions, says) -> None:
    found = everything(Content("r", match, conditions, (Act("tag", "x"),)))
    assert says in found
    assert bool(found) == bool(says)


@pytest.mark.parametrize("kind", sorted(OTHERWISE))
@pytest.mark.parametrize("match", ["all", "any"])
def test_another_value_of_each_thing_an_order_has_once_is_a_contradiction(kind: str, match: str) -> None:
    german = (Condition("country_is", ("DE",)),)
    mine = Ruled(2, 20, Content("Mine", match, german, (Act(kind, FIRST[kind]),)))

    def against(*conditions: Condition, value: str = OTHERWISE[kind], joint: str = "all") -> list[str]:
        return rivals(mine, [Ruled(1, 10, Content("Theirs", joint, conditions, (Act(kind, value),))), mine])

    (said,) = against(Condition("units_at_least", ("2",)))
    assert "“Theirs” would" in said
    assert "Where both match, “Theirs” wins." in said
    assert against(Condition("units_at_least", ("2",)), value=FIRST[kind]) == [], "they want the same"
    apart = against(Condition("country_is", ("AT",)))
    assert apart == ([] if match == "all" else apart)
    assert bool(against(Condition("country_is", ("AT",)), joint="any")), "any may hold beside it"


def test_tags_and_holds_of_two_rules_stand_beside_each_other() -> None:
    mine = Ruled(2, 20, Content("Mine", "all", (), (Act("tag", "a"), Act("hold", "look"))))
    other = Ruled(1, 10, Content("Theirs", "all", (), (Act("tag", "b"), Act("hold", "wait"))))
    assert rivals(mine, [other, mine]) == []
