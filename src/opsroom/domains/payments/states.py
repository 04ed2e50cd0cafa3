"""How a recorded payment moves. Facts from outside are recorded; nothing here asks a processor for money."""

from opsroom.kernel.values.states import Machine, Step

PAYMENT = Machine(
    name="payments.payment",
    initial=frozenset({"pending", "authorised", "captured", "failed"}),
    final=frozenset({"failed", "voided", "refunded"}),
    steps={
        "authorise": Step(frozenset({"pending"}), "authorised"),
        "capture": Step(frozenset({"pending", "authorised"}), "captured"),
        "fail": Step(frozenset({"pending", "authorised"}), "failed"),
        "void": Step(frozenset({"pending", "authorised"}), "voided"),
        "refund": Step(frozenset({"captured"}), "refunded"),
    },
)
