"""How an allocation lives: soft until release, hard at a bin after, picked into a tote, shipped."""

from opsroom.kernel.values.states import Machine, Step

ALLOCATION_ROW = Machine(
    name="warehouse.allocation",
    initial=frozenset({"soft"}),
    final=frozenset({"shipped", "freed"}),
    steps={
        "harden": Step(frozenset({"soft"}), "hard"),
        "soften": Step(frozenset({"hard"}), "soft"),
        "pick": Step(frozenset({"hard"}), "picked"),
        "put_back": Step(frozenset({"picked"}), "soft"),
        "ship": Step(frozenset({"soft", "hard", "picked"}), "shipped"),
        "free": Step(frozenset({"soft", "hard"}), "freed"),
    },
)
