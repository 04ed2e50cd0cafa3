"""The lives of a task and of an approval, as data; refuses any step that is not written here."""

from __future__ import annotations

from typing import Final

from opsroom.kernel.values.states import Machine, Step

TASK: Final = Machine(
    name="access.task",
    initial=frozenset({"open"}),
    final=frozenset({"closed"}),
    steps={"close": Step(sources=frozenset({"open"}), target="closed")},
)

APPROVAL: Final = Machine(
    name="access.approval",
    initial=frozenset({"asked"}),
    final=frozenset({"denied", "spent", "expired"}),
    steps={
        "approve": Step(sources=frozenset({"asked"}), target="approved"),
        "deny": Step(sources=frozenset({"asked", "approved"}), target="denied"),
        "spend": Step(sources=frozenset({"approved"}), target="spent"),
        "expire": Step(sources=frozenset({"asked", "approved"}), target="expired"),
    },
)
