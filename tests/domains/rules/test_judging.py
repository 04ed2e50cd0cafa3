"""Rules are judged by values alone: any and all, one pass in order, who wins, what can never match."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.rules.rules import (
    Act,
    Condition,
    Content,
    Facts,
    Known,
    Ruled,
    content_from_json,
    content_to_json,
    doubts,
    facts_from_json,
    facts_to_json,
    faults,
    judge,
    matches,
    opposite,
    sentence,
    why,
)

FACTS = Facts(
    channel="shop",
    country="DE",
    skus=("A1", "B2"),
    value_minor=5_000,
    currency="EUR",
    units=3,
    weight_g=1_200,
    tags=frozenset({"gift"}),
    delivery="DHL Paket",
    fulfilled_by="us",
    first=True,
    payment="captured",
)
CODES = ("A1", "B2", "C3")
TWO_SIDED = st.one_of(
    st.builds(
        Condition, st.sampled_from(["country_is", "country_is_not"]), st.sampled_from([("DE",), ("AT", "CH")])
    ),
    st.builds(
        Condition, st.sampled_from(["channel_is", "channel_is_not"]), st.sampled_from([("shop",), ("till",)])
    ),
    st.builds(
        Condition, st.sampled_from(["sku_any", "sku_none"]), st.sampled_from([("a1",), ("C3",), ("B2", "C3")])
    ),
    st.builds(Condition, st.sampled_from(["tag_has", "tag_has_not"]), st.sampled_from([("gift",), ("vip",)])),
    st.builds(
        Condition,
        st.sampled_from(["value_at_least", "value_under"]),
        st.integers(0, 9_000).map(lambda n: (str(n), "EUR")),
    ),
    st.builds(
        Condition,
        st.sampled_from(["units_at_least", "units_under"]),
        st.integers(0, 6).map(lambda n: (str(n),)),
    ),
    st.builds(Condition, st.sampled_from(["first_yes", "first_no"]), st.just(())),
)
CONDITIONS = st.lists(TWO_SIDED, min_size=1, max_size=4).map(tuple)
KNOWN_FACTS = st.builds(
    Facts,
    channel=st.sampled_from(["shop", "till"]),
    country=st.sampled_from(["DE", "AT", "CH"]),
    skus=st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple),
    value_minor=st.integers(0, 9_000),
    currency=st.just("EUR"),
    units=st.integers(1, 6),
    weight_g=st.none() | st.integers(0, 9_000),
    tags=st.frozensets(st.sampled_from(["gift", "vip"])),
    delivery=st.sampled_from(["DHL Paket", "DPD"]),
    fulfilled_by=st.just("us"),
    first=st.booleans(),
    payment=st.sampled_from(["captured", "terms"]),
)
ACTS = st.lists(
    st.one_of(
        st.builds(Act, st.just("tag"), st.sampled_from(["gift", "vip", "heavy"])),
        st.builds(Act, st.just("priority"), st.sampled_from(["1", "5"])),
        st.builds(Act, st.just("site"), st.sampled_from(["A", "B"])),
        st.builds(Act, st.just("hold"), st.just("look")),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
RULES = st.lists(
    st.builds(Content, st.just("r"), st.sampled_from(["all", "any"]), CONDITIONS, ACTS, st.booleans()),
    max_size=4,
).map(lambda found: [Ruled(n, n * 10, one) for n, one in enumerate(found, 1)])


def rule(n: int, *acts: Act, conditions: tuple[Condition, ...] = (), stop: bool = False) -> Ruled:
    return Ruled(n, n * 10, Content(f"rule {n}", "all", conditions, acts, stop))


@given(CONDITIONS, KNOWN_FACTS, st.randoms())
def test_the_order_of_conditions_does_not_matter(conditions, facts, chance) -> None:
    mixed = list(conditions)
    chance.shuffle(mixed)
    for joint in ("all", "any"):
        one = Content("r", joint, conditions, (Act("tag", "x"),))
        assert matches(one, facts)[0] == matches(replace(one, conditions=tuple(mixed)), facts)[0]


@given(CONDITIONS, KNOWN_FACTS)
def test_not_all_is_any_not(conditions, facts) -> None:
    act = (Act("tag", "x"),)
    turned = tuple(opposite(one) for one in conditions)
    assert (
        matches(Content("r", "all", conditions, act), facts)[0]
        != matches(Content("r", "any", turned, act), facts)[0]
    )


@given(RULES, KNOWN_FACTS, st.integers(0, 4))
def test_a_rule_that_does_not_match_changes_nothing(rules, facts, place) -> None:
    never = Ruled(
        99, 990, Content("no", "all", (Condition("country_is", ("JP",)),), (Act("site", "Z"),), True)
    )
    with_it = judge([*rules[:place], never, *rules[place:]], facts)
    without = judge(rules, facts)
    assert (with_it.wants, with_it.matched, with_it.acted) == (without.wants, without.matched, without.acted)


@given(RULES, KNOWN_FACTS, st.frozensets(st.integers(1, 4)))
def test_what_was_stored_gives_the_same_outcome_when_it_is_replayed(rules, facts, acted) -> None:
    kept = json.loads(json.dumps([facts_to_json(facts), [content_to_json(one.content) for one in rules]]))
    again = [
        replace(one, content=content_from_json("r", old)) for one, old in zip(rules, kept[1], strict=True)
    ]
    assert judge(again, facts_from_json(kept[0]), acted) == judge(rules, facts, acted)


@given(RULES, KNOWN_FACTS)
def test_a_rule_acts_once_while_it_keeps_matching(rules, facts) -> None:
    first = judge(rules, facts)
    second = judge(rules, facts, first.acted)
    assert {w.rule_id for w in second.wants} & first.acted == set()
    assert first.acted == first.matched


def test_every_any_and_no_line_speak_of_the_whole_order() -> None:
    asked = {
        what: matches(Content("r", "all", (Condition(what, ("A1",)),), ()), FACTS)[0]
        for what in ("sku_any", "sku_every", "sku_none")
    }
    assert asked == {"sku_any": True, "sku_every": False, "sku_none": False}
    assert matches(Content("r", "all", (Condition("sku_every", ("a1", "b2")),), ()), FACTS)[0]


def test_what_is_not_known_never_matches_in_either_direction() -> None:
    unknown = replace(FACTS, country="", weight_g=None, first=None)
    for what, value in (
        ("country_is", "DE"), ("country_is_not", "DE"), ("weight_under", "1"), ("weight_at_least", "1"),
        ("first_yes", ""), ("first_no", ""),
    ):  # fmt: skip
        assert not matches(Content("r", "all", (Condition(what, (value,)),), ()), unknown)[0], what
    other = Condition("value_under", ("9000", "USD"))
    assert not matches(Content("r", "all", (other,), ()), FACTS)[0]
    assert why(other, FACTS) == "the order is in EUR, the rule speaks of USD"
    assert why(Condition("country_is", ("AT", "CH")), FACTS) == "the country DE is not AT or CH"
    assert why(Condition("country_is", ("AT",)), unknown) == "the country is not known, so it never matches"


def test_the_first_rule_keeps_what_it_set_and_the_later_one_is_told() -> None:
    said = judge([rule(1, Act("site", "A")), rule(2, Act("site", "B"), Act("tag", "x"))], FACTS)
    assert [(w.value, w.became, w.by, w.before) for w in said.wants] == [
        ("A", "do", 0, None),
        ("B", "overruled", 10, "A"),
        ("x", "do", 0, None),
    ]


def test_a_tag_is_seen_by_later_rules_never_by_earlier_ones_and_nothing_circles() -> None:
    on_vip = (Condition("tag_has", ("vip",)),)
    adds = rule(2, Act("tag", "vip"), conditions=(Condition("tag_has", ("gift",)),))
    back = rule(3, Act("tag", "gift"), conditions=on_vip)
    said = judge([rule(1, Act("priority", "5"), conditions=on_vip), adds, back], FACTS)
    assert [v.said for v in said.verdicts] == ["not", "matched", "matched"]


def test_stop_ends_the_pass_and_says_by_whom() -> None:
    said = judge([rule(1, Act("tag", "x"), stop=True), rule(2, Act("tag", "y"))], FACTS)
    assert [(v.said, v.stopper) for v in said.verdicts] == [("matched", 0), ("unasked", 10)]


def test_a_rule_that_can_never_match_or_does_nothing_is_refused_with_a_sentence() -> None:
    def of(
        *conditions: Condition, acts: tuple[Act, ...] = (Act("tag", "x"),), match: str = "all"
    ) -> list[str]:
        return faults(Content("r", match, conditions, acts))

    cheap, dear = Condition("value_under", ("1000", "EUR")), Condition("value_at_least", ("2000", "EUR"))
    german, french = Condition("country_is", ("DE",)), Condition("country_is", ("FR",))
    assert of(dear, cheap) == [
        "It can never match: the order value is at least 20.00 EUR and the order value is less than 10.00 EUR."
    ]
    assert of(german, french) == [
        "It can never match: the country is DE and the country is FR, but an order has one country."
        " Put them into one line, or use any."
    ]
    assert of(german, french, match="any") == []
    assert of(german, acts=()) == ["The rule does nothing. Add what it should do, for example add a tag."]
    assert of(german, acts=(Act("tag", " "),)) == [
        "“add the tag” has no value. Fill it in or remove the line."
    ]
    assert of(Condition("sku_any", ("A1",)), Condition("sku_none", ("a1", "B2")))[0].startswith(
        "It can never match"
    )
    assert of(Condition("tag_has", ("x",)), Condition("tag_has_not", ("X",)))[0].startswith(
        "It can never match"
    )
    assert (
        of(Condition("country_is", ()))[0] == "“the country is” has no value. Fill it in or remove the line."
    )
    assert of(acts=(Act("site", "A"), Act("site", "B"))) == [
        "“prefer the site” stands twice. An order has one of it: remove one line."
    ]


def test_what_is_gone_is_said_beside_the_rule() -> None:
    content = Content(
        "r", "all", (Condition("sku_any", ("Z9",)), Condition("tag_has", ("vip",))), (Act("site", "B"),)
    )
    assert doubts(content, Known()) == [
        "SKU Z9 is not in the catalog (any more): only orders that were sent with it match.",
        "No order carries the tag “vip” and no rule adds it.",
        "There is no site B (any more): the rule will prefer none.",
    ]
    assert sentence(content) == (
        "If any line is SKU Z9 and the order is tagged “vip”, then prefer the site B."
    )
