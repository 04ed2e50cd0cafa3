"""The lives of a task, an approval and a hand-over note, as data; refuses any step that is not written here."""

from __future__ import annotations

from typing import Final

from opsroom.kernel.values.states import Machine, Step

TASK: Final = Machine(
    name="access.task",
    initial=frozenset({"open"}),
    final=frozenset({"closed"}),
    steps={"close": Step(sources=frozenset({"open"}), target="closed")},
)

HAND_OVER: Final = Machine(
    name="access.handover",
    initial=frozenset({"written"}),
    final=frozenset({"acknowledged"}),
    steps={"acknowledge": Step(sources=frozenset({"written"}), target="acknowledged")},
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
