"""How a rule lives: born off, switched on and off, retired for good. Refuses to wake a retired rule."""

from opsroom.kernel.values.states import Machine, Step

RULE = Machine(
    name="rules.rule",
    initial=frozenset({"off"}),
    final=frozenset({"retired"}),
    steps={
        "switch_on": Step(frozenset({"off"}), "on"),
        "switch_off": Step(frozenset({"on"}), "off"),
        "retire": Step(frozenset({"off"}), "retired"),
    },
)
