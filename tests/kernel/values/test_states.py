"""Proves the proof: sound machines pass, every kind of unsound one is named; a random machine is judged by walking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.states import Machine, MachineUnsound, prove, step

HOLD = Machine(
    "orders.hold",
    initial=["placed"],
    final=["released"],
    steps={"raise": step("placed", "raised"), "release": step({"placed", "raised"}, "released")},
)


def test_a_sound_machine_knows_its_states_and_open_verbs() -> None:
    prove(HOLD)
    assert HOLD.states == {"placed", "raised", "released"}
    assert HOLD.open_verbs("placed") == ("raise", "release")
    assert HOLD.open_verbs("released") == ()
    assert (HOLD.can("raised", "release"), HOLD.can("raised", "raise")) == (True, False)
    assert {HOLD: 1}[HOLD] == 1
    with pytest.raises(KeyError):
        HOLD.can("placed", "explode")


def test_a_machine_that_never_ends_needs_only_ways_out() -> None:
    prove(
        Machine(
            "access.user", ["active"], [], {"stop": step("active", "off"), "start": step("off", "active")}
        )
    )


@pytest.mark.parametrize(
    ("machine", "says"),
    [
        (Machine("hold", ["a"], ["a"], {}), "'<app label>.<what>'"),
        (Machine("x.y", [], ["a"], {}), "no initial state"),
        (Machine("x.y", ["a"], ["b"], {"go": step([], "b")}), "go starts nowhere"),
        (Machine("x.y", ["a"], ["b"], {"go": step({"a", "b"}, "b")}), "go leaves the final state b"),
        (Machine("x.y", ["a"], ["b", "c"], {"go": step("a", "b")}), "no way into c"),
        (Machine("x.y", ["a"], [], {"go": step("a", "b")}), "no way out of b"),
        (
            Machine(
                "x.y", ["a"], ["z"], {"end": step("a", "z"), "go": step("a", "b"), "spin": step("b", "b")}
            ),
            "never ends from b",
        ),
    ],
)
def test_an_unsound_machine_is_named(machine: Machine, says: str) -> None:
    with pytest.raises(MachineUnsound, match=says):
        prove(machine)


@given(
    st.dictionaries(
        st.sampled_from("pqrstu"),
        st.builds(step, st.sets(st.sampled_from("abcde"), min_size=1), st.sampled_from("abcdez")),
    ),
    st.sets(st.sampled_from("abc"), min_size=1),
)
def test_what_is_proven_can_be_walked_from_start_to_end(steps: dict[str, object], initial: set[str]) -> None:
    machine = Machine("x.y", initial, ["z"], steps)  # type: ignore[arg-type]

    def walk(start: set[str]) -> set[str]:
        seen = set(start)
        for _ in range(6):
            seen |= {one.target for one in machine.steps.values() if one.sources & seen}
        return seen

    sound = walk(set(machine.initial)) == machine.states and all("z" in walk({one}) for one in machine.states)
    try:
        prove(machine)
    except MachineUnsound:
        assert not sound
    else:
        assert sound
