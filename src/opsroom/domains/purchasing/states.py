"""The life of a purchase order, as data; refuses any step that is not written here."""

from typing import Final

from opsroom.kernel.values.states import Machine, Step

# Closed: all of it came, or a part and the rest never will. Cancelled: nothing of it came or will. A supplier may send
# after all, and a person may have closed the wrong one, so both can be opened again.
PURCHASE: Final = Machine(
    name="purchasing.order",
    initial=frozenset({"open", "closed", "cancelled"}),
    final=frozenset(),
    steps={
        "close": Step(frozenset({"open"}), "closed"),
        "cancel": Step(frozenset({"open"}), "cancelled"),
        "reopen": Step(frozenset({"closed", "cancelled"}), "open"),
    },
)
