"""How invoices and credit notes move: drafted with their cause, numbered in a short step, issued with their paper."""

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

# What an old tool's invoice still leaves open, until all of it came.
RECEIVABLE = Machine(
    name="billing.receivable",
    initial=frozenset({"open"}),
    final=frozenset({"settled"}),
    steps={"settle": Step(frozenset({"open"}), "settled")},
)
