"""The lives of tasks, notes between shifts and approvals, as data; refuses any step that is not written here."""

from __future__ import annotations

from typing import Final

from opsroom.kernel.values.states import Machine, Step

TASK: Final = Machine(
    name="access.task",
    initial=frozenset({"open"}),
    final=frozenset({"closed"}),
    steps={"close": Step(sources=frozenset({"open"}), target="closed")},
)

SHIFT_NOTE: Final = Machine(
    name="access.shiftnote",
    initial=frozenset({"given"}),
    final=frozenset({"taken", "withdrawn"}),
    steps={
        "take": Step(sources=frozenset({"given"}), target="taken"),
        "withdraw": Step(sources=frozenset({"given"}), target="withdrawn"),
    },
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
