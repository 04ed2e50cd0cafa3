"""How an import and an outgoing message move from state to state; refuses a commit before the check."""

from opsroom.kernel.values.states import Machine, Step

IMPORT = Machine(
    name="channels.import",
    initial=frozenset({"uploaded"}),
    final=frozenset({"undone", "failed", "discarded"}),
    steps={
        "check": Step(frozenset({"uploaded", "staged", "checking"}), "checking"),
        "stage": Step(frozenset({"checking"}), "staged"),
        "commit": Step(frozenset({"staged", "committing", "committed"}), "committing"),
        "finish": Step(frozenset({"committing"}), "committed"),
        "undo": Step(frozenset({"committed", "committing", "undoing"}), "undoing"),
        "reverse": Step(frozenset({"undoing"}), "undone"),
        "keep": Step(frozenset({"undoing"}), "committed"),  # some rows were touched and stay
        "fail": Step(frozenset({"uploaded", "checking"}), "failed"),
        "discard": Step(frozenset({"uploaded", "staged"}), "discarded"),
    },
)

OUTGOING = Machine(
    name="channels.outgoing",
    initial=frozenset({"queued"}),
    final=frozenset({"sent", "cancelled"}),
    steps={
        "send": Step(frozenset({"queued", "failed"}), "sent"),
        "fail": Step(frozenset({"queued"}), "failed"),
        "requeue": Step(frozenset({"failed"}), "queued"),
        "cancel": Step(frozenset({"queued", "failed"}), "cancelled"),
    },
)
