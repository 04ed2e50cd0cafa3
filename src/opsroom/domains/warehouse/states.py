"""How an allocation lives: soft until release, hard at a bin after, picked, shipped; and how a checkout hold does."""

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

# Goods kept for somebody who is about to buy: it becomes an order's, is let go, runs out, or the shelf takes all of it.
CHECKOUT_HOLD = Machine(
    name="warehouse.checkouthold",
    initial=frozenset({"granted"}),
    final=frozenset({"used", "released", "expired", "lost"}),
    steps={
        "use": Step(frozenset({"granted"}), "used"),
        "release": Step(frozenset({"granted"}), "released"),
        "expire": Step(frozenset({"granted"}), "expired"),
        "lose": Step(frozenset({"granted"}), "lost"),
    },
)
