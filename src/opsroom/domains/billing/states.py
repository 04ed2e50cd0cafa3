"""How an invoice and a credit note move: drafted with what caused them, numbered in its own short step, issued when its paper exists."""

from opsroom.kernel.values.states import Machine, Step

INVOICE = Machine(
    name="billing.invoice",
    initial=frozenset({"draft"}),
    final=frozenset({"issued"}),
    steps={
        "number": Step(frozenset({"draft"}), "numbered"),
        "issue": Step(frozenset({"numbered"}), "issued"),
    },
)

CREDIT_NOTE = Machine(
    name="billing.creditnote",
    initial=frozenset({"draft"}),
    final=frozenset({"issued"}),
    steps={
        "number": Step(frozenset({"draft"}), "numbered"),
        "issue": Step(frozenset({"numbered"}), "issued"),
    },
)
